"""Every page with data, with nothing selected, and before any build."""

from __future__ import annotations

import pytest
from streamlit.testing.v1.element_tree import Multiselect

from tests.pages import gold_build
from tests.pages.conftest import said

PAGES = ["", "meetings"]
VIEWS = ["map", "timeline", "countries", "people", "topics", "network", "data", "try", "review", "changes"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_thirteen_meetings_of_the_seeds(dashboard, seeds_build, page):
    app = dashboard(seeds_build, page)
    assert not app.exception
    assert "13 meetings of 11 parties" in said(app)
    assert len(app.dataframe[0].value) == 13


def test_the_overview_has_the_table_behind_its_timeline(dashboard, seeds_build):
    """Eight of the thirteen meetings have a date."""
    app = dashboard(seeds_build)
    app.session_state["timeline_table"] = True
    behind = next(table.value for table in app.run().dataframe if "Month" in table.value)
    assert behind["Meetings"].sum() == 8


@pytest.mark.parametrize("page", VIEWS)
def test_every_other_page_opens_with_one_meeting_and_with_none(dashboard, seeds_build, page):
    for chosen in ({"mode": "phone"}, {"q": "no article says this"}):
        app = dashboard(seeds_build, page, **chosen)
        assert not app.exception
        assert app.title[0].value


@pytest.mark.parametrize("show", ["count", "last", "links", "years"])
def test_the_map_opens_as_its_link_says(dashboard, seeds_build, show):
    app = dashboard(seeds_build, "map", show=show)
    assert not app.exception
    assert app.session_state["view_show"] == show


def test_the_map_names_who_has_no_place_on_it(dashboard, seeds_frames, tmp_path):
    """An organisation without a known seat is told, not lost."""
    parties = seeds_frames["parties"]
    unplaced = parties.assign(latitude=parties["latitude"].mask(parties["party_id"] == "un"))
    gold_build.write_tables(tmp_path / "build", seeds_frames | {"parties": unplaced})
    assert "Not on the map: United Nations." in said(dashboard(tmp_path / "build", "map"))


@pytest.mark.parametrize("lane", ["country", "org", "person", "topic"])
def test_the_timeline_has_lanes_of_each_kind(dashboard, seeds_build, lane):
    app = dashboard(seeds_build, "timeline", lane=lane)
    assert not app.exception
    assert "Longest gaps" in said(app)


def test_a_profile_counts_what_its_country_took_part_in(dashboard, seeds_build):
    app = dashboard(seeds_build, "countries", who="KAZ")
    assert not app.exception
    assert [metric.value for metric in app.metric] == ["3", "22 Sep 2017", "Sep 2021", "none"]


def test_two_countries_are_compared_side_by_side(dashboard, seeds_build):
    app = dashboard(seeds_build, "countries", who=["KAZ", "CUB"])
    assert not app.exception
    assert app.dataframe[0].value["Meetings"].tolist() == [3, 1]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_selection_says_how_to_leave_it(dashboard, seeds_build, page):
    app = dashboard(seeds_build, page, q="no article says this")
    assert not app.exception
    assert "No meeting fits these filters" in said(app)
    app.button(key="clear_empty").click().run()
    assert "13 meetings" in said(app)


@pytest.mark.parametrize("page", [*PAGES, *VIEWS, "meeting"])
def test_before_any_build_every_page_says_what_to_do(dashboard, tmp_path, page):
    app = dashboard(tmp_path, page, id="m-1")
    assert not app.exception
    assert app.title[0].value == "No meetings yet"


def test_one_meeting_alone_is_enough_for_a_page(dashboard, seeds_build):
    app = dashboard(seeds_build, "", mode="phone")
    assert not app.exception
    assert "1 meeting of 2 parties, 17 Feb 2021, from 1 article." in said(app)


def test_filters_of_a_link_are_in_force_and_named(dashboard, seeds_build):
    app = dashboard(seeds_build, "", country=["KAZ"], topic=["sanctions"], status="any")
    assert app.multiselect(key="filter_country").value == ["KAZ"]
    assert app.multiselect(key="filter_status").value == []
    assert [button.label.replace("\\", "") for button in app.button if str(button.key).startswith("chip_")] == [
        "Country: Kazakhstan",
        "Topic: Sanctions",
        "Any status",
    ]


def test_an_option_sent_in_the_words_of_an_earlier_run_is_the_same_option(dashboard, seeds_build, monkeypatch):
    """As the browser sends it while it still shows the counts of before (Back, two choices in quick succession)."""
    app = dashboard(seeds_build, "", country=["KAZ"])
    sent = {"filter_country": ["Kazakhstan (1,024)"], "filter_status": ["Held (13)", "Gone (2)"]}
    monkeypatch.setattr(Multiselect, "values", property(lambda widget: sent.get(widget.key, [])))
    app.run()
    assert not app.exception
    assert app.multiselect(key="filter_country").value == ["KAZ"]
    assert app.multiselect(key="filter_status").value == ["held"]
    assert "3 meetings of 2 parties" in said(app)


def test_a_profile_sent_in_the_words_of_an_earlier_run_is_the_same_profile(dashboard, seeds_build, monkeypatch):
    app = dashboard(seeds_build, "countries", who=["KAZ"])
    sent = {"view_who": ["Kazakhstan (1,024)", "Russia (7)"]}
    monkeypatch.setattr(Multiselect, "values", property(lambda widget: sent.get(widget.key, [])))
    app.run()
    assert not app.exception
    assert app.multiselect(key="view_who").value == ["KAZ", "RUS"]
    assert app.query_params["who"] == ["KAZ", "RUS"]


def test_a_choice_in_the_sidebar_goes_into_the_address(dashboard, seeds_build):
    app = dashboard(seeds_build)
    app.multiselect(key="filter_country").select("KAZ").run()
    assert app.query_params == {"country": "KAZ"}
    assert "3 meetings of 2 parties" in said(app)


def test_options_say_how_many_meetings_they_would_show_under_the_other_filters(dashboard, seeds_build):
    app = dashboard(seeds_build, "", country=["KAZ"])
    assert app.multiselect(key="filter_mode").options == ["In person (3)"]
    assert "Russia (2)" in app.multiselect(key="filter_country").options


def test_a_range_of_dates_says_how_many_undated_meetings_it_hides(dashboard, seeds_build):
    app = dashboard(seeds_build, "", since="2017-01-01")
    assert "5 meetings without a date: not in a range of dates." in said(app)
    app.button(key="show_undated").click().run()
    assert "13 meetings" in said(app)


def test_a_link_that_names_something_unknown_says_so(dashboard, seeds_build):
    app = dashboard(seeds_build, "", country="XYZ")
    assert any("XYZ" in warning.value for warning in app.warning)
    assert "13 meetings" in said(app)


def test_a_meeting_of_unknown_id_is_not_an_error(dashboard, seeds_build):
    app = dashboard(seeds_build, "meeting", id="m-nothing")
    assert not app.exception
    assert app.title[0].value == "This meeting is not here"


def test_text_of_an_article_can_neither_run_nor_format(dashboard, tmp_path):
    """Titles, names and texts come from strangers: markup and Markdown in them stay words."""
    frames = gold_build.tables_of((gold_build.PRACTICE / "seeds_gold", gold_build.ROOT / "seeds"))
    evil = "<script>alert(1)</script> [click](https://example.org) $x$ :red[now]"
    frames["meetings"].loc[:, "title"] = evil
    frames["participants"].loc[frames["participants"]["name"].notna(), "name"] = evil
    gold_build.write_tables(tmp_path / "build", frames)
    app = dashboard(tmp_path / "build", "meeting", id=frames["meetings"]["meeting_id"].iloc[0])
    assert not app.exception
    assert app.title[0].value.startswith(r"\<script\>")
    markup = "".join(element.proto.body for element in app.get("html"))
    assert "&lt;script&gt;" in markup
    assert "<script" not in markup


def test_a_new_build_shows_up_with_the_next_click(dashboard, tmp_path):
    """No restart: answers are kept by snapshot, and the snapshot in force is looked up on every run."""
    frames = gold_build.tables_of((gold_build.PRACTICE / "seeds_gold", gold_build.ROOT / "seeds"))
    gold_build.write_tables(tmp_path / "build", frames)
    app = dashboard(tmp_path / "build")
    assert "13 meetings" in said(app)
    phone = frames["meetings"]["mode"] == "phone"
    frames["meetings"].loc[phone, "status"] = "mentioned"
    gold_build.write_tables(tmp_path / "build", frames)
    app.run()
    assert "12 meetings" in said(app)
