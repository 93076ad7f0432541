"""Downloads: a selection in the formats of those who use it, each file with a statement of what it is.

    database = query.open(Path("build"))
    content = export.make(database, query.Filters(country=("KAZ",)), "xlsx", accessed=date(2026, 1, 5))

A single CSV file holds the table and nothing else, so that programs can read it; its statement is the format ``about``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline import errors, query
from pipeline.export.about import About, about

TABLES = (
    "documents",
    "meetings",
    "participants",
    "meeting_topics",
    "meeting_sources",
    "evidence",
    "conflicts",
    "aliases",
    "people",
    "parties",
    "topics",
)
"""Tables a download may hold: all but the articles' texts, which belong to their publishers."""

ALL_ROWS = 2**31 - 1

__all__ = ["FORMATS", "TABLES", "About", "Format", "about", "file_name", "make"]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of download.

    Attributes:
        ending: Of the file's name.
        mime: Its media type.
        description: What it is for, in a sentence.
        write: Makes the file.
    """

    ending: str
    mime: str
    description: str
    write: Callable[[query.Database, query.Filters, About, str], bytes]


def make(
    database: query.Database,
    filters: query.Filters,
    form: str,
    *,
    accessed: date,
    base: str = "",
    table: str = "meetings",
) -> bytes:
    """Make one download.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        form: One of ``FORMATS``.
        accessed: Today, as the reader's clock has it.
        base: Address of the page that shows the view.
        table: For ``csv``: which table.

    Returns:
        The content of the file.

    Raises:
        ExportError: There is no such format or table, or the selection does not fit the format.
    """
    if form not in FORMATS:
        raise errors.ExportError(f"{form} is no format; choose one of {', '.join(FORMATS)}.")
    if table not in TABLES:
        raise errors.ExportError(f"{table} is no table that can be downloaded; choose one of {', '.join(TABLES)}.")
    return FORMATS[form].write(database, filters, about(database, filters, accessed, base), table)


def file_name(database: query.Database, form: str, table: str = "meetings") -> str:
    """A name that tells format, table and data version: ``sidelines-meetings-99e9c59b.csv``."""
    what = table if form == "csv" else "about" if form == "about" else "meetings"
    return f"sidelines-{what}-{database.snapshot[:8]}.{FORMATS[form].ending}"


def _tables(database: query.Database, filters: query.Filters) -> dict[str, pd.DataFrame]:
    return {name: query.table(database, filters, name) for name in TABLES}


def _rows(frames: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    return {name: len(frame) for name, frame in frames.items()}


def _csv(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import comma

    return comma.csv(query.table(database, filters, table), table)


def _zip(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import comma, package

    frames = _tables(database, filters)
    return package.package(frames, said.counting(_rows(frames)).minding(comma.CAVEAT))


def _xlsx(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import workbook

    frames = _tables(database, filters)
    return workbook.workbook(frames, said.counting(_rows(frames)))


def _listed(database: query.Database, filters: query.Filters, limit: int = ALL_ROWS) -> pd.DataFrame:
    return query.page(database, filters, limit=limit)


def _json(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import views

    return views.as_json(_listed(database, filters), said)


def _geojson(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import views

    return views.geojson(_listed(database, filters), said)


def _calendar(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import views

    return views.calendar(_listed(database, filters), said)


def _atom(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import views

    return views.atom(_listed(database, filters, views.FEED_ENTRIES), said)


def _graphml(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import views

    said = said.minding(f"Meetings of more than {query.MAX_SIDES} parties tie no pairs here.")
    return views.graphml(query.parties(database, filters), query.edges(database, filters, ALL_ROWS), said)


def _about(database: query.Database, filters: query.Filters, said: About, table: str) -> bytes:
    from pipeline.export import comma

    return said.counting(_rows(_tables(database, filters))).minding(comma.CAVEAT).text().encode()


FORMATS: Mapping[str, Format] = {
    "csv": Format("csv", "text/csv", "One table, for any program.", _csv),
    "zip": Format("zip", "application/zip", "All tables as a data package with codebook and citation.", _zip),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "All tables as sheets of a workbook.",
        _xlsx,
    ),
    "json": Format("json", "application/json", "Meetings with their parties and topics, for scripts.", _json),
    "ics": Format("ics", "text/calendar", "Meetings of which the day is known, for a calendar.", _calendar),
    "geojson": Format("geojson", "application/geo+json", "Meetings that have a place, for a map.", _geojson),
    "graphml": Format("graphml", "application/xml", "Who met whom, for Gephi and other graph tools.", _graphml),
    "atom": Format("atom", "application/atom+xml", "The newest meetings, for a feed reader.", _atom),
    "about": Format("md", "text/markdown", "What the selection is: filters, sources, caveats, how to cite.", _about),
}
"""All downloads by name, in the order they are offered."""
