"""Figures that set several side by side on one scale, and what changed from year to year; pure functions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages.shared import charts, palette

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
            cliponaxis=False,
            hovertemplate="%{x}: %{y:,}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        height=280, margin=charts.MARGIN, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    )
    figure.update_xaxes(tickformat="d", showgrid=False, dtick=1 if len(span) < 13 else None)
    figure.update_yaxes(title_text="Meetings a year", rangemode="tozero", tickformat=",d", gridcolor=palette.GRID)
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
    for index, (name, frame) in reversed(list(enumerate(counted.items()))):  # the last drawn stands on top
        counts = dict(zip(frame["label"], frame["n"], strict=True))
        figure.add_scatter(
            x=[counts[label] for label in rows if label in counts],
            y=[charts.wrapped(label) for label in rows if label in counts],
            orientation="h",
            mode="markers",
            cliponaxis=False,
            name=name,
            marker={"symbol": SYMBOLS[index], "size": 9, "color": palette.CATEGORIES[index]},
            hovertemplate="%{y}: %{x:,}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(
        height=134 + (16 + 7 * len(counted)) * len(rows),
        margin=charts.MARGIN,
        scattermode="group",  # equal counts stand beside each other, not on each other
        scattergap=0.3,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"},
    )
    figure.update_xaxes(
        title_text="Meetings", rangemode="tozero", tickformat=",d", gridcolor=palette.GRID, fixedrange=True, nticks=5
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[charts.wrapped(label) for label in reversed(rows)],
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
    if not present:
        return "No meeting with a date and a topic; nothing to compare."
    if len(present) < 2:
        return "All dated meetings with topics are of one year; nothing to compare."
    before, last = present[-2], present[-1]
    topics = {year: set(by_year.loc[by_year["year"] == year, "label"]) for year in (before, last)}
    new, gone = sorted(topics[last] - topics[before]), sorted(topics[before] - topics[last])
    parts = []
    if new:
        parts.append(f"new: {_several(new)}")
    if gone:
        parts.append(f"no longer: {_several(gone)}")
    return f"Topics of {last} against {before}: {'; '.join(parts) or 'the same'}."


def _several(labels: list[str], limit: int = 5) -> str:
    """Topics in a row, with commas only: many have an "and" of their own."""
    more = [f"{len(labels) - limit} more"] if len(labels) > limit else []
    return ", ".join([*labels[:limit], *more])


def beside(counted: Mapping[str, pd.DataFrame], label: str, heading: str) -> pd.DataFrame:
    """The table behind a comparison: a row a label or year, a column for each that is compared.

    Args:
        counted: By name, a frame with ``label`` and ``n``.
        label: Column of the rows' labels.
        heading: Heading over them.
    """
    columns = {name: frame.groupby(label)["n"].sum() for name, frame in counted.items()}
    table = pd.DataFrame(columns).fillna(0).astype("int64")
    order = table.sum(axis="columns") if label == "label" else table.index.to_series()
    table = table.loc[order.sort_values(ascending=False, kind="stable").index]
    table.insert(0, heading, [str(value) for value in table.index])
    return table.reset_index(drop=True)
