"""Every page in a real browser, offline: it draws, moves, filters on a click, and audits clean."""

from __future__ import annotations

import itertools
import json
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

PAGES = [
    "",
    "meetings",
    "map",
    "timeline",
    "countries",
    "people",
    "topics",
    "network",
    "try",
    "data",
    "review",
    "changes",
]

STREAMLITS_OWN = {"list", "listitem"}
"""Rules that the markup of Streamlit's own navigation breaks on every page."""


@pytest.mark.parametrize(
    ("path", "scheme"), [*zip(PAGES, itertools.cycle(["light", "dark"]), strict=False), ("review", "dark")]
)
def test_a_page_is_accessible_and_fits_a_phone(server, visit, path, scheme):
    """axe-core finds nothing but what Streamlit's own markup brings, in the dark theme too; nothing scrolls sideways."""
    reader = visit(server, PHONE, scheme)
    page = reader.open(f"/{path}")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    if _violations(page):  # the browser has only just told its theme, and the page is drawn in it once more
        page.wait_for_timeout(2_000)
        reader.settle()
    assert _violations(page) == {}
    overflow = "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0


def _violations(page) -> dict[str, str]:
    """What axe-core finds, each rule with one place; but for what is Streamlit's own."""
    found = {one["id"]: one["nodes"][0]["html"][:200] for one in Axe().run(page).response["violations"]}
    return {rule: node for rule, node in found.items() if rule not in STREAMLITS_OWN}


def test_the_years_of_the_map_move(server, visit):
    """The slider takes the map to another year, without a question to the server."""
    page = visit(server).open("/map?show=years")
    label = page.locator(".slider-label", has_text="Year")
    expect(label).to_have_text("Year 2021")
    page.locator(".slider-rail-touch-rect").wait_for()
    rail = page.locator(".slider-rail-touch-rect").bounding_box()
    page.mouse.click(rail["x"] + 8, rail["y"] + rail["height"] / 2)
    expect(label).to_have_text("Year 2017")


def test_a_mark_on_the_timeline_opens_its_meeting(server, visit):
    """From a point in time to the words of the article."""
    page = visit(server).open("/timeline")
    mark = page.locator(".scatterlayer .points path").last
    mark.wait_for()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("dialog").locator("mark[data-tip]").first).to_be_visible()


def test_a_profile_can_be_compared_and_its_link_reopened(server, visit):
    """Two countries side by side; the address says which."""
    page = visit(server).open("/countries?who=KAZ&who=RUS")
    expect(page.get_by_role("heading", name="With whom")).to_be_visible()
    assert page.url.endswith("/countries?who=KAZ&who=RUS")


def test_the_addresses_beside_the_pages_are_served(server):
    """The same server, the same filters, no page."""
    with urllib.request.urlopen(f"{server.address}/api/meetings.json?country=KAZ", timeout=20) as answer:
        found = json.load(answer)
    assert found["about"]["meetings"] == 3


def test_a_meeting_has_a_link_that_stays_and_a_citation(server, visit):
    """From the list to the page of its own, and what can be copied there."""
    with urllib.request.urlopen(f"{server.address}/api/meetings.json?mode=phone", timeout=20) as answer:
        meeting = json.load(answer)["meetings"][0]
    page = visit(server).open(f"/meeting?id={meeting['meeting_id']}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text(f"{server.address}/meeting?id={meeting['meeting_id']}")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cite").click()
    expect(page.get_by_text("data version").first).to_be_visible()


def test_a_pasted_article_is_read(server, visit):
    """The example, read: who met whom, highlighted."""
    page = visit(server).open("/try")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("mark[data-tip]").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="As rows")).to_be_visible()
