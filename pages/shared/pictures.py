"""The one way of every chart onto a page: the figure, the rows behind it, and itself as a PNG or SVG file.

Plotly's own image button knows one format and writes neither title nor source into the picture. The two buttons under
each chart press it in the reader's browser, with a title, the filters and the data version above the chart; no server
draws anything. See ``pictures.js``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.shared import chips, data, geometry, ink, sidebar, tables, words

FORMATS = ("PNG", "SVG")

_HERE = Path(__file__)
_BUTTONS = st.components.v2.component(
    "picture",
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)
NAME_LENGTH = 70
"""Of a file's name without the data version; longer ones are cut, some systems refuse them."""

FILTERS_TOLD = 4
"""Filters named in a picture; more would not fit a line."""


def draw(
    figure: go.Figure,
    key: str,
    title: str,
    rows: pd.DataFrame | None,
    on_select: Callable[[], None] | Literal["ignore", "rerun"] = "ignore",
) -> Any:
    """Draw a chart with what belongs to it.

    Args:
        figure: The chart.
        key: Of the widget.
        title: What it shows, in words; also its description for screen readers.
        rows: The table behind it, as it should read; ``None`` where the page shows it anyway.
        on_select: As ``st.plotly_chart`` takes it; points are selected.

    Returns:
        The selection, or nothing of interest where points cannot be selected.
    """
    figure.update_layout(separators=words.SEPARATORS)
    if on_select != "ignore":
        figure.update_layout(clickmode="event+select")
    filters = sidebar.current()
    chosen = [chip.label for chip in chips.chips(filters, sidebar.names())]
    name = file_name(title, chosen, data.database().snapshot)
    event = st.plotly_chart(
        ink.dressed(figure, ink.scheme()),
        theme=None,
        key=key,
        config={**geometry.CONFIG, "toImageButtonOptions": {"format": "png", "scale": 3, "filename": name}},
        alt=f"{title}. The same as a table: {'behind the button Table' if rows is not None else 'below'}.",
        on_select=on_select,
        selection_mode="points",
    )
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
        if rows is not None:
            _table(rows, key, title)
        _BUTTONS(
            key=f"{key}_picture",
            data={
                "chart": key,
                "name": name,
                "title": html.escape(title, quote=False),
                "source": html.escape(source(chosen, data.database().snapshot), quote=False),
                "formats": list(FORMATS),
            },
            width="content",
        )
    return event


def _table(rows: pd.DataFrame, key: str, title: str) -> None:
    """The rows behind a chart, sent only when somebody looks at them."""
    behind = st.popover("Table", icon=":material/table_rows:", type="tertiary", key=f"{key}_table", on_change="rerun")
    if behind.open:
        with behind:
            tables.plain(rows, width="content", alt=f"{title}, as a table")


def file_name(title: str, filters: list[str], snapshot: str) -> str:
    """Which chart of which data: ``sidelines-when-they-met-country-kazakhstan-99e9c59b``, without its ending."""
    told = re.sub(r"[\W_]+", "-", " ".join([title, *filters]).lower()).strip("-")
    return f"sidelines-{told[:NAME_LENGTH].strip('-')}-{snapshot[:8]}"


def source(filters: list[str], snapshot: str) -> str:
    """The line under a picture's title: what is filtered, and which data it is."""
    told = words.listed(filters, FILTERS_TOLD) or "All held meetings"
    return f"{told}. Sidelines, data version {snapshot[:8]}"
