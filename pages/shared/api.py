"""Stable addresses beside the pages: the selection as CSV, JSON, calendar or feed, by the filters of the pages' links.

``SIDELINES_API=0`` turns them off.
CSV and JSON are read and sent a block at a time, so a large answer needs no more memory than a small one.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.shared import data
from pipeline import errors, export, query, schema
from pipeline.export import comma, views
from pipeline.query import Database, Filters

BLOCK = 1000
"""Meetings read at once."""

Writer = Callable[[Database, Filters, date, str], Iterator[bytes]]
"""Database, filters, today and the page's address → the file, piece by piece."""


def routes() -> list[Route]:
    """The routes to be served beside the pages; none when they are turned off."""
    if os.environ.get("SIDELINES_API", "1") in ("0", "false", "no"):
        return []
    return [Route(f"/api/meetings.{ending}", _endpoint(write, ending)) for ending, write in FORMATS.items()]


def csv_lines(database: Database, filters: Filters, today: date, base: str) -> Iterator[bytes]:
    """``meetings`` of the selection, newest first, as the contract's CSV."""
    names = list(schema.TABLES["meetings"].names)
    yield (",".join(names) + "\n").encode()
    for block in _blocks(database, filters):
        rows = comma.neutralised(block[names])
        yield rows.to_csv(index=False, header=False, lineterminator="\n").encode()


def json_lines(database: Database, filters: Filters, today: date, base: str) -> Iterator[bytes]:
    """What the selection is, and its meetings with parties and topics by name; as the JSON download, but streamed."""
    about = export.about(database, filters, today, base).as_dict()
    yield (json.dumps({"about": about}, ensure_ascii=False)[:-1] + ', "meetings": [').encode()
    rows = itertools.chain.from_iterable(views.plain(block) for block in _blocks(database, filters))
    for number, row in enumerate(rows):
        yield (("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False)).encode()
    yield b"\n]}\n"


def whole(form: str) -> Writer:
    """A format that is made in one piece."""

    def write(database: Database, filters: Filters, today: date, base: str) -> Iterator[bytes]:
        yield export.make(database, filters, form, accessed=today, base=base)

    return write


FORMATS: dict[str, Writer] = {"csv": csv_lines, "json": json_lines, "ics": whole("ics"), "atom": whole("atom")}
"""Endings, and how each is written."""


def _blocks(database: Database, filters: Filters) -> Iterator[Any]:
    offset = 0
    while len(block := query.page(database, filters, offset=offset, limit=BLOCK)):
        yield block
        offset += BLOCK


def _endpoint(write: Writer, ending: str) -> Callable[[Request], Response]:
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
            write(database, filters, datetime.now(UTC).date(), str(request.base_url) + "meetings"),
            media_type=export.FORMATS[ending].mime,
            headers={
                "Content-Disposition": f'attachment; filename="{export.file_name(database, ending)}"',
                "ETag": f'"{database.snapshot}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    return answer
