"""Figures that set several side by side on one scale, and what changed from year to year; pure functions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.shared import charts, palette, words

SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
ROWS = 12
"""Rows of a dot chart; those that are most frequent over all that is compared."""


def years(counted: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Meetings a year, a line for each.

    Args:
        counted: By name, ``year mode n``.
    """
    figure = go.Figure()
    all_years = [int(year) for frame in counted.values() for year in frame["year"]]
    span = range(min(all_years), max(all_years) + 1) if all_years else range(0)
    for index, (name, frame) in enumerate(counted.items()):
        by_year = frame.groupby("year")["n"].sum().reindex(list(span), fill_value=0)
        figure.add_scatter(
            x=list(span),
            y=by_year.to_numpy(),
            mode="lines+markers",
            name=name,
            line={"color": palette.CATEGORIES[index], "dash": DASHES[index], "width": 2},
            marker={"symbol": SYMBOLS[index], "size": 8},
            hovertemplate="%{x}: %{y}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        height=280, margin=charts.MARGIN, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    )
    figure.update_xaxes(tickformat="d", showgrid=False, dtick=1 if len(span) < 13 else None)
    figure.update_yaxes(title_text="Meetings a year", rangemode="tozero", tickformat="d", gridcolor=palette.GRID)
    return figure


def dots(counted: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Counts by label, a dot for each on the same row.

    Args:
        counted: By name, ``label n``.
    """
    totals = pd.concat([frame.set_index("label")["n"] for frame in counted.values()]).groupby(level=0).sum()
    totals = totals.sort_index().sort_values(ascending=False, kind="stable")
    rows = [str(label) for label in totals.head(ROWS).index]
    figure = go.Figure()
    for index, (name, frame) in enumerate(counted.items()):
        counts = dict(zip(frame["label"], frame["n"], strict=True))
        figure.add_scatter(
            x=[counts[label] for label in rows if label in counts],
            y=[charts.short(label) for label in rows if label in counts],
            mode="markers",
            name=name,
            marker={"symbol": SYMBOLS[index], "size": 11, "color": palette.CATEGORIES[index], "opacity": 0.85},
            hovertemplate="%{y}: %{x}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        height=110 + 26 * len(rows),
        margin=charts.MARGIN,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    figure.update_xaxes(rangemode="tozero", tickformat="d", gridcolor=palette.GRID, fixedrange=True, nticks=5)
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[charts.short(label) for label in reversed(rows)],
        gridcolor=palette.GRID,
        ticksuffix="  ",
        automargin=True,
        fixedrange=True,
    )
    return figure


def change(by_year: pd.DataFrame) -> str:
    """What the last year brought and dropped against the one before, in a sentence.

    Args:
        by_year: ``year topic label n``.
    """
    present = sorted({int(year) for year in by_year["year"]})
    if len(present) < 2:
        return "All dated meetings with topics are of one year; nothing to compare."
    before, last = present[-2], present[-1]
    topics = {year: set(by_year.loc[by_year["year"] == year, "label"]) for year in (before, last)}
    new, gone = sorted(topics[last] - topics[before]), sorted(topics[before] - topics[last])
    parts = []
    if new:
        parts.append(f"new: {words.listed((topic.lower() for topic in new), 5)}")
    if gone:
        parts.append(f"no longer: {words.listed((topic.lower() for topic in gone), 5)}")
    return f"Topics of {last} against {before}: {'; '.join(parts) or 'the same'}."
