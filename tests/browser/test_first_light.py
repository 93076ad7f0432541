"""The first path of every reader: open, filter, read a meeting, take the table home. Offline, in a real browser."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

ROW_HEIGHT = 33
"""Pixels of a table's row; the grid is a canvas, so rows are met by position."""


STEADY = 5
"""How often in a row, 300 ms apart, a table has to stand at one place before it is clicked."""


def click_row(page, table: int, row: int) -> None:
    """Click the title cell of a row of the page's ``table``-th table."""
    grid = page.get_by_test_id("stDataFrame").nth(table)
    box, steady = None, 0
    while steady < STEADY:  # on a busy machine the charts above may go on growing for a while
        grid.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        before, box = box, grid.bounding_box()
        steady = steady + 1 if box == before else 0
    page.mouse.click(box["x"] + 250, box["y"] + ROW_HEIGHT * (row + 1) + ROW_HEIGHT // 2)


def choose_country(visit, name: str) -> None:
    """Pick a country in the sidebar as a reader does: type, press Enter."""
    box = visit.page.get_by_label("Countries").first
    box.click()
    box.fill(name)
    box.press("Enter")
    box.press("Escape")
    visit.page.wait_for_url("**country=*")
    visit.settle()


def test_a_deep_link_to_a_fresh_server_has_the_frame_and_the_filters(start_server, seeds_build, visit):
    """Streamlit would run the page alone when a link into it is the first request after a start."""
    reader = visit(start_server(seeds_build))
    page = reader.open("/meetings?country=KAZ")
    expect(page.get_by_role("heading", name="Meetings")).to_be_visible()
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()
    expect(page.get_by_role("link", name="Overview")).to_be_visible()
    expect(page.locator("[data-testid=stSidebar]").get_by_text("Kazakhstan (3)")).to_be_visible()
    assert "country=KAZ" in page.url


def test_from_overview_to_the_evidence_and_home_with_the_table(server, visit):
    """Open, filter by Kazakhstan, see three meetings, click one, see the highlight, compare the CSV with the table."""
    reader = visit(server)
    page = reader.open("/")
    expect(page.get_by_text("13 meetings of")).to_be_visible()
    choose_country(reader, "Kazakhstan")
    assert page.url.endswith("?country=KAZ")
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()

    click_row(page, 0, 1)
    marked = page.locator("mark[data-tip]", has_text="Abdrakhmanov").first
    marked.wait_for()
    assert "Participant" in marked.get_attribute("data-tip")

    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    reader.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Meetings as CSV")).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    assert len(rows) == 3
    assert {row["city"] for row in rows} == {"New York", "Damascus"}
    assert [row["date_precision"] for row in rows].count("month") == 1


def test_a_copied_link_opens_the_same_view_in_another_browser(server, visit):
    """The address holds the filters, all of them, and names none that stands at its default."""
    reader = visit(server)
    reader.open("/")
    choose_country(reader, "Kazakhstan")
    other = visit(server)
    page = other.open(reader.page.url.removeprefix(server.address))
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()
    expect(page.get_by_role("button", name="Country: Kazakhstan")).to_be_visible()


def test_filters_survive_a_change_of_page_and_stay_in_the_address(server, visit):
    """A page change drops the query string; the frame writes it again."""
    reader = visit(server)
    page = reader.open("/?country=KAZ")
    page.get_by_role("link", name="Meetings", exact=True).click()
    page.wait_for_url("**/meetings?country=KAZ")
    reader.settle()
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()


def test_the_back_button_undoes_a_filter(server, visit):
    """Each filter is a step in the browser's history."""
    reader = visit(server)
    page = reader.open("/")
    choose_country(reader, "Kazakhstan")
    page.go_back()
    page.get_by_text("13 meetings of").wait_for()
    assert "country" not in page.url


def test_removing_a_chip_removes_its_filter(server, visit):
    """What is filtered stands under the title and can be taken away there."""
    reader = visit(server)
    page = reader.open("/?country=KAZ&mode=in_person")
    page.get_by_role("button", name="Country: Kazakhstan").click()
    page.wait_for_url(lambda url: "country" not in url)
    reader.settle()
    expect(page.get_by_text("12 meetings of")).to_be_visible()


def test_the_map_draws_its_countries_without_any_other_host(server, visit):
    """The shapes come from this server; from plotly's own address the map would stay silently blank."""
    reader = visit(server)
    page = reader.open("/")
    page.locator(".choroplethlayer path").first.wait_for()
    assert page.locator(".choroplethlayer path").count() >= 9
    assert any("static/topojson/world_110m.json" in url for url in reader.requests)


def test_a_click_on_a_country_filters_by_it(server, visit):
    """Kazakhstan is the darkest shape: three meetings."""
    reader = visit(server)
    page = reader.open("/")
    shape = page.locator(".choroplethlayer path").first
    shape.wait_for()
    found = page.evaluate(
        """() => { const paths = [...document.querySelectorAll('.choroplethlayer path')];
        const path = paths.find(p => p.__data__ && p.__data__.loc === 'KAZ');
        const box = path.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]; }"""
    )
    page.mouse.click(*found)
    page.wait_for_url("**country=KAZ*")
    reader.settle()
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()


def test_a_link_with_unknown_values_says_so(server, visit):
    """A filter that was not understood is named, never dropped in silence."""
    page = visit(server).open("/?country=XYZ&since=lately")
    expect(page.get_by_text("XYZ")).to_be_visible()
    expect(page.get_by_text("lately")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/meetings", "/meeting?id={first}"])
def test_nothing_is_cut_on_a_phone(server, visit, path, scheme, seeds_build):
    """At 390 pixels no page scrolls sideways."""
    meetings = csv.DictReader(io.StringIO((seeds_build / "current" / "meetings.csv").read_text()))
    page = visit(server, PHONE, scheme).open(path.format(first=next(meetings)["meeting_id"]))
    overflow = "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0


def test_before_any_build_the_page_says_what_to_do(start_server, tmp_path, visit):
    """An empty folder is not an error."""
    page = visit(start_server(tmp_path)).open("/meetings?country=KAZ")
    expect(page.get_by_role("heading", name="No meetings yet")).to_be_visible()
    expect(page.get_by_text("sidelines build seeds")).to_be_visible()


def test_filters_that_are_folded_away_are_drawn_when_asked_for_and_hold_when_folded_again(server, visit):
    """Their options are counted only for those who look at them."""
    reader = visit(server)
    page = reader.open("/")
    levels = page.get_by_label("Level of participants").first
    expect(levels).to_have_count(0)
    fold = page.get_by_text("More filters", exact=True)
    fold.click()
    levels.click()
    page.get_by_role("option", name="Ambassador").click()
    levels.press("Escape")
    page.wait_for_url("**level=ambassador*")
    reader.settle()
    fold.click()
    expect(levels).to_have_count(0)
    expect(page.get_by_role("button", name="Level: Ambassador")).to_be_visible()
    assert "level=ambassador" in page.url
