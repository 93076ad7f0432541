"""One path a page, as a reader walks it: filter, look closer, leave by a link, come back by the browser's own button."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from pages.shared import geometry
from pipeline import query, store
from pipeline.query import Filters
from tests.browser.conftest import Server
from tests.browser.test_first_light import click_row

CLICK_COUNTRY = """code => { const path = [...document.querySelectorAll('.choroplethlayer path')]
    .find(path => path.__data__ && path.__data__.loc === code);
    const box = path.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2]; }"""
DRAWN = "() => [...document.querySelectorAll('.choroplethlayer path')].map(path => path.__data__.loc)"
SHOWN_TIME = "() => document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range"
LANES = "() => [...document.querySelector('.js-plotly-plot').querySelectorAll('.ytick text')].map(t => t.textContent.trim())"
CELLS = "table => [...table.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent)"
"""Of a table, which is drawn on a canvas: its cells as a screen reader has them."""

NODE = """name => { const text = [...document.querySelectorAll('.textpoint text')].find(t => t.textContent === name);
    const trace = text.closest('.trace'), at = [...trace.querySelectorAll('.textpoint')].findIndex(t => t.contains(text));
    const box = trace.querySelectorAll('.points path')[at].getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2]; }"""
"""Where the node of that name is in the network."""

ARTICLE = (
    "Oslo, 3 March 2022\n\nNorwegian Foreign Minister Ingrid Berg on Thursday met in Oslo with the Foreign Minister of"
    " Ghana, Kofi Mensah. They discussed trade."
)
OTHER = ARTICLE.replace("Ghana, Kofi Mensah", "Peru, Ana Torres").replace("3 March", "4 March").replace("Thurs", "Fri")


@pytest.fixture(scope="module")
def database(seeds_build: Path) -> query.Database:
    return query.open(seeds_build)


@pytest.fixture(scope="module")
def desk(extracted: Path, start_server, tmp_path_factory) -> Server:
    """A dashboard over a build that may be added to."""
    build = tmp_path_factory.mktemp("desk") / "build"
    shutil.copytree(extracted, build, symlinks=True)
    return start_server(build)


def cells(page: Page, table: int) -> list[str]:
    """What stands in the page's ``table``-th table."""
    grid = page.get_by_test_id("stDataFrame").nth(table)
    grid.locator("[role=gridcell]").first.wait_for(state="attached")
    return grid.evaluate(CELLS)


def chosen(page: Page, label: str) -> None:
    """One of the choices that stand side by side."""
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name=label, exact=True).click()


def test_overview_tells_the_last_year_and_what_it_was_about(server, visit):
    page = visit(server).open("/")
    lately = page.get_by_test_id("stMetric").filter(has_text="Last 12 months")
    expect(lately).to_contain_text(re.compile(r"3.*on 0", re.DOTALL))
    expect(page.get_by_text("Kazakhstan", exact=True).first).to_be_visible()
    chosen(page, "About what")
    expect(page.locator(".yaxislayer-above", has_text="Counter-terrorism").first).to_be_visible()


def test_meetings_from_a_facet_to_a_link_that_stays(server, visit):
    """Filter, open the row, open its own page, copy its link, read it in another browser."""
    reader = visit(server)
    page = reader.open("/meetings")
    page.get_by_label("How they met").first.click()
    page.get_by_role("option", name="Phone call (1)").click()
    page.wait_for_url("**/meetings?mode=phone")
    expect(page.get_by_text("1 meeting of 2 parties, 17 Feb 2021")).to_be_visible()
    page.keyboard.press("Escape")
    reader.settle()
    click_row(page, 0, 0)
    page.get_by_role("dialog").get_by_role("link", name="Open on a page of its own").click()
    page.wait_for_url("**/meeting?id=*")
    reader.settle()
    page.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stCode").filter(has_text="/meeting?id=").first.inner_text().strip()
    other = visit(server).open(link.removeprefix(server.address))
    expect(other.get_by_role("heading", name="Mikdad – Lavrov, phone call")).to_be_visible()
    expect(other.locator("mark[data-tip]").first).to_be_visible()


def test_map_draws_every_country_and_a_click_on_kazakhstan_filters(server, visit, database):
    """Neither more nor fewer shapes than there are countries to shade."""
    reader = visit(server)
    page = reader.open("/map")
    page.locator(".choroplethlayer path").first.wait_for()
    expected = set(query.parties(database, Filters())["party_id"]) & geometry.shapes()
    assert set(page.evaluate(DRAWN)) == expected
    page.mouse.click(*page.evaluate(CLICK_COUNTRY, "KAZ"))
    page.wait_for_url("**/map?country=KAZ")
    expect(page.get_by_role("button", name="Country: Kazakhstan")).to_be_visible()
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()
    expect(page.get_by_role("heading", name="Whom Kazakhstan met, and where")).to_be_visible()


def test_map_plays_its_years(server, visit):
    page = visit(server).open("/map?show=years")
    year = page.locator(".slider-label", has_text="Year")
    expect(year).to_have_text("Year 2021")
    page.locator(".updatemenu-button", has_text="Play").click()
    expect(year).to_have_text("Year 2018")
    expect(year).to_have_text("Year 2021")


def test_timeline_changes_its_lanes_zooms_and_tells_gaps_from_silence(server, visit):
    reader = visit(server)
    page = reader.open("/timeline")
    page.locator(".scatterlayer .points path").first.wait_for()
    assert {"Syria", "Kazakhstan"} <= set(page.evaluate(LANES))
    chosen(page, "People")
    page.wait_for_url("**/timeline?lane=person")
    page.wait_for_function(f"({LANES})().some(name => name.includes('Lavrov'))")
    first, last = page.evaluate(SHOWN_TIME)
    assert (first[:4], last[:4]) == ("2017", "2021")
    expect(page.locator(".rangeselector")).to_have_count(1)
    page.locator(".rangeselector .button", has_text="Month").click()
    page.wait_for_function(f"({SHOWN_TIME})()[0].startsWith('2021')")
    assert cells(page, 0)[:3] == ["3 years", "2017-09-22", "2021-02-17"]
    page.locator(".rangeselector .button", has_text="All").click()
    page.locator(".subplot.xy2 .bars .point").first.wait_for(
        state="attached"
    )  # articles read, on the same axis of time
    expect(page.get_by_text("a month in which nothing was read says nothing about meetings")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "one", "other", "figures"),
    [
        ("countries", "SYR", "Kazakhstan (3)", ["Syria", "13", "11", "Kazakhstan", "3", "2"]),
        ("people", "walid-al-moallem", "Sergey Lavrov (2)", ["Walid al-Moallem", "9", "Sergey Lavrov", "2"]),
        ("topics", "counter_terrorism", "Health (2)", ["Counter-terrorism", "Health", "2"]),
    ],
)
def test_profile_is_compared_and_the_link_reopens_it(server, visit, address, one, other, figures):
    reader = visit(server)
    page = reader.open(f"/{address}?who={one}")
    expect(page.get_by_role("heading", name="Newest meetings")).to_be_visible()
    box = page.get_by_test_id("stMain").get_by_role("combobox").first
    box.click()
    box.fill(other.rsplit(" ", 1)[0])
    page.get_by_role("option", name=other).click()
    page.wait_for_url(f"**/{address}?who={one}&who=*")
    page.keyboard.press("Escape")
    reader.settle()
    expect(page.get_by_role("heading", name="Newest meetings")).to_have_count(0)
    told = cells(page, 0)
    assert set(figures) <= set(told)
    again = visit(server).open(reader.page.url.removeprefix(server.address))
    assert cells(again, 0) == told


def test_network_has_a_node_a_party_and_a_click_on_one_filters(server, visit, database):
    page = visit(server).open("/network")
    page.locator(".scatterlayer .points path").first.wait_for()
    edges = query.edges(database, Filters(), 500)
    assert page.locator(".scatterlayer .points path").count() == len({*edges["source"], *edges["target"]})
    assert cells(page, 0)[:5] == ["Syria", "10", "13", "1", "1"]
    page.mouse.click(*page.evaluate(NODE, "Kazakhstan"))
    page.wait_for_url("**/network?country=KAZ")
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()


def test_articles_are_tried_added_and_told_of_as_new(desk, visit, tmp_path):
    """Three files, one broken: each says what came of it; the two good ones are added and stand under What's new."""
    files = {
        "oslo.txt": ARTICLE.encode(),
        "lima.txt": OTHER.encode(),
        "broken.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    reader = visit(desk)
    page = reader.open("/try")  # the first request to this server
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").first.set_input_files([tmp_path / name for name in files])
    expect(page.get_by_text("broken.txt").first).to_be_visible()
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("heading", name="2 meetings held")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stAlert").filter(has_text="broken.txt:")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(r"(^|\s)meetings\.csv$")).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    assert sorted(row["date"] for row in rows) == ["2022-03-03", "2022-03-04"]

    page.get_by_role("button", name="Add to the store").click()
    expect(page.get_by_text("Added: 2 articles, 2 meetings.")).to_be_visible(timeout=60_000)
    page = reader.open("/changes")
    expect(page.get_by_text("2 meetings added")).to_be_visible()
    titles = set(page.locator(".sl-links a").all_inner_texts())
    with page.expect_download() as download:
        page.get_by_role("button", name="All changes (CSV)").click()
    changes = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    assert {row["title"] for row in changes if row["change"] == "added"} == titles
    with page.expect_download() as download:
        page.get_by_role("button", name="Feed (Atom)").click()
    feed = ET.parse(download.value.path()).getroot()  # noqa: S314 - our own feed
    links = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert {row["meeting_id"] for row in changes} <= {link.rpartition("=")[2] for link in links}
    page.locator(".sl-links a").first.click()
    page.wait_for_url("**/meeting?id=*")
    expect(page.get_by_role("link", name="All meetings")).to_be_visible()


def test_review_opens_from_a_row_of_the_queue_and_leads_back(server, visit):
    reader = visit(server)
    page = reader.open("/review?country=KAZ")
    expect(page.get_by_text("3 meetings to review, 0 reviewed.")).to_be_visible()
    click_row(page, 0, 1)
    page.wait_for_url("**meeting=m-*")
    reader.settle()
    expect(page.get_by_text("2 of 3 to review")).to_be_visible()
    page.get_by_role("button", name="Queue").click()
    page.wait_for_url(lambda url: "meeting=" not in url)
    expect(page.get_by_text("3 meetings to review, 0 reviewed.")).to_be_visible()


def test_data_page_says_which_data_it_is_and_what_it_cannot_say(server, visit, seeds_build):
    page = visit(server).open("/data")
    manifest = store.manifest(store.snapshot_path(seeds_build))
    page.get_by_role("tab", name="Codebook").click()
    table = page.get_by_test_id("stExpander").filter(has_text="meetings: ").first
    table.locator("summary").click()
    expect(table.get_by_test_id("stDataFrame")).to_be_visible()
    page.get_by_role("tab", name="This build").click()
    expect(page.get_by_text(store.snapshot_path(seeds_build).name).first).to_be_visible()
    hashes = {table["csv"]["sha256"] for table in manifest["tables"].values() if "csv" in table}
    shown = page.get_by_role("tabpanel", name="This build").get_by_test_id("stDataFrame").last
    shown.locator("[role=gridcell]").first.wait_for(state="attached")
    assert hashes & set(shown.evaluate(CELLS))
    page.get_by_role("tab", name="What it cannot say").click()
    expect(page.get_by_text("a country whose press was not read")).to_be_visible()
    page.get_by_role("tab", name="How to cite").click()
    expect(page.get_by_text("@misc{")).to_be_visible()


def test_a_view_is_saved_left_opened_again_and_taken_to_another_browser(server, visit, tmp_path):
    reader = visit(server)
    page = reader.open("/?country=KAZ&mode=in_person")
    page.get_by_role("button", name="Saved views").click()
    page.get_by_label("Save this view as").fill("Astana")
    page.get_by_label("Save this view as").press("Tab")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Astana")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Take them along").click()
    brought = tmp_path / download.value.suggested_filename
    download.value.save_as(brought)
    assert json.loads(brought.read_text())["sidelines_views"] == {"Astana": {"country": ["KAZ"], "mode": ["in_person"]}}

    page.keyboard.press("Escape")
    page.get_by_test_id("stMain").get_by_role("button", name="Clear all").click()
    page.wait_for_url(lambda url: "country" not in url)
    page.get_by_role("button", name="Saved views").click()
    page.get_by_role("button", name="Astana").click()
    page.wait_for_url("**country=KAZ&mode=in_person")
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()

    page = visit(server).open("/meetings")
    page.get_by_role("button", name="Saved views").click()
    page.locator("input[type=file]").first.set_input_files(brought)
    expect(page.get_by_text("Brought back: 1 view.")).to_be_visible()
    page.get_by_role("button", name="Astana").click()
    page.wait_for_url("**/meetings?country=KAZ&mode=in_person")
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()


def test_back_leads_through_the_pages_with_the_filters_they_had(server, visit):
    """A filter taken away on the second page is in force again on the first."""
    reader = visit(server)
    page = reader.open("/?country=KAZ")
    page.get_by_role("link", name="Meetings", exact=True).click()
    page.wait_for_url("**/meetings?country=KAZ")
    expect(page.get_by_role("heading", name="Meetings")).to_be_visible()
    reader.settle()
    page.get_by_role("button", name="Country: Kazakhstan").click()
    page.wait_for_url(lambda url: url.endswith("/meetings"))
    expect(page.get_by_text("13 meetings of 11 parties")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/meetings?country=KAZ")
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()


def test_all_can_be_done_with_the_keyboard(server, visit):
    """Tab reaches the filters, typing and Enter choose, arrows and Enter open a row, Escape closes it."""
    reader = visit(server)
    page = reader.open("/meetings")
    expect(page.get_by_label("Countries").first).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label') === 'Countries'"):
            break
    page.keyboard.type("Kazakh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings?country=KAZ")
    page.keyboard.press("Escape")
    expect(page.get_by_text("3 meetings of 2 parties")).to_be_visible()
    reader.settle()
    page.get_by_test_id("stDataFrame").first.locator("canvas").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("mark[data-tip]").first).to_be_visible()
    page.get_by_role("dialog").get_by_role("link", name="Open on a page of its own").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/meeting?id=*")
    expect(page.get_by_role("heading", name="Related meetings")).to_be_visible()
