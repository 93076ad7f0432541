"""What is new, as a list, as a feed, and as a queue for review."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pipeline import acts, news, publish, review, tables
from tests import handmade

AT = "2026-01-05T08:00:00Z"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with a correction."""
    folder = tmp_path_factory.mktemp("news") / "build"
    publish.publish(handmade.built(), folder, {})
    hostile = 'Palace <script>alert("1")</script> & co'
    publish.correct(folder, [acts.Act("correct", "m-visit", "rana", AT, field="venue", after=hostile)])
    return folder


def test_a_correction_is_news(build):
    (edition,) = news.editions(build)
    assert {(change.meeting_id, change.field, change.why) for change in edition.changes} == {
        ("m-visit", "venue", "correction"),
        ("m-visit", "review", "correction"),
    }


def test_one_build_alone_is_no_news(tmp_path):
    publish.publish(handmade.built(), tmp_path, {})
    assert news.editions(tmp_path) == []


def test_the_feed_is_xml_with_one_entry_a_change_and_escapes_the_text_of_articles(build):
    listed = news.editions(build)
    content = news.atom(listed, "http://localhost:8501/")
    assert b"<script>" not in content
    feed = ET.fromstring(content)  # noqa: S314 - our own feed
    space = {"a": news.ATOM}
    entries = feed.findall("a:entry", space)
    assert len(entries) == len(listed[0].changes)
    assert {entry.find("a:link", space).get("href") for entry in entries} == {
        "http://localhost:8501/meeting?id=m-visit"
    }
    assert len({entry.find("a:id", space).text for entry in entries}) == len(entries)


def test_a_feed_without_news_is_still_a_feed():
    assert ET.fromstring(news.atom([], "http://x")).tag == f"{{{news.ATOM}}}feed"  # noqa: S314 - our own feed


def test_what_sources_contradict_is_reviewed_first_and_what_was_reviewed_not_again():
    frames = handmade.built()
    listed = review.queue(frames)
    assert listed["urgency"].is_monotonic_decreasing
    disputed = set(frames.conflicts["meeting_id"])
    assert disputed
    assert set(listed["meeting_id"][: len(disputed)]) == disputed
    assert set(listed["meeting_id"]) == set(frames.meetings.query("review == 'unreviewed'")["meeting_id"])


def test_nothing_waits_where_nothing_was_built():
    assert review.queue(tables.Tables.empty()).empty
