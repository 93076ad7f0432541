"""The analyst has the last word: a correction made in the browser shows on the map at once and outlives a build."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

import pipeline
from pipeline import acts, store
from tests.browser.conftest import PHONE

SHADED = """code => [...document.querySelectorAll('.choroplethlayer path')]
    .some(path => path.__data__ && path.__data__.loc === code)"""
DOTS = """() => [...document.querySelectorAll('.scattergeo .point')]
    .map(point => Math.round(point.__data__.lonlat[1]))"""
"""Latitudes of the places on the map, in whole degrees."""

ASTANA = 51


@pytest.fixture
def build(extracted: Path, tmp_path: Path) -> Path:
    """A copy that a test may correct."""
    shutil.copytree(extracted, tmp_path / "build", symlinks=True)
    return tmp_path / "build"


def of_country(build: Path, code: str) -> list[str]:
    """Held meetings a country took part in."""
    frames = store.read_tables(build)
    held = frames.meetings.loc[frames.meetings["status"] == "held", "meeting_id"]
    seats = frames.participants[frames.participants["party_id"] == code]
    return sorted(set(seats["meeting_id"]) & set(held))


def sign(page, name: str) -> None:
    """Say who corrects."""
    box = page.get_by_label("Your name")
    box.fill(name)
    box.press("Tab")


ATTEMPTS = 4
"""How often a list is opened before the test gives up."""


def choose(page, box, words: str) -> None:
    """Choose from a list as a reader does: open it, type, click; again where a redraw closed the list meanwhile."""
    option = page.get_by_role("option", name=words, exact=True)
    for _ in range(ATTEMPTS - 1):
        box.click()
        box.fill(words)
        try:
            option.click(timeout=5_000)
        except PlaywrightTimeout:
            box.press("Escape")
        else:
            return
    box.click()
    box.fill(words)
    option.click()


def saved(reader, what: str = "") -> None:
    """Wait for the page to say what it has written, and to be drawn anew."""
    expect(reader.page.get_by_text(re.compile(rf"^Saved\. {what}"))).to_be_visible()
    reader.settle()


def test_a_country_corrected_on_the_review_page_shows_on_the_map_and_outlives_a_build(start_server, build, visit, root):
    """China becomes Mongolia as a guest, New York becomes Astana as a place; then the articles are built again."""
    (meeting_id,) = of_country(build, "CHN")
    reader = visit(start_server(build))
    page = reader.open("/map")
    page.locator(".choroplethlayer path").first.wait_for()
    assert page.evaluate(SHADED, "CHN")
    assert not page.evaluate(SHADED, "MNG")
    assert ASTANA not in page.evaluate(DOTS)

    page = reader.open(f"/meeting?id={meeting_id}")
    page.get_by_role("link", name="Wrong? Correct: Place").click()
    page.wait_for_url(f"**/review?meeting={meeting_id}&field=country*")
    reader.settle()
    expect(page.locator("mark[data-tip]").first).to_be_visible()
    sign(page, "rana")
    form = page.get_by_test_id("stForm").first
    form.get_by_label("City", exact=True).fill("Astana")
    choose(page, form.get_by_role("combobox", name=re.compile("Country")), "Kazakhstan")
    form.get_by_role("button", name="Save changes").click()
    saved(reader, "Country: United States → Kazakhstan; City: New York → Astana")

    guest = page.locator("details", has=page.locator("summary", has_text="(China)"))
    guest.locator("summary").click()
    choose(page, guest.get_by_role("combobox", name=re.compile("Country or organisation")), "Mongolia")
    guest.get_by_role("button", name="Save", exact=True).click()
    saved(reader, "Party of ")

    for rebuilt in (False, True):
        if rebuilt:
            pipeline.build([root / "seeds"], build, workers=1)
        page = reader.open("/map")
        page.locator(".choroplethlayer path").first.wait_for()
        assert page.evaluate(SHADED, "MNG")
        assert not page.evaluate(SHADED, "CHN")
        assert ASTANA in page.evaluate(DOTS)

    page = reader.open("/changes")
    expect(page.get_by_text("Country: United States → Kazakhstan").first).to_be_visible()


def test_two_analysts_who_save_at_once_lose_nothing(start_server, build, visit):
    """Both have the same form open, change different fields, and press the button before either has an answer."""
    (meeting_id,) = of_country(build, "CHN")
    server = start_server(build)
    entries = {"rana": ("Venue", "Hotel Astoria"), "omar": ("Occasion", "Week of talks")}
    readers = []
    for name, (label, words) in entries.items():
        readers.append(visit(server))
        page = readers[-1].open(f"/review?meeting={meeting_id}")
        sign(page, name)
        page.get_by_test_id("stForm").first.get_by_label(label, exact=True).fill(words)
    for reader in readers:
        # Pressed in the page itself, so that the second does not wait for the first.
        reader.page.evaluate(
            "() => setTimeout(() => [...document.querySelectorAll('button')]"
            ".find(button => button.innerText.includes('Save changes')).click(), 500)"
        )
    for reader in readers:
        saved(reader)
    written, damaged = acts.read(build / acts.FILE)
    assert damaged == []
    assert sorted((act.by, act.field, act.after) for act in written) == [
        ("omar", "occasion", "Week of talks"),
        ("rana", "venue", "Hotel Astoria"),
    ]
    row = store.read_tables(build).meetings.set_index("meeting_id").loc[meeting_id]
    assert (row["venue"], row["occasion"]) == ("Hotel Astoria", "Week of talks")


def test_the_queue_opens_its_first_meeting_and_leads_on_after_a_judgement(start_server, build, visit):
    """From the queue to the article, a judgement, and on to the next without going back; Undo brings it back."""
    reader = visit(start_server(build), PHONE, "dark")
    page = reader.open("/review")
    page.get_by_role("button", name="Start with the first").click()
    page.wait_for_url("**meeting=m-*")
    first = page.url
    reader.settle()
    sign(page, "rana")
    page.get_by_role("button", name="All is right").click()
    page.wait_for_url(lambda url: url != first)
    saved(reader)
    overflow = "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0
    page = reader.open("/review?show=done")
    sign(page, "rana")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    assert set(store.read_tables(build).meetings["review"]) == {"unreviewed"}
