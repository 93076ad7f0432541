"""The strip of articles read under the timeline, so that a month nobody read is not taken for a month nobody met."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared import palette, words

HEIGHT = 104
"""Pixels of the strip with the space above it."""

GAP = 34
"""Pixels between the lanes and the strip, for its heading."""

UNREAD = "rgba(217,115,26,0.20)"
"""Behind months without articles: the warm colour of the palette, thin."""

LABELLED, LABELLED_NARROW = 0.1, 0.35
"""Of the width, on a desk and on a phone: from here on the words fit into a run of months."""


def add_strip(
    figure: go.Figure, read: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, inside: int, narrow: bool = False
) -> None:
    """Draw articles a month below what a figure shows, on the same axis of time.

    Args:
        figure: Its first axis of y must leave the lowest ``HEIGHT`` pixels free.
        read: ``month articles unusable``.
        first: The first day of the strip.
        last: The last.
        inside: Height of everything between the axes, in pixels.
        narrow: Whether it is drawn on a phone.
    """
    months = filled(read, first, last)
    top = max(int((months["articles"] + months["unusable"]).max()), 1)
    silent = runs(months)
    _add(figure, silent["first"], silent["last"], top, 0, "Nothing read", UNREAD, silent["words"])
    _label(figure, silent, first, last, top, LABELLED_NARROW if narrow else LABELLED)
    for column, base, name, colour in (
        ("articles", None, "Articles read", palette.ACCENT),
        ("unusable", "articles", "Articles that could not be used", palette.HATCH),
    ):
        rows = months[months[column] > 0]
        told = [
            f"{words.day(month.isoformat()[:7])}: {words.count(n, 'article')}"
            for month, n in zip(rows["month"], rows[column], strict=True)
        ]
        _add(figure, rows["month"], rows["month"], rows[column], rows[base] if base else 0, name, colour, told)
    figure.update_layout(
        yaxis2={
            "domain": [0, (HEIGHT - GAP) / inside],
            "range": [0, top],
            "tickformat": ",d",
            **({"dtick": 1} if top < 4 else {"nticks": 4}),
            "gridcolor": palette.GRID,
            "fixedrange": True,
            "automargin": True,
        },
        xaxis={"anchor": "y2"},
    )
    figure.add_annotation(
        text="Articles read a month",
        xref="paper",
        yref="paper",
        x=0,
        y=(HEIGHT - GAP) / inside,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
    )


def filled(read: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Every month of a window, those without articles as noughts.

    Args:
        read: ``month articles unusable``; months outside the window are left out.
        first: Any moment of the first month.
        last: Any moment of the last.
    """
    window = pd.period_range(first, last, freq="M").to_timestamp()
    counted = read.set_index(pd.DatetimeIndex(pd.to_datetime(read["month"])))[["articles", "unusable"]]
    return counted.reindex(window, fill_value=0).rename_axis("month").reset_index()


def runs(months: pd.DataFrame) -> pd.DataFrame:
    """Months in a row of which no article was read.

    Args:
        months: As :func:`filled` gives them.

    Returns:
        ``first last`` (months) and ``words``: "Mar 2019 – Jun 2020: nothing read".
    """
    unread = months["articles"] == 0
    number = (unread != unread.shift()).cumsum()[unread]
    found = months[unread].groupby(number)["month"].agg(["first", "last"]).reset_index(drop=True)
    found["words"] = [
        f"{words.period(first.isoformat()[:7], last.isoformat()[:7])}: nothing read"
        for first, last in zip(found["first"], found["last"], strict=True)
    ]
    return found


def months_in_words(read: pd.DataFrame) -> pd.DataFrame:
    """The table behind the strip, newest first, months without articles too."""
    if read.empty:
        return pd.DataFrame(columns=["Month", "Articles read", "Could not be used"])
    months = filled(read, pd.Timestamp(read["month"].min()), pd.Timestamp(read["month"].max())).iloc[::-1]
    return pd.DataFrame(
        {
            "Month": [words.day(month.isoformat()[:7]) for month in months["month"]],
            "Articles read": months["articles"],
            "Could not be used": months["unusable"],
        }
    )


def _label(
    figure: go.Figure, silent: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, top: int, least: float
) -> None:
    """Write it into the long runs too; as text of its own, since text in a bar has no colour for both themes."""
    shown = [
        (max(start, first), min(month + pd.offsets.MonthBegin(), last))
        for start, month in zip(silent["first"], silent["last"], strict=True)
    ]
    middles = [start + (stop - start) / 2 for start, stop in shown if stop - start >= least * (last - first)]
    figure.add_scatter(
        x=middles,
        y=[top / 2] * len(middles),
        yaxis="y2",
        mode="text",
        text="nothing read",
        hoverinfo="skip",
        showlegend=False,
    )


def _add(
    figure: go.Figure,
    first: pd.Series[pd.Timestamp],
    last: pd.Series[pd.Timestamp],
    height: pd.Series[int] | int,
    base: pd.Series[int] | int,
    name: str,
    colour: str,
    told: pd.Series[str] | list[str],
) -> None:
    if first.empty:
        return
    width = last + pd.offsets.MonthBegin() - first
    figure.add_bar(
        x=first,
        width=width.dt.total_seconds() * 1000,
        offset=0,
        y=height if isinstance(height, pd.Series) else [height] * len(first),
        base=base,
        yaxis="y2",
        name=name,
        marker={"color": colour, "line": {"width": 0}},
        hovertext=told,
        hovertemplate="%{hovertext}<extra></extra>",
    )
