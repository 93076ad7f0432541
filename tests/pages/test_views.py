"""Saved views and presets of dates."""

from __future__ import annotations

from datetime import date

import pytest

from pages.shared import periods, views


def test_a_preset_counts_back_from_the_latest_meeting_and_not_from_today():
    assert periods.bounds("month", date(2021, 9, 30)) == (date(2021, 9, 1), date(2021, 9, 30))


@pytest.mark.parametrize("preset", [name for name in periods.PRESETS if name != "own"])
def test_a_range_is_recognised_as_its_preset(preset):
    latest = date(2021, 9, 30)
    assert periods.named(*periods.bounds(preset, latest), latest) == preset


def test_any_other_range_is_ones_own():
    assert periods.named(date(2020, 1, 1), None, date(2021, 9, 30)) == "own"


@pytest.mark.parametrize(
    ("text", "day"), [("2021-02", date(2021, 2, 28)), ("2020", date(2020, 12, 31)), ("2021-02-17", date(2021, 2, 17))]
)
def test_a_date_known_by_its_month_ends_with_the_month(text, day):
    assert periods.latest_day(text) == day


def test_saved_views_come_back_as_they_were():
    saved = {"Astana": {"country": ["KAZ"], "since": ["2020-01-01"]}}
    assert views.read(views.written(saved)) == saved


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b"\xff"])
def test_another_file_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011 - a decoding error is one too
        views.read(content)


def test_what_is_no_filter_in_a_file_of_views_is_left_out():
    assert views.read(b'{"sidelines_views": {"x": {"mode": ["phone", "pigeon"], "evil": ["1"]}, "y": 3}}') == {
        "x": {"mode": ["phone"]}
    }


def test_a_view_is_saved_and_opened_again(dashboard, seeds_build):
    app = dashboard(seeds_build, "", country=["KAZ"])
    app.text_input(key="view_name").set_value("Astana").run()
    app.button(key="view_save").click().run()
    app.button(key="chip_0").click().run()
    assert app.multiselect(key="filter_country").value == []
    app.button(key="view_open_0").click().run()
    assert app.multiselect(key="filter_country").value == ["KAZ"]


def test_a_preset_puts_its_range_in_force(dashboard, seeds_build):
    app = dashboard(seeds_build)
    app.selectbox(key="period").set_value("year").run()
    assert app.query_params == {"since": "2020-10-01", "until": "2021-09-30"}
    app.selectbox(key="period").set_value("all").run()
    assert app.query_params == {}
