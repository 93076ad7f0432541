"""Stable addresses beside the pages: the selection as CSV or JSON, streamed, with the filters of the pages' own links.

``SIDELINES_API=0`` turns them off.
Meetings are read a block at a time, so a large answer needs no more memory than a small one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.shared import data
from pipeline import errors, query, schema
from pipeline.query import Database, Filters

BLOCK = 1000
"""Meetings read at once."""

Writer = Callable[[Database, Filters], Iterator[str]]


def routes() -> list[Route]:
    """The routes to be served beside the pages; none when they are turned off."""
    if os.environ.get("SIDELINES_API", "1") in ("0", "false", "no"):
        return []
    return [
        Route(f"/api/meetings.{ending}", _endpoint(write, media_type, ending))
        for ending, (write, media_type) in FORMATS.items()
    ]


def csv_lines(database: Database, filters: Filters) -> Iterator[str]:
    """``meetings`` of the selection, newest first, as the contract's CSV."""
    names = list(schema.TABLES["meetings"].names)
    yield ",".join(names) + "\n"
    for block in _blocks(database, filters):
        yield block[names].to_csv(index=False, header=False, lineterminator="\n")


def json_lines(database: Database, filters: Filters) -> Iterator[str]:
    """A JSON object: the data version, the filters in words, and the meetings with parties and topics by name."""
    names = [*schema.TABLES["meetings"].names, "country_name", "parties", "topics"]
    head = {
        "data_version": database.snapshot,
        "filters": filters.in_words(query.names(database)),
        "n_meetings": query.count(database, filters),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "meetings": ['
    first = True
    for block in _blocks(database, filters):
        for row in block[names].to_dict("records"):
            yield ("" if first else ",") + "\n" + json.dumps(_plain(row), ensure_ascii=False)
            first = False
    yield "\n]}\n"


FORMATS: dict[str, tuple[Writer, str]] = {
    "csv": (csv_lines, "text/csv"),
    "json": (json_lines, "application/json"),
}
"""Endings, how each is written, and its media type."""


def _blocks(database: Database, filters: Filters) -> Iterator[Any]:
    offset = 0
    while len(block := query.page(database, filters, offset=offset, limit=BLOCK)):
        yield block
        offset += BLOCK


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """A row with lists as lists and empty cells as ``null``."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if hasattr(value, "tolist"):
            value = value.tolist()
        found[str(name)] = None if not isinstance(value, list) and value != value else value
    return found


def _endpoint(write: Writer, media_type: str, ending: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            database = data.database()
        except errors.StoreError as error:
            return PlainTextResponse(f"{error}\n", status_code=503)
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        known = {name: set(by_id) for name, by_id in query.names(database).items()}
        filters, problems = query.parse(given, known)
        problems += [f"{name} is no filter" for name in given if name not in query.NAMES]
        if problems:
            return PlainTextResponse("".join(f"{problem}\n" for problem in problems), status_code=400)
        return StreamingResponse(
            write(database, filters),
            media_type=media_type,
            headers={
                "Content-Disposition": f'attachment; filename="meetings.{ending}"',
                "ETag": f'"{database.snapshot}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    return answer
