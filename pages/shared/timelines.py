"""The timeline page's figures: lanes of spans over a strip of articles read, and a calendar of days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from pages.shared import charts, coverage, palette, words

LANE_HEIGHT = 34
NAME, NAME_NARROW = 40, 18
"""Letters of a lane's name on one line, on a desk and on a phone."""

DAY_WIDTH = pd.Timedelta(days=1)


def lanes(
    spans: pd.DataFrame,
    order: list[str],
    read: pd.DataFrame,
    since: date | None = None,
    until: date | None = None,
    narrow: bool = False,
) -> go.Figure:
    """Meetings on a lane each: a mark for a known day, a bar as long as the month or year for one that is less known.

    Args:
        spans: ``lane_name title first_day last_day date date_precision mode meeting_id``.
        order: Names of the lanes, top first.
        read: Articles read a month, for the strip below; empty for no strip.
        since: First day to be shown; the first meeting's when left out.
        until: Last day to be shown; the last meeting's when left out.
        narrow: Whether it is drawn on a phone.

    Returns:
        A figure whose points carry ``meeting_id`` as customdata; lanes and strip are drawn on one axis of time, so they
        zoom together.
    """
    figure = go.Figure()
    first = pd.Timestamp(since or spans["first_day"].min())
    last = pd.Timestamp(until or spans["last_day"].max())
    names = {name: charts.wrapped(name, NAME_NARROW if narrow else NAME) for name in order}
    spans = spans.assign(lane_name=spans["lane_name"].map(names))
    exact = spans[spans["date_precision"] == "day"]
    for precision, name in (("month", "Only the month known"), ("year", "Only the year known")):
        _add_spans(figure, spans[spans["date_precision"] == precision], name)
    for number, (mode, label) in enumerate(words.MODE.items()):
        rows = exact[exact["mode"] == mode]
        if rows.empty:
            continue
        figure.add_scatter(
            x=rows["first_day"],
            y=rows["lane_name"],
            mode="markers",
            name=label,
            marker={
                "size": 11,
                "symbol": ("circle", "diamond", "square", "x")[number],
                "color": palette.CATEGORIES[number],
                "opacity": 0.8,
                "line": {"width": 1, "color": "rgba(255,255,255,.7)"},
            },
            customdata=_hover(rows),
            hovertemplate="<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
        )
    strip = coverage.HEIGHT if len(read) else 0
    inside = LANE_HEIGHT * len(order) + strip
    figure.update_layout(
        barmode="overlay",
        height=132 + inside,
        margin=charts.MARGIN,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        hovermode="closest",
        dragmode="zoom",
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[names[name] for name in reversed(order)],
        gridcolor=palette.GRID,
        fixedrange=True,
        automargin=True,
        domain=[strip / inside, 1],
    )
    if strip:
        coverage.add_strip(figure, read, first, last, inside, narrow)
    figure.update_xaxes(
        type="date",
        range=_padded(first, last, since is not None, until is not None),
        tickangle=0,
        gridcolor=palette.GRID,
        rangeselector={
            "buttons": [
                {"count": 7, "step": "day", "stepmode": "backward", "label": "Week"},
                {"count": 1, "step": "month", "stepmode": "backward", "label": "Month"},
                {"count": 1, "step": "year", "stepmode": "backward", "label": "Year"},
                {"count": 5, "step": "year", "stepmode": "backward", "label": "5 years"},
                {"step": "all", "label": "All"},
            ],
            "y": -44 / inside,
            "yanchor": "top",
            "x": 0,
            "bgcolor": palette.LAND,
            "activecolor": "rgba(47,127,181,.45)",
        },
    )
    return figure


def _padded(first: pd.Timestamp, last: pd.Timestamp, is_first_given: bool, is_last_given: bool) -> list[str]:
    """The range of the axis: as the filters say, else a little more than the meetings take."""
    margin = max((last - first) * 0.03, 2 * DAY_WIDTH)
    return [
        (first if is_first_given else first - margin).isoformat(),
        (last + (DAY_WIDTH if is_last_given else margin)).isoformat(),
    ]


def _add_spans(figure: go.Figure, rows: pd.DataFrame, name: str) -> None:
    if rows.empty:
        return
    first, last = pd.to_datetime(rows["first_day"]), pd.to_datetime(rows["last_day"])
    figure.add_bar(
        base=first,
        x=(last - first + DAY_WIDTH).dt.total_seconds() * 1000,
        y=rows["lane_name"],
        orientation="h",
        width=0.5,
        name=name,
        marker={"color": palette.HATCH, "pattern": {"shape": "/" if "month" in name else ".", "size": 5}},
        customdata=_hover(rows),
        hovertemplate="<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
    )


def _hover(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [
        (row["meeting_id"], row["title"], f"{words.day(row['date'])}, {words.MODE[row['mode']].lower()}")
        for row in rows.to_dict("records")
    ]


def day_calendar(dates: pd.DataFrame, year: int) -> go.Figure:
    """A year as a calendar: weeks across, weekdays down; only meetings whose day is known.

    Args:
        dates: ``date n`` as stored.
        year: Which year.
    """
    known = dates[dates["date"].notna() & (dates["date"].str.len() == 10)]
    counts = dict(zip(known["date"], known["n"], strict=True))
    first = date(year, 1, 1)
    start = first - timedelta(days=first.weekday())
    weeks = (date(year, 12, 31) - start).days // 7 + 1
    days = [[start + timedelta(days=7 * week + weekday) for week in range(weeks)] for weekday in range(7)]
    figure = go.Figure(
        go.Heatmap(
            z=[[counts.get(day.isoformat(), 0) if day.year == year else None for day in row] for row in days],
            x=[day.isoformat() for day in days[0]],
            y=list(calendar.day_abbr),
            customdata=[
                [
                    f"{words.day(day.isoformat())}: {words.count(counts.get(day.isoformat(), 0), 'meeting')}"
                    for day in row
                ]
                for row in days
            ],
            hovertemplate="%{customdata}<extra></extra>",
            xgap=2,
            ygap=2,
            zmin=0,
            zmax=max([n for day, n in counts.items() if day.startswith(str(year))] or [1]),
            showscale=False,
            hoverongaps=False,
        )
    )
    figure.update_layout(height=200, margin=charts.MARGIN, dragmode=False)
    half_week = timedelta(days=3, hours=12)
    figure.update_xaxes(
        type="date",
        tickvals=[date(year, month, 1).isoformat() for month in range(1, 13)],
        tickformat="%b",
        showgrid=False,
        fixedrange=True,
        range=[pd.Timestamp(start) - half_week, pd.Timestamp(days[0][-1]) + half_week],
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, fixedrange=True)
    return figure


def gap_words(days: int) -> str:
    """A length of time as one would say it: ``9 days``, ``7 weeks``, ``14 months``, ``4 years``."""
    for unit, length in (("year", 365.25), ("month", 30.44), ("week", 7)):
        if days >= 2 * length and (unit != "year" or days >= 1095):
            return words.count(int(days / length), unit)
    return words.count(days, "day")


def gaps_in_words(found: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    """Times without a meeting, and the articles that were read meanwhile.

    Args:
        found: ``days after before``.
        read: ``month articles unusable``; only months that lie wholly in a gap are counted.
    """
    months = pd.to_datetime(read["month"])

    def meanwhile(after: pd.Timestamp, before: pd.Timestamp) -> int:
        whole = (months > after) & (months + pd.offsets.MonthBegin() <= before)
        return int(read.loc[whole, "articles"].sum())

    days = [
        (pd.Timestamp(after), pd.Timestamp(before))
        for after, before in zip(found["after"], found["before"], strict=True)
    ]
    return pd.DataFrame(
        {
            "No meeting for": [gap_words(int(length)) for length in found["days"]],
            "After": [after.date().isoformat() for after, _ in days],
            "Before": [before.date().isoformat() for _, before in days],
            "Articles read meanwhile": [meanwhile(*pair) for pair in days],
        }
    )
