"""Drawn tables: rows as a person writes them down, and the meetings of an article written down the same way.

    parties | people           | date
    CHL PRT | Rojas, Carvalho  | 2022-05-10

A column is what :data:`COLUMNS` says it is; ``-`` is "not stated".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.records import Extraction, Report

EMPTY = "-"


def _people(report: Report, principal: bool) -> str:
    return ", ".join(p.name for p in report.participants if p.name and p.principal is principal)


def _place(report: Report) -> str:
    return ", ".join(part for part in (report.city, report.country) if part)


COLUMNS: dict[str, Callable[[Report], str | None]] = {
    "parties": lambda report: " ".join(report.parties),
    "people": lambda report: _people(report, True),
    "attendees": lambda report: _people(report, False),
    "roles": lambda report: ", ".join(p.role for p in report.participants if p.role and p.principal),
    "levels": lambda report: ", ".join(p.level for p in report.participants if p.principal),
    "status": lambda report: report.status,
    "date": lambda report: report.date.iso() if report.date else None,
    "until": lambda report: report.date_end.iso() if report.date_end else None,
    "precision": lambda report: report.date.precision if report.date else None,
    "basis": lambda report: report.date_basis,
    "mode": lambda report: report.mode,
    "setting": lambda report: report.setting,
    "place": _place,
    "venue": lambda report: report.venue,
    "occasion": lambda report: report.occasion,
    "topics": lambda report: " ".join(sorted(hit.topic for hit in report.topics)),
}
"""What a column shows of a meeting. ``people`` led a side, ``attendees`` came along."""

UNORDERED = {"parties": " ", "people": ", ", "attendees": ", ", "roles": ", ", "levels": ", ", "topics": " "}
"""Columns that list, and what parts their items; the order of items says nothing."""


def rows(table: str) -> list[dict[str, str]]:
    """Read a drawn table: a line of columns, then a line a row.

    Raises:
        ValueError: A line has more or fewer cells than there are columns, a column is unknown, or there is no row.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    columns, cells = lines[0], lines[1:]
    if not cells:
        raise ValueError("a drawn table has at least one row; to hold that there is none, use gives_no_meeting()")
    if unknown := set(columns) - set(COLUMNS):
        raise ValueError(f"no such columns: {', '.join(sorted(unknown))}")
    return [{column: tidy(column, cell) for column, cell in zip(columns, line, strict=True)} for line in cells]


def drawn(extraction: Extraction, columns: Sequence[str]) -> list[dict[str, str]]:
    """The meetings of an article in these columns; without the column ``status`` only the held ones."""
    shown = [report for report in extraction if "status" in columns or report.status == "held"]
    return [{column: tidy(column, COLUMNS[column](report) or EMPTY) for column in columns} for report in shown]


def tidy(column: str, cell: str) -> str:
    """A cell with the items of a list in one order."""
    parting = UNORDERED.get(column)
    return parting.join(sorted(cell.split(parting))) if parting else cell
