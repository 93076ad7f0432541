"""Figures of the map, timeline, comparison and network pages, without a browser."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import comparisons, coverage, maps, networks, timelines

EDGES = pd.DataFrame(
    [
        ("SYR", "RUS", "Syria", "Russia", 6),
        ("SYR", "IRN", "Syria", "Iran", 4),
        ("RUS", "IRN", "Russia", "Iran", 2),
        ("FJI", "AUS", "Fiji", "Australia", 1),
    ],
    columns=["source", "target", "source_name", "target_name", "n"],
)
READ = pd.DataFrame(
    {
        "month": pd.to_datetime(["2021-01-01", "2021-05-01", "2021-06-01"]),
        "articles": [4, 2, 0],
        "unusable": [0, 0, 1],
    }
)
NOTHING_READ = READ.head(0)


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
    figure = timelines.lanes(spans, ["Syria"], NOTHING_READ)
    bar, mark = figure.data
    assert bar.x[0] == 30 * 24 * 3600 * 1000
    assert mark.customdata[0][0] == "m-2"


SPANS = pd.DataFrame(
    {
        "lane_name": ["Syria", "Iran"],
        "meeting_id": ["m-1", "m-2"],
        "title": ["a", "b"],
        "first_day": pd.to_datetime(["2021-01-10", "2021-06-17"]),
        "last_day": pd.to_datetime(["2021-01-10", "2021-06-17"]),
        "date": ["2021-01-10", "2021-06-17"],
        "date_precision": ["day", "day"],
        "mode": ["in_person", "phone"],
    }
)


def test_articles_read_stand_under_the_lanes_on_the_same_axis_of_time():
    """One axis, so that zooming one zooms the other and a reader can look straight down."""
    figure = timelines.lanes(SPANS, ["Syria", "Iran"], READ)
    strip = [trace for trace in figure.data if trace.yaxis == "y2"]
    assert {"Articles read", "Nothing read"} <= {trace.name for trace in strip}
    assert all(trace.xaxis in (None, "x") for trace in figure.data)
    assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0]


def test_the_range_of_the_filters_is_the_range_of_lanes_and_strip():
    figure = timelines.lanes(SPANS, ["Syria", "Iran"], READ, date(2021, 3, 1), date(2021, 5, 31))
    assert [end[:10] for end in figure.layout.xaxis.range] == ["2021-03-01", "2021-06-01"]
    unread = next(trace for trace in figure.data if trace.name == "Nothing read")
    assert unread.hovertext[0] == "Mar 2021 – Apr 2021: nothing read"


def test_months_without_articles_are_shaded_as_one_run():
    """June too: its one article could not be used, so nothing was read."""
    silent = coverage.runs(coverage.filled(READ, pd.Timestamp("2021-01-10"), pd.Timestamp("2021-07-02")))
    assert list(silent["words"]) == ["Feb 2021 – Apr 2021: nothing read", "Jun 2021 – Jul 2021: nothing read"]


def test_without_dated_articles_there_is_no_strip_to_be_taken_for_silence():
    figure = timelines.lanes(SPANS, ["Syria", "Iran"], NOTHING_READ)
    assert all(trace.yaxis != "y2" for trace in figure.data)
    assert figure.layout.yaxis.domain[0] == 0


def test_the_table_behind_the_strip_names_the_months_without_articles():
    assert coverage.months_in_words(READ).to_numpy().tolist() == [
        ["Jun 2021", 0, 1],
        ["May 2021", 2, 0],
        ["Apr 2021", 0, 0],
        ["Mar 2021", 0, 0],
        ["Feb 2021", 0, 0],
        ["Jan 2021", 4, 0],
    ]
    assert coverage.months_in_words(NOTHING_READ).empty


def test_a_gap_tells_how_many_articles_were_read_meanwhile():
    """Only of months that lie in it as a whole: of the others nobody knows on which side they were."""
    found = pd.DataFrame(
        {"after": pd.to_datetime(["2021-01-10"]), "before": pd.to_datetime(["2021-06-17"]), "days": [158]}
    )
    row = timelines.gaps_in_words(found, READ).iloc[0]
    assert list(row) == ["5 months", "2021-01-10", "2021-06-17", 2]


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
    assert {trace.name: list(trace.x) for trace in figure.data} == {"A": [5, 1], "B": [2]}


def test_equal_counts_of_two_stand_beside_each_other():
    """On one spot the one drawn last would hide the other."""
    rows = pd.DataFrame({"label": ["War"], "n": [2]})
    assert comparisons.dots({"A": rows, "B": rows}).layout.scattermode == "group"


def test_the_table_behind_a_comparison_has_a_column_for_each_and_the_most_frequent_on_top():
    one = pd.DataFrame({"label": ["Trade", "War"], "n": [5, 1]})
    other = pd.DataFrame({"label": ["War"], "n": [9]})
    table = comparisons.beside({"A": one, "B": other}, "label", "Topic")
    assert table.to_dict("list") == {"Topic": ["War", "Trade"], "A": [1, 5], "B": [9, 0]}


def test_the_years_behind_a_comparison_stand_in_order_of_time():
    one = pd.DataFrame({"year": [2019, 2021], "mode": ["phone", "video"], "n": [9, 1]})
    assert list(comparisons.beside({"A": one}, "year", "Year")["Year"]) == ["2021", "2019"]


def test_what_changed_names_new_and_dropped_topics():
    by_year = pd.DataFrame(
        {"year": [2020, 2021, 2021], "topic": ["a", "b", "c"], "label": ["Trade", "Health", "War"], "n": [1, 1, 1]}
    )
    assert comparisons.change(by_year) == "Topics of 2021 against 2020: new: Health, War; no longer: Trade."


def test_the_network_ranks_by_partners_and_finds_its_parts():
    ranks = networks.measures(networks.graph(EDGES))
    assert ranks["partners"].tolist() == [2, 2, 2, 1, 1]
    assert ranks.loc[ranks["id"] == "SYR", "meetings"].item() == 10
    assert ranks.loc[ranks["id"].isin(["FJI", "AUS"]), "community"].tolist() == [2, 2]


def test_the_same_network_is_drawn_the_same():
    first, second = (networks.layout(networks.graph(EDGES)) for _ in range(2))
    assert first == second


def test_names_in_the_network_lie_neither_on_each_other_nor_on_a_mark():
    """Four long names are too many for a small picture; the one without room is told on hover."""
    ranks = pd.DataFrame({"id": list("abcd"), "name": ["N" * 25] * 4, "partners": [2] * 4})
    places = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0), "d": (0.5, 0.5)}
    assert set(networks.name_sides(places, ranks, 300, 30)) == set("acd")
    assert set(networks.name_sides(places, ranks, 1000, 600)) == set("abcd")


def test_a_name_at_the_edge_of_the_network_is_not_cut():
    ranks = pd.DataFrame({"id": list("ab"), "name": ["N" * 25] * 2, "partners": [1, 1]})
    sides = networks.name_sides({"a": (0.0, 0.0), "b": (1.0, 0.0)}, ranks, 500, 100)
    assert sides == {"a": "middle right", "b": "middle left"}


def test_an_empty_network_is_no_error():
    assert networks.measures(networks.graph(EDGES.head(0))).empty


def test_a_crowded_network_opens_with_as_many_lines_as_one_can_read():
    crowded = pd.DataFrame({"n": [60] * 30 + [9] * 80 + [1] * 300})
    steps = networks.thresholds(crowded)
    assert steps == [1, 2, 5, 10, 20, 50]
    assert networks.readable(crowded, steps) == 2


def test_a_small_network_opens_whole():
    assert networks.readable(EDGES, networks.thresholds(EDGES)) == 1


def test_counts_of_a_table_are_grouped_and_years_are_not():
    def page() -> None:
        import pandas as pd

        from pages.shared import tables

        tables.plain(pd.DataFrame({"Year": [2021], "Party": ["Peru"], "Meetings": [72088], "Share": [0.5]}), alt="Some")

    shown = AppTest.from_function(page).run().dataframe[0]
    columns = json.loads(shown.proto.columns)
    assert columns["Meetings"]["type_config"]["format"] == "%,d"
    assert not {"Year", "Party", "Share"} & columns.keys()
