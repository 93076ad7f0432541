"""Charts as facts about their figures, without a browser."""

from __future__ import annotations

import pandas as pd

from pages.shared import charts, geometry, world

PARTIES = pd.DataFrame(
    [
        ("SYR", "Syria", "country", 33.5, 36.3, 9),
        ("KAZ", "Kazakhstan", "country", 51.2, 71.4, 3),
        ("XKX", "Kosovo", "country", 42.7, 21.2, 1),
        ("VAT", "Holy See", "country", 41.9, 12.5, 1),
        ("un", "United Nations", "organisation", 40.7, -74.0, 2),
        ("club", "A club", "group", None, None, 1),
    ],
    columns=["party_id", "name", "party_type", "latitude", "longitude", "n"],
)
PLACES = pd.DataFrame(
    [("Damascus", "SYR", "Syria", 33.5, 36.3, 4), (None, "QAT", "Qatar", None, None, 1)],
    columns=["city", "country", "country_name", "latitude", "longitude", "n"],
)


def test_a_country_without_a_shape_and_an_organisation_get_a_diamond_at_their_seat():
    """Kosovo, the Holy See and the UN would else be dropped in silence."""
    figure = world.world_map(PARTIES, PLACES)
    diamonds = next(trace for trace in figure.data if "seat" in (trace.name or ""))
    assert [row[0] for row in diamonds.customdata] == ["XKX", "VAT", "un"]


def test_the_party_in_focus_is_drawn_but_not_on_the_scale():
    figure = world.world_map(PARTIES, PLACES, focus=["SYR"])
    grey, scaled = figure.data[0], figure.data[1]
    assert list(grey.locations) == ["SYR"]
    assert list(scaled.locations) == ["KAZ"]
    assert scaled.zmax == 3


def test_a_meeting_known_by_its_month_is_never_drawn_on_a_day():
    """Within two months bars are days; a month is then a bar as wide as itself."""
    figure = charts.timeline(pd.DataFrame({"date": ["2021-09", "2021-09-02", "2021-09-20"], "n": [2, 1, 1]}))
    month = next(trace for trace in figure.data if trace.name == "Only the month known")
    day = next(trace for trace in figure.data if trace.name == "Day known")
    assert [str(start)[:10] for start in day.x] == ["2021-09-02", "2021-09-20"]
    assert str(month.x[0])[:10] == "2021-09-01"
    assert month.width[0] == 30 * 24 * 3600 * 1000


def test_over_years_bars_are_months_and_tell_known_days_from_known_months():
    figure = charts.timeline(pd.DataFrame({"date": ["2017-09-22", "2021-09", None], "n": [5, 2, 4]}))
    assert {trace.name: list(trace.y) for trace in figure.data} == {"Day known": [5], "Only the month known": [2]}
    assert figure.layout.yaxis.title.text == "Meetings a month"


def test_the_table_behind_the_timeline_counts_every_dated_meeting_once():
    dates = pd.DataFrame({"date": ["2021-09", "2021-09-02", "2021-09-20", "2022", None], "n": [2, 1, 1, 3, 9]})
    assert charts.months(dates).to_numpy().tolist() == [["2022, month not known", 3, 0, 3], ["Sep 2021", 4, 2, 2]]
    assert charts.months(dates.head(0)).empty


def test_a_year_alone_is_a_line_over_its_year():
    figure = charts.timeline(pd.DataFrame({"date": ["2021-03-01", "2022"], "n": [1, 1]}))
    year = next(trace for trace in figure.data if trace.name == "Only the year known")
    assert list(year.x) == ["2022-01-01", "2022-12-31"]


def test_twenty_years_are_shown_by_year():
    figure = charts.timeline(pd.DataFrame({"date": ["2001-03-01", "2021-09-02"], "n": [1, 3]}))
    assert figure.layout.yaxis.title.text == "Meetings a year"


def test_charts_of_nothing_are_empty_and_not_errors():
    nothing = pd.DataFrame({"date": pd.Series([], dtype="str"), "n": pd.Series([], dtype="int64")})
    assert len(charts.timeline(nothing).data) == 0
    assert len(world.world_map(PARTIES.head(0), PLACES.head(0)).data) == 0


def test_the_base_map_has_every_country_but_the_five_it_is_known_to_lack():
    """So that a newer geometry that loses a country is noticed. XKX has no shape in any of them."""
    shapes = geometry.shapes()
    assert {"BHR", "MLT", "SGP", "MDV", "PSE", "ESH", "CYP"} <= shapes
    assert not shapes & {"VAT", "UMI", "WLF", "XKX"}
