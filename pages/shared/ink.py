"""How every chart is written: its letters, grounds and scales, in the light theme and in the dark one.

Streamlit can dress a figure itself, in the browser, and draws it twice for that: once as it comes and once dressed.
Dressed here it is drawn once, which halves the time of every chart. For that nothing may differ when Streamlit hands
Plotly the same figure again: no template, no packed numbers (a fresh copy of them counts as other numbers), and a size
that Plotly takes from the page.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st
import streamlit.elements.plotly_chart  # sets a template for all figures, which is taken back below

from pages.shared import palette

pio.templates.default = None

Scheme = Literal["light", "dark"]

FAMILY: Final = '"Source Sans", sans-serif'
SIZE, TITLE_SIZE = 12, 13
"""Pixels of the letters of a chart, and of the names of its axes."""

CLEAR: Final = "rgba(0,0,0,0)"

SCALED: Final = frozenset({"choropleth", "heatmap"})
"""Kinds of traces whose colours say how many."""

_WATCH = st.components.v2.component("theme", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def scheme() -> Scheme:
    """The theme the reader's browser shows; light as long as it has not said."""
    return "dark" if st.context.theme.type == "dark" else "light"


def watch() -> None:
    """Run the page again when the reader chooses another theme."""
    _WATCH(key="theme", data={"scheme": scheme()}, on_scheme_change=lambda: None)


def dressed(figure: go.Figure, of: Scheme) -> go.Figure:
    """A figure as the page draws it.

    Args:
        figure: What it says of its own looks holds.
        of: The theme.

    Returns:
        Another figure with the same data, dressed for the theme.
    """
    spec: dict[str, Any] = _unpacked(figure.to_plotly_json())
    layout = spec["layout"]
    layout.pop("template", None)
    for part in (spec, *(spec.get("frames") or ())):
        for trace in part["data"]:
            if trace["type"] in SCALED:
                trace.setdefault("colorscale", _scale(of))
    axes = {name: _axis(of) for name in layout if name.startswith(("xaxis", "yaxis"))}
    spec["layout"] = _under(layout, {**_layout(of), **axes})
    return go.Figure(spec)


def _layout(of: Scheme) -> dict[str, Any]:
    ink, ground, border = (
        st.get_option(f"theme.{of}.{name}") for name in ("textColor", "backgroundColor", "borderColor")
    )
    letters = {"family": FAMILY, "size": SIZE, "color": ink}
    return {
        "font": letters,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"pad": 6},
        "legend": {"bgcolor": CLEAR},
        "hoverlabel": {"bgcolor": ground, "bordercolor": border, "font": letters},
        "modebar": {"bgcolor": CLEAR, "color": palette.MUTED, "activecolor": ink},
        "autosize": True,
        # Another figure is another element of the page, so what one element draws never changes.
        "datarevision": 1,
    }


def _scale(of: Scheme) -> list[list[Any]]:
    """Few to many."""
    steps = st.get_option(f"theme.{of}.chartSequentialColors")
    return [[place / (len(steps) - 1), colour] for place, colour in enumerate(steps)]


def _axis(of: Scheme) -> dict[str, Any]:
    ink = st.get_option(f"theme.{of}.textColor")
    return {
        "automargin": True,
        "zeroline": False,
        "ticks": "",
        "gridcolor": palette.GRID,
        "title": {"standoff": 16, "font": {"size": TITLE_SIZE, "color": ink}},
    }


def _under(given: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, with what is usual where nothing is."""
    merged = dict(given)
    for name, value in usual.items():
        own = merged.get(name)
        if isinstance(own, dict) and isinstance(value, dict):
            merged[name] = _under(own, value)
        elif own is None:
            merged[name] = value
    return merged


def _unpacked(value: Any) -> Any:
    """The same with lists for arrays, packed as plotly.py packs them or not yet."""
    if isinstance(value, dict) and "bdata" in value:
        shape = [int(length) for length in value.get("shape", "-1").split(",")]
        return np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).reshape(shape).tolist()
    if isinstance(value, dict):
        return {name: _unpacked(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_unpacked(item) for item in value]
    if isinstance(value, np.ndarray):
        return (value.astype("datetime64[s]").astype(str) if value.dtype.kind == "M" else value).tolist()
    return value
