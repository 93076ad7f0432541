"""What's new: what builds and corrections changed, and links to meetings that are no longer there."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pages.shared import changes_view, changes_words
from pipeline import acts, diff, fate, news, publish, store, tables
from pipeline.query import Filters
from tests.pages import gold_build
from tests.pages.conftest import said

AT = "2026-01-05T12:00:00Z"
NAMES = {"SYR": "Syria", "KAZ": "Kazakhstan", "energy": "Energy"}


@pytest.fixture
def build(seeds_build: Path, tmp_path: Path) -> Path:
    """A build of its own for a test that changes it."""
    shutil.copytree(seeds_build, tmp_path / "build", symlinks=True)
    return tmp_path / "build"


def ids(build: Path, words: str) -> list[str]:
    """Meetings with some words in their title."""
    meetings = store.read_tables(build).meetings
    return meetings.loc[meetings["title"].str.contains(words), "meeting_id"].tolist()


def without(build: Path, meeting_id: str) -> None:
    """Build again from articles that no longer tell of a meeting."""
    frames = dict(store.read_tables(build).items())
    frames = gold_build.only(frames, set(frames["meetings"]["meeting_id"]) - {meeting_id})
    (build / "ids.csv").write_text(f"old_id,meeting_id\n{meeting_id},{meeting_id}\n")
    store.write(tables.Tables(**frames), build, {"version": "0.1.0"})


def test_the_first_build_has_nothing_to_be_compared_with(dashboard, build):
    app = dashboard(build, "changes")
    assert not app.exception
    assert "This is the first build" in said(app)


def test_before_any_build_the_page_says_what_to_do(dashboard, tmp_path):
    app = dashboard(tmp_path, "changes")
    assert not app.exception
    assert app.title[0].value == "No meetings yet"


def test_a_correction_shows_with_before_and_after_and_why(dashboard, build):
    (meeting_id,) = ids(build, "Tilberdi")
    publish.correct(build, [acts.Act("correct", meeting_id, "rana", AT, field="country", before="USA", after="KAZ")])
    app = dashboard(build, "changes")
    assert not app.exception
    told = said(app)
    assert "1 meeting changed" in told
    assert "Country: United States → Kazakhstan (corrected by a person)" in told
    assert f"meeting?id={meeting_id}" in told


def test_a_withdrawn_meeting_is_listed_and_its_link_still_answers(dashboard, build):
    (meeting_id,) = ids(build, "Tilberdi")
    without(build, meeting_id)
    assert fate.of(build, meeting_id).became == "withdrawn"
    listed = dashboard(build, "changes")
    assert "1 meeting withdrawn" in said(listed)
    page = dashboard(build, "meeting", id=meeting_id)
    assert not page.exception
    assert page.title[0].value == "This meeting was withdrawn"
    assert "Tilberdi" in said(page)


def test_a_rejected_meeting_says_so_on_its_page(dashboard, build):
    (meeting_id,) = ids(build, "Tilberdi")
    publish.correct(build, [acts.Act("reject", meeting_id, "rana", AT)])
    app = dashboard(build, "meeting", id=meeting_id)
    assert [one.value for one in app.warning] == ["A reviewer rejected this row: there was no such meeting."]


def test_the_filters_cut_the_list_but_never_the_withdrawn(dashboard, build):
    kazakh, chinese = ids(build, "Tilberdi") + ids(build, "Yi, ")
    (gone,) = ids(build, "phone call")
    without(build, gone)
    corrected = [acts.Act("correct", one, "rana", AT, field="venue", after="Hotel") for one in (kazakh, chinese)]
    publish.correct(build, corrected)
    app = dashboard(build, "changes", country="KAZ")
    assert not app.exception
    told = said(app)
    assert f"meeting?id={kazakh}" in told
    assert f"meeting?id={chinese}" not in told
    assert f"meeting?id={gone}" in told


def test_the_link_says_which_kind_of_change_is_shown(dashboard, build):
    (meeting_id,) = ids(build, "Tilberdi")
    publish.correct(build, [acts.Act("reject", meeting_id, "rana", AT)])
    app = dashboard(build, "changes", show="added")
    assert not app.exception
    assert meeting_id not in said(app)


def test_the_feed_has_an_entry_for_each_change(build, monkeypatch):
    (meeting_id,) = ids(build, "Tilberdi")
    publish.correct(build, [acts.Act("correct", meeting_id, "rana", AT, field="city", after="Astana")])
    feed = ET.fromstring(news.atom(news.editions(build), "http://localhost:8501"))  # noqa: S314 - our own feed
    links = [link.get("href") for link in feed.iter(f"{{{news.ATOM}}}link")]
    assert f"http://localhost:8501/meeting?id={meeting_id}" in links


def test_changes_of_one_meeting_stand_on_one_line():
    changes = [
        diff.Change("changed", "m-1", "A – B", "correction", "country", "SYR", "KAZ"),
        diff.Change("changed", "m-1", "A – B", "new source", "topic", "", "energy"),
        diff.Change("merged", "m-2", "A – C", "new source", after="m-1"),
    ]
    (line,) = changes_words.lines(changes, "changed", NAMES)
    assert line.note == "Country: Syria → Kazakhstan (corrected by a person); Topic added: Energy (a new article)"
    (merged,) = changes_words.lines(changes, "merged", NAMES)
    assert merged.meeting_id == "m-1", "the link leads to the meeting that answers"
    assert changes_words.counts(changes) == "1 meeting changed, 1 merged"


def test_the_table_to_take_home_has_a_row_for_each_change():
    change = diff.Change("changed", "m-1", "A – B", "correction", "date", "2021", "2021-02-17")
    edition = news.Edition("s2", "s1", datetime(2026, 1, 5, tzinfo=UTC), (change,))
    (row,) = changes_words.table([edition], NAMES).to_dict("records")
    assert row["in_words"] == "Date: 2021 → 17 Feb 2021 (corrected by a person)"
    assert (row["build"], row["before"], row["after"]) == ("s2", "2021", "2021-02-17")


def test_without_filters_every_change_is_shown():
    change = diff.Change("added", "m-1", "A – B", "new source")
    edition = news.Edition("s2", "s1", datetime(2026, 1, 5, tzinfo=UTC), (change,))
    assert changes_view.selected([edition], Filters()) == [edition]
