"""Download buttons; a file is made by ``pipeline.export`` when its button is clicked, not on every rerun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from pages.shared import address, data, words
from pipeline import export, schema
from pipeline.query import Filters

OFFERED = (
    "meetings",
    "participants",
    "meeting_topics",
    "meeting_sources",
    "evidence",
    "documents",
    "people",
    "parties",
    "topics",
    "conflicts",
    "aliases",
)
"""Tables offered one by one, in this order: all that a download may hold."""

FORMAT_WORDS = {
    "csv": "CSV",
    "zip": "ZIP with everything",
    "xlsx": "Excel",
    "json": "JSON",
    "ics": "Calendar",
    "geojson": "GeoJSON",
    "graphml": "GraphML",
    "atom": "Atom feed",
    "about": "What this is",
}
"""Names of the formats on buttons."""

WORKBOOK_ROWS = 20_000
"""Meetings an Excel download may have; writing more would keep every other reader waiting."""


def content(filters: Filters, form: str, base: str, table: str = "meetings") -> bytes:
    """The file of a selection.

    Args:
        filters: Which meetings are meant.
        form: One of ``export.FORMATS``.
        base: Address of the page that shows them, for the file's own statement.
        table: For ``csv``: which table.
    """
    return export.make(data.database(), filters, form, accessed=datetime.now(UTC).date(), base=base, table=table)


def button(
    filters: Filters, form: str, prefix: str, table: str = "meetings", label: str | None = None, wide: bool = True
) -> None:
    """One download.

    Args:
        filters: Which meetings are meant.
        form: One of ``export.FORMATS``.
        prefix: Of the button's key, to tell places on a page apart.
        table: For ``csv``: which table.
        label: Of the button; the format's or the table's name when left out.
        wide: Whether the button fills its place.
    """
    grain = schema.TABLES[table].grain
    note = f"{grain[0].upper()}{grain[1:]}." if form == "csv" else export.FORMATS[form].description
    st.download_button(
        label or (f"{table}.csv" if form == "csv" else FORMAT_WORDS[form]),
        data=_maker(filters, form, address.link("", {}), table),
        file_name=export.file_name(data.database(), form, table),
        mime=export.FORMATS[form].mime,
        icon=":material/download:",
        key=f"{prefix}_{form}_{table}",
        on_click="ignore",
        help=note,
        width="stretch" if wide else "content",
    )


def _maker(filters: Filters, form: str, base: str, table: str) -> Callable[[], bytes]:
    return lambda: content(filters, form, base, table)


def buttons(filters: Filters, n_meetings: int) -> None:
    """The meetings as CSV, and everything else behind a second button."""
    with st.container(horizontal=True, key="downloads"):
        label = f"Meetings as CSV ({words.number(n_meetings)})"
        button(filters, "csv", "main", label=label, wide=False)
        with st.popover("Other formats", icon=":material/folder_zip:"):
            formats(filters, n_meetings, "other")
            for name in OFFERED[1:]:
                button(filters, "csv", "other", name)


def formats(filters: Filters, n_meetings: int, prefix: str) -> None:
    """Every format but CSV."""
    for form in export.FORMATS:
        if form == "xlsx" and n_meetings > WORKBOOK_ROWS:
            st.caption(f"Excel: up to {words.number(WORKBOOK_ROWS)} meetings; the ZIP has them all.")
        elif form != "csv":
            button(filters, form, prefix)
