"""The addresses beside the pages answer what the pages show, with the same filters."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette

from pages.shared import api
from pipeline import schema


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        """The answer as plain values."""
        return json.loads(self.text)


def get(address: str) -> Answer:
    """Ask the routes as a server would, without a network."""
    path, _, query_string = address.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": query_string.encode(),
        "headers": [(b"host", b"testserver")],
        "server": ("testserver", 80),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        raise AssertionError("nobody listens that long")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    # In a thread of its own: where a browser test ran before, its event loop still runs in this one.
    with ThreadPoolExecutor(1) as other:
        other.submit(asyncio.run, Starlette(routes=api.routes())(scope, receive, send)).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], headers, body.decode())


@pytest.fixture
def ask(monkeypatch, seeds_build) -> Callable[[str], Answer]:
    monkeypatch.setenv("SIDELINES_BUILD", str(seeds_build))
    return get


def test_csv_has_the_columns_of_the_contract_and_the_rows_of_the_filters(ask):
    answer = ask("/api/meetings.csv?country=KAZ")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert tuple(rows[0]) == schema.TABLES["meetings"].names
    assert len(rows) == 3
    assert answer.headers["content-type"].startswith("text/csv")


def test_json_says_which_data_and_which_filters(ask):
    answer = ask("/api/meetings.json?country=KAZ&since=2021").json()
    assert answer["about"]["meetings"] == len(answer["meetings"]) == 1
    assert "Kazakhstan" in answer["about"]["filters"]
    assert answer["about"]["link"] == "http://testserver/meetings?country=KAZ&since=2021-01-01"
    assert sorted(answer["meetings"][0]["parties"]) == ["Kazakhstan", "Syria"]
    assert answer["meetings"][0]["venue"] is None


def test_calendar_and_feed_are_served_with_the_same_filters(ask):
    calendar = ask("/api/meetings.ics?mode=phone")
    assert calendar.text.count("BEGIN:VEVENT") == 1
    feed = ask("/api/meetings.atom?country=KAZ")
    assert feed.text.count("<entry>") == 3
    assert feed.headers["content-type"].startswith("application/atom+xml")


def test_a_large_answer_comes_in_blocks_and_is_whole(ask, monkeypatch):
    monkeypatch.setattr(api, "BLOCK", 4)
    assert len(ask("/api/meetings.json").json()["meetings"]) == 13
    assert len(ask("/api/meetings.csv").text.splitlines()) == 14


def test_a_filter_that_is_not_understood_is_refused_and_named(ask):
    answer = ask("/api/meetings.csv?country=XYZ&colour=blue")
    assert answer.status_code == 400
    assert "XYZ" in answer.text
    assert "colour" in answer.text


def test_without_a_build_the_answer_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("SIDELINES_BUILD", str(tmp_path))
    answer = get("/api/meetings.csv")
    assert answer.status_code == 503


def test_they_can_be_turned_off(monkeypatch):
    monkeypatch.setenv("SIDELINES_API", "0")
    assert api.routes() == []
