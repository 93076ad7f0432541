"""Download buttons; a file is made when its button is clicked, not on every rerun."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import data, words
from pipeline import query, schema
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
)
"""Tables that can be cut down to a selection, in the order offered."""


def csv_bytes(filters: Filters, table: str) -> bytes:
    """A table of the selection as CSV: the contract's columns, ``true``/``false``, empty where nothing is stated."""
    frame = query.table(data.database(), filters, table)
    for column in schema.TABLES[table].columns:
        if column.kind == "boolean":
            frame[column.name] = frame[column.name].map({True: "true", False: "false"})
    return frame.to_csv(index=False, lineterminator="\n").encode()


def csv_button(filters: Filters, name: str, prefix: str, label: str | None = None) -> None:
    """One table of the selection.

    Args:
        filters: The filters in force.
        name: The table.
        prefix: Of the button's key, to tell pages and places apart.
        label: Of the button; the file's name when left out.
    """
    grain = schema.TABLES[name].grain
    st.download_button(
        label or f"{name}.csv",
        data=_maker(filters, name),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"{prefix}_{name}",
        on_click="ignore",
        help=f"{grain[0].upper()}{grain[1:]}.",
        width="content" if label else "stretch",
    )


def csv_buttons(filters: Filters, n_meetings: int) -> None:
    """One button for the meetings, the other tables behind a second one."""
    with st.container(horizontal=True, key="downloads"):
        csv_button(filters, "meetings", "csv", f"Meetings as CSV ({words.number(n_meetings)})")
        with st.popover("Other tables", icon=":material/table:"):
            for name in OFFERED[1:]:
                csv_button(filters, name, "csv")


def all_formats(filters: Filters, n_meetings: int) -> None:
    """The selection in every format there is."""
    csv_button(filters, "meetings", "all", f"Meetings as CSV ({words.number(n_meetings)})")


def _maker(filters: Filters, table: str) -> Callable[[], bytes]:
    return lambda: csv_bytes(filters, table)
