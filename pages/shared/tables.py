"""The table of meetings as every page shows it; a click on a row says which meeting to open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.shared import words
from pipeline import schema

COUNT = "%,d"
"""How a table writes a count."""


def meetings(rows: pd.DataFrame, key: str, height: int | Literal["auto"] = "auto") -> str | None:
    """Show meetings and return the id of the one that was clicked.

    Args:
        rows: One page of meetings, as :func:`pipeline.query.page` gives it.
        key: Of the table.
        height: In pixels, or ``auto``.
    """
    shown = display(rows)
    event = st.dataframe(
        shown,
        key=key,
        hide_index=True,
        height=height,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        placeholder="",
        column_config=_columns(),
        alt="Meetings, one row each",
    )
    selection = event["selection"]
    cells = [row for row, _ in selection.get("cells", [])]
    picked = [*selection.get("rows", []), *cells]
    return str(rows["meeting_id"].iloc[picked[0]]) if picked and picked[0] < len(rows) else None


def display(rows: pd.DataFrame) -> pd.DataFrame:
    """Meetings in words: what the table shows, without Streamlit.

    Dates stay in ISO form here, cut at their precision, because a column must sort.
    """
    return pd.DataFrame(
        {
            "date": [words.text(value, words.NO_DATE) for value in rows["date"]],
            "title": rows["title"],
            "parties": [list(value) for value in rows["parties"]],
            "mode": [words.MODE[value] for value in rows["mode"]],
            "place": [
                words.place(city, country) for city, country in zip(rows["city"], rows["country_name"], strict=True)
            ],
            "topics": [list(value) for value in rows["topics"]],
            "n_sources": rows["n_sources"],
            "disagree": rows["n_conflicts"] > 0,
            "status": [words.STATUS[value] for value in rows["status"]],
        }
    )


def plain(
    rows: pd.DataFrame,
    alt: str,
    columns: Mapping[str, Any] | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Show rows of words and figures; counts are written in groups of three.

    Args:
        rows: Under the names they are to have.
        alt: What it is, for those who do not see it.
        columns: What ``st.column_config`` says of some.
        width: The page's, or that of the rows.
    """
    counts = (str(name) for name in rows.columns if name != "Year" and pd.api.types.is_integer_dtype(rows[name]))
    config = {name: st.column_config.NumberColumn(format=COUNT) for name in counts} | dict(columns or {})
    st.dataframe(rows, hide_index=True, width=width, column_config=config, alt=alt)


def _columns() -> dict[str, Any]:
    column = st.column_config
    described = schema.TABLES["meetings"]
    return {
        "date": column.TextColumn("Date", help=described.column("date").description, width="small"),
        "title": column.TextColumn("Meeting", help="Who met, and how or where.", width=280),
        "parties": column.ListColumn("Parties", help="Countries and organisations that took part.", width="medium"),
        "mode": column.TextColumn("How", help=described.column("mode").description, width="small"),
        "place": column.TextColumn("Where", help=described.column("city").description, width="medium"),
        "topics": column.ListColumn("Topics", help="What the meeting dealt with.", width="large"),
        "n_sources": column.NumberColumn("Articles", help=described.column("n_sources").description, width="small"),
        "disagree": column.CheckboxColumn("Disagree", help="Whether sources contradict each other.", width="small"),
        "status": column.TextColumn("Status", help=described.column("status").description, width="small"),
    }
