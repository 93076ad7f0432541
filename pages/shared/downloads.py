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


def csv_buttons(filters: Filters, n_meetings: int) -> None:
    """One button for the meetings, the other tables behind a second one."""
    with st.container(horizontal=True, key="downloads"):
        st.download_button(
            f"Meetings as CSV ({words.number(n_meetings)})",
            data=_maker(filters, "meetings"),
            file_name="meetings.csv",
            mime="text/csv",
            icon=":material/download:",
            key="csv_meetings",
            on_click="ignore",
        )
        with st.popover("Other tables", icon=":material/table:"):
            for name in OFFERED[1:]:
                st.download_button(
                    f"{name}.csv",
                    data=_maker(filters, name),
                    file_name=f"{name}.csv",
                    mime="text/csv",
                    icon=":material/download:",
                    key=f"csv_{name}",
                    on_click="ignore",
                    help=schema.TABLES[name].grain[0].upper() + schema.TABLES[name].grain[1:] + ".",
                    width="stretch",
                )


def _maker(filters: Filters, table: str) -> Callable[[], bytes]:
    return lambda: csv_bytes(filters, table)
