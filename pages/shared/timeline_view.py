"""The timeline page's parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, coverage, data, meeting_view, overview, pictures, tables, timelines, words
from pipeline import query
from pipeline.query import Filters

LANES = {"country": "Countries", "org": "Organisations", "person": "People", "topic": "Topics"}
LANES_SHOWN = 15
"""Lanes drawn; the most frequent ones. More would not fit a screen."""

SPANS = 500
"""Meetings fetched; the newest. Each is a mark in several lanes; of more neither a browser nor a reader keeps track."""


def lanes(filters: Filters, head: Mapping[str, Any]) -> None:
    """Lanes of the most frequent countries, people or topics; a click on a mark opens its meeting."""
    st.header("Who met when")
    lane = address.choice("lane", LANES, "A lane for each of")
    spans = data.ask(query.timeline, filters, lane, limit=SPANS)
    if spans.empty:
        st.caption("None of these meetings has a date and such a lane.")
        return
    order = spans["lane_name"].value_counts(sort=True)
    order = order.sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    shown = [str(name) for name in order.head(LANES_SHOWN).index]
    opened = st.session_state.setdefault("lanes_closed", 0)
    drawn = spans[spans["lane_name"].isin(shown)]
    read = data.ask(query.coverage, filters)
    event = pictures.draw(
        timelines.lanes(drawn, shown, read, filters.since, filters.until, overview.is_phone()),
        key=f"lanes_{lane}_{opened}",
        title=f"Who met when: {LANES[lane].lower()}",
        rows=_in_words(drawn, LANES[lane]),
        on_select="rerun",
    )
    notes = ["Drag to zoom, double-click to see all; click a mark to open its meeting."]
    if read.empty:
        notes.append("None of the articles has a date of its own, so nobody can tell silence from a missing source.")
    else:
        notes.append("Articles by day of publication; a month in which nothing was read says nothing about meetings.")
    if len(order) > len(shown):
        notes.append(f"The {len(shown)} most frequent of {words.number(len(order))}.")
    if head["undated"]:
        notes.append(f"{words.count(int(head['undated']), 'meeting')} without a date: not drawn.")
    if int(head["meetings"]) - int(head["undated"]) > SPANS:
        notes.append(f"The newest {words.number(SPANS)} meetings.")
    st.caption(" ".join(notes))
    points = event["selection"]["points"]
    if points and points[0].get("customdata"):
        meeting_view.dialog(str(points[0]["customdata"][0]), str(points[0]["customdata"][1]), key="lanes")


def _in_words(spans: pd.DataFrame, lane: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            lane: spans["lane_name"],
            "Date": spans["date"],
            "Meeting": spans["title"],
            "How": [words.MODE[mode] for mode in spans["mode"]],
        }
    )


def calendar(dates: pd.DataFrame) -> None:
    """One year as a calendar of days."""
    st.header("Day by day")
    known = dates[dates["date"].notna() & (dates["date"].str.len() == 10)]
    if known.empty:
        st.caption("Of none of these meetings the day is known.")
        return
    by_year = known.groupby(known["date"].str[:4])["n"].sum()
    years = [str(year) for year in reversed(by_year.index)]
    year = st.selectbox(
        "Year",
        years,
        format_func=lambda value: f"{value} ({words.number(by_year[value])})",
        key="calendar_year",
        width=180,
        label_visibility="collapsed",
    )
    of_year = known[known["date"].str[:4] == (year or years[0])].sort_values("date", ascending=False)
    pictures.draw(
        timelines.day_calendar(dates, int(year or years[0])),
        key="calendar",
        title=f"Meetings day by day, {year}",
        rows=pd.DataFrame({"Date": of_year["date"], "Meetings": of_year["n"]}),
    )
    st.caption(
        f"The stronger the colour, the more meetings; at most {words.number(of_year['n'].max())} on one day."
        " Only meetings whose day is known; those known by month or year are in the lanes above."
    )


def gaps(found: pd.DataFrame, read: pd.DataFrame) -> None:
    """The longest silences, in words, beside what was read, month by month."""
    st.header("Longest gaps")
    found = found[found["days"] > 1]
    if found.empty:
        st.caption("There is no gap to list: it takes two meetings whose day is known, with days between them.")
    else:
        tables.plain(timelines.gaps_in_words(found, read), alt="Longest times without a meeting")
        st.caption(
            "Between meetings whose day is known. A gap in which few articles were read may be one of the sources."
        )
    if len(read):
        with st.expander("Articles read in each month"):
            tables.plain(coverage.months_in_words(read), alt="Articles read in each month")
