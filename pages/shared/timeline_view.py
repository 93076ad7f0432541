"""The timeline page's parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, data, geometry, meeting_view, timelines, words
from pipeline import query
from pipeline.query import Filters

LANES = {"country": "Countries", "org": "Organisations", "person": "People", "topic": "Topics"}
LANES_SHOWN = 15
"""Lanes drawn; the most frequent ones. More would not fit a screen."""

SPANS = 3000
"""Meetings fetched; the newest."""


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
    event = st.plotly_chart(
        timelines.lanes(spans[spans["lane_name"].isin(shown)], shown),
        key=f"lanes_{lane}_{opened}",
        config=geometry.CONFIG,
        on_select="rerun",
        selection_mode="points",
        alt=f"Meetings over time, a lane for each of: {words.listed(shown)}",
    )
    notes = ["Drag to zoom, double-click to see all; click a mark to open its meeting."]
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
    st.plotly_chart(
        timelines.day_calendar(dates, int(year or years[0])),
        key="calendar",
        config=geometry.CONFIG,
        alt=f"Calendar of {year}: meetings on each day",
    )
    st.caption("Only meetings whose day is known; those known by month or year are in the lanes above.")


def gaps(found: pd.DataFrame) -> None:
    """The longest silences, in words."""
    st.header("Longest gaps")
    if found.empty:
        st.caption("Not two meetings whose day is known.")
        return
    rows = pd.DataFrame(
        {
            "No meeting for": [timelines.gap_words(int(days)) for days in found["days"]],
            "After": [str(day)[:10] for day in found["after"]],
            "Before": [str(day)[:10] for day in found["before"]],
        }
    )
    st.dataframe(rows, hide_index=True, height=245, alt="Longest times without a meeting")
    st.caption("Between meetings whose day is known; a month without articles beside may explain one.")


def coverage(months: pd.DataFrame) -> None:
    """Articles read a month."""
    st.header("Articles read")
    if months.empty:
        st.caption("None of the articles has a date of its own, so nobody can tell silence from a missing source.")
        return
    st.plotly_chart(
        timelines.coverage(months), key="coverage", config=geometry.CONFIG, alt="Articles read in each month"
    )
    st.caption("By day of publication. A month without articles says nothing about meetings.")
