"""Timeline and ranking, the charts of several pages: pure functions from frames to figures, tested without Streamlit.

``graph_objects`` throughout: the express functions take ten times as long on every rerun.
"""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from pages.shared import palette, words

MARGIN = {"l": 8, "r": 8, "t": 8, "b": 8}
MONTHS_SHOWN_SINGLY = 150
"""Up to some twelve years a bar is a month; beyond that bars would be thinner than their gaps, so a bar is a year."""
DAYS_SHOWN_SINGLY = 62
"""Up to two months a bar is a day."""


def timeline(dates: pd.DataFrame) -> go.Figure:
    """Meetings over time; what is known only by month or year is never drawn on a day.

    Args:
        dates: One row a date as stored: ``date`` (``2021-02-17``, ``2021-09``, ``2021``), ``n``.

    Returns:
        Stacked bars, days known and months known apart; years known as a band over their year.
    """
    dated = dates[dates["date"].notna()].copy()
    length = dated["date"].str.len()
    unit = _unit(dated.loc[length > 4, "date"])
    figure = go.Figure()
    known_day, known_month = dated[length == 10], dated[length == 7]
    if unit == "day":
        _add_month_spans(figure, known_month)
        _add_bars(figure, known_day, unit, "Day known", palette.ACCENT)
    else:
        _add_bars(figure, known_day, unit, "Day known", palette.ACCENT)
        _add_bars(figure, known_month, unit, "Only the month known", palette.HATCH, "/")
    if unit == "year":
        _add_bars(figure, dated[length == 4], unit, "Only the year known", palette.WARM, ".")
    else:
        _add_years(figure, dated[length == 4])
    figure.update_layout(
        barmode="stack",
        height=230,
        margin=MARGIN,
        bargap=0,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        showlegend=True,
        hovermode="closest",
        dragmode="zoom",
    )
    top = dated["n"].max() if len(dated) else 1
    figure.update_yaxes(
        title_text=f"Meetings a {unit}",
        rangemode="tozero",
        tickformat=",d",
        gridcolor=palette.GRID,
        **({"dtick": 1} if top < 5 else {"nticks": 5}),
    )
    figure.update_xaxes(type="date", showgrid=False, range=_bounds(dated["date"], unit))
    return figure


def months(dates: pd.DataFrame) -> pd.DataFrame:
    """The table behind the timeline, newest first: meetings a month; what is known by its year only stands apart.

    Args:
        dates: As for :func:`timeline`.

    Returns:
        ``Month``, ``Meetings``, ``Day known``, ``Day not known``.
    """
    dated = dates[dates["date"].notna()]
    whole = dated["n"].where(dated["date"].str.len() == 10, 0)
    sums = (
        pd.DataFrame({"month": dated["date"].str[:7], "all": dated["n"], "day": whole})
        .groupby("month")
        .sum()
        .sort_index(ascending=False)
        .astype("int64")
    )
    return pd.DataFrame(
        {
            "Month": [words.day(month) if len(month) == 7 else f"{month}, month not known" for month in sums.index],
            "Meetings": sums["all"].to_numpy(),
            "Day known": sums["day"].to_numpy(),
            "Day not known": (sums["all"] - sums["day"]).to_numpy(),
        }
    )


def _unit(days: pd.Series[str]) -> str:
    if days.empty:
        return "month"
    first, last = pd.Period(days.min()[:7], "M"), pd.Period(days.max()[:7], "M")
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months * 28 <= DAYS_SHOWN_SINGLY and days.str.len().eq(10).sum() > 1:
        return "day"
    return "month" if months <= MONTHS_SHOWN_SINGLY else "year"


def _bounds(days: pd.Series[str], unit: str) -> list[str] | None:
    """From just before the first date to just after the last; plotly alone leaves years of white around few bars."""
    if days.empty:
        return None
    frequency = {"day": "D", "month": "M", "year": "Y"}[unit]
    first = pd.Period(days.min()[:10], frequency).start_time
    last = pd.Period(days.max()[:10], frequency).end_time
    margin = max((last - first) * 0.03, pd.Timedelta(days=1))
    return [(first - margin).isoformat(), (last + margin).isoformat()]


def _add_bars(figure: go.Figure, rows: pd.DataFrame, unit: str, name: str, colour: str, pattern: str = "") -> None:
    if rows.empty:
        return
    cut = {"day": 10, "month": 7, "year": 4}[unit]
    sums = rows.groupby(rows["date"].str[:cut])["n"].sum()
    periods = pd.PeriodIndex(sums.index, freq={"day": "D", "month": "M", "year": "Y"}[unit])
    starts = periods.start_time
    widths = (periods + 1).start_time - starts
    figure.add_bar(
        x=starts,
        y=sums.to_numpy(),
        width=widths.total_seconds() * 1000 * 0.9,
        offset=0,
        name=name,
        marker={"color": colour, "pattern": {"shape": pattern, "fgopacity": 0.7, "size": 5}},
        customdata=[words.day(value) for value in sums.index],
        hovertemplate="%{customdata}: %{y:,}<extra>" + name + "</extra>",
    )


def _add_month_spans(figure: go.Figure, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    sums = rows.groupby("date")["n"].sum()
    periods = pd.PeriodIndex(sums.index, freq="M")
    figure.add_bar(
        x=periods.start_time,
        y=sums.to_numpy(),
        width=((periods + 1).start_time - periods.start_time).total_seconds() * 1000,
        offset=0,
        name="Only the month known",
        marker={"color": palette.HATCH, "pattern": {"shape": "/", "size": 5}},
        customdata=[words.day(value) for value in sums.index],
        hovertemplate="%{customdata}, day not known: %{y:,}<extra></extra>",
    )


def _add_years(figure: go.Figure, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    sums = rows.groupby("date")["n"].sum()
    for index, (year, n) in enumerate(sums.items()):
        figure.add_scatter(
            x=[f"{year}-01-01", f"{year}-12-31"],
            y=[n, n],
            mode="lines",
            line={"color": palette.WARM, "width": 3, "dash": "dot"},
            name="Only the year known",
            legendgroup="year",
            showlegend=index == 0,
            hovertemplate=f"{year}, no more known: {words.number(n)}<extra></extra>",
        )


def ranking(rows: pd.DataFrame, colour: str = palette.ACCENT) -> go.Figure:
    """Horizontal bars, longest on top.

    Args:
        rows: ``label`` and ``n``, in the order to be shown, and an ``id`` for clicks.
        colour: Of the bars.
    """
    figure = go.Figure(
        go.Bar(
            x=rows["n"],
            y=[wrapped(label) for label in rows["label"]],
            orientation="h",
            marker={"color": colour},
            text=[words.number(n) for n in rows["n"]],
            textposition="outside",
            cliponaxis=False,
            customdata=rows[["id", "label"]],
            hovertemplate="%{customdata[1]}: %{x:,}<extra></extra>",
        )
    )
    figure.update_layout(height=84 + 28 * len(rows), margin={**MARGIN, "r": 36}, bargap=0.35, showlegend=False)
    figure.update_xaxes(title_text="Meetings", showticklabels=False, showgrid=False, zeroline=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", ticksuffix="  ", showgrid=False, fixedrange=True)
    return figure


def ranked(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    """The table behind a ranking, all of its rows.

    Args:
        rows: As for :func:`ranking`.
        what: Heading of the labels.
    """
    return pd.DataFrame({what: rows["label"], "Meetings": rows["n"]})


def wrapped(label: str, width: int = 26) -> str:
    """A label that fits beside a bar: two lines at most, what is longer ends in dots."""
    lines = textwrap.wrap(label, width)
    if len(lines) > 2:
        lines = textwrap.wrap(label, width, max_lines=2, placeholder="…")
    return "<br>".join(lines)
