"""Figures of the map, timeline, comparison and network pages, without a browser."""

from __future__ import annotations

import pandas as pd
import pytest

from pages.shared import comparisons, maps, networks, timelines

EDGES = pd.DataFrame(
    [
        ("SYR", "RUS", "Syria", "Russia", 6),
        ("SYR", "IRN", "Syria", "Iran", 4),
        ("RUS", "IRN", "Russia", "Iran", 2),
        ("FJI", "AUS", "Fiji", "Australia", 1),
    ],
    columns=["source", "target", "source_name", "target_name", "n"],
)


def test_a_year_is_played_on_one_scale_with_the_others():
    by_year = pd.DataFrame(
        [(2020, "KAZ", "Kazakhstan", 2), (2022, "KAZ", "Kazakhstan", 7)], columns=["year", "party_id", "name", "n"]
    )
    places = pd.DataFrame(
        [(2020, "Astana", "Kazakhstan", 51.1, 71.4, 2)],
        columns=["year", "city", "country_name", "latitude", "longitude", "n"],
    )
    figure = maps.playing(by_year, places, focus=[], height=400)
    assert [frame.name for frame in figure.frames] == ["2020", "2021", "2022"]
    assert {frame.data[0].zmax for frame in figure.frames} == {7}
    assert [len(frame.data[1].lat) for frame in figure.frames] == [1, 0, 0]


def test_a_month_is_a_span_on_its_lane_and_a_day_a_mark():
    spans = pd.DataFrame(
        {
            "lane_name": ["Syria", "Syria"],
            "meeting_id": ["m-1", "m-2"],
            "title": ["a", "b"],
            "first_day": pd.to_datetime(["2021-09-01", "2021-02-17"]),
            "last_day": pd.to_datetime(["2021-09-30", "2021-02-17"]),
            "date": ["2021-09", "2021-02-17"],
            "date_precision": ["month", "day"],
            "mode": ["in_person", "phone"],
        }
    )
    figure = timelines.lanes(spans, ["Syria"])
    bar, mark = figure.data
    assert bar.x[0] == 30 * 24 * 3600 * 1000
    assert mark.customdata[0][0] == "m-2"


def test_a_calendar_counts_known_days_of_its_year_only():
    dates = pd.DataFrame({"date": ["2021-02-17", "2021-09", "2020-02-17", None], "n": [3, 5, 7, 9]})
    figure = timelines.day_calendar(dates, 2021)
    counted = [cell for row in figure.data[0].z for cell in row if cell]
    assert counted == [3]
    assert sum(cell is not None for row in figure.data[0].z for cell in row) == 365


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day"), (9, "9 days"), (20, "2 weeks"), (430, "14 months"), (1500, "4 years")]
)
def test_a_gap_is_said_as_one_would(days, said):
    assert timelines.gap_words(days) == said


def test_compared_counts_share_their_rows_and_order():
    one = pd.DataFrame({"label": ["Trade", "War"], "n": [5, 1]})
    other = pd.DataFrame({"label": ["War"], "n": [2]})
    figure = comparisons.dots({"A": one, "B": other})
    assert list(figure.layout.yaxis.categoryarray) == ["War", "Trade"]
    assert [list(trace.x) for trace in figure.data] == [[5, 1], [2]]


def test_what_changed_names_new_and_dropped_topics():
    by_year = pd.DataFrame(
        {"year": [2020, 2021, 2021], "topic": ["a", "b", "c"], "label": ["Trade", "Health", "War"], "n": [1, 1, 1]}
    )
    assert comparisons.change(by_year) == "Topics of 2021 against 2020: new: health and war; no longer: trade."


def test_the_network_ranks_by_partners_and_finds_its_parts():
    ranks = networks.measures(networks.graph(EDGES))
    assert ranks["partners"].tolist() == [2, 2, 2, 1, 1]
    assert ranks.loc[ranks["id"] == "SYR", "meetings"].item() == 10
    assert ranks.loc[ranks["id"].isin(["FJI", "AUS"]), "community"].tolist() == [2, 2]


def test_the_same_network_is_drawn_the_same():
    first, second = (networks.layout(networks.graph(EDGES)) for _ in range(2))
    assert first == second


def test_an_empty_network_is_no_error():
    assert networks.measures(networks.graph(EDGES.head(0))).empty


def test_a_crowded_network_opens_with_as_many_lines_as_one_can_read():
    crowded = pd.DataFrame({"n": [60] * 30 + [9] * 80 + [1] * 300})
    steps = networks.thresholds(crowded)
    assert steps == [1, 2, 5, 10, 20, 50]
    assert networks.readable(crowded, steps) == 2


def test_a_small_network_opens_whole():
    assert networks.readable(EDGES, networks.thresholds(EDGES)) == 1
