"""The overview page's parts: its figures, its sentences, and the map that filters on a click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import charts, data, geometry, periods, pictures, sidebar, words, world
from pipeline import query
from pipeline.query import Filters

NEWEST = 25
"""Rows of the overview's table; the Meetings page has all."""

ALWAYS_THERE = 0.6
"""A party in more than this share of the meetings is not shaded but named: it would drown all others."""

RANKED = 10


def subtitle(head: Mapping[str, Any]) -> str:
    """What the page shows, in a sentence."""
    if not head["meetings"]:
        return "No meeting to show."
    when = words.period(head["first"], head["last"])
    return (
        f"{words.count(int(head['meetings']), 'meeting')} of {words.count(int(head['parties']), 'party', 'parties')}, "
        f"{when if when != words.NO_DATE else 'none of them dated'}, "
        f"from {words.count(int(head['articles']), 'article')}."
    )


def figures(head: Mapping[str, Any], filters: Filters) -> None:
    """The headline figures, and what happened lately against the time before."""
    cells = [
        ("Meetings", words.number(head["meetings"]), "Meetings that fit the filters, each counted once."),
        ("Parties", words.number(head["parties"]), "Countries and organisations that took part."),
        ("People", words.number(head["people"]), "Named people who took part."),
        ("Latest", words.day(head["last"]), "The latest meeting with a date."),
    ]
    grid = st.grid(5, min_column_width=130, key="figures")
    for label, value, note in cells:
        grid.metric(label, value, help=note, border=True, height="stretch")
    latest = periods.latest_day(head["last"])
    if latest is None:
        grid.metric("Articles", words.number(head["articles"]), help="Articles that report these.", border=True)
        return
    now, before = lately(filters, latest)
    grid.metric(
        "Last 12 months",
        words.number(now),
        delta=now - before,
        delta_color="off",
        delta_description=f"on {words.number(before)}",
        help=f"Up to the latest meeting, {words.day(latest)}, against the 12 months before.",
        border=True,
        height="stretch",
    )


def lately(filters: Filters, latest: date) -> tuple[int, int]:
    """Meetings of the twelve months up to a day, and of the twelve before.

    Args:
        filters: Which meetings are meant; their own range of dates is put aside.
        latest: The day.
    """
    since = latest - timedelta(days=364)
    earlier = since - timedelta(days=365)
    now = replace(filters, since=since, until=latest, undated=False)
    before = replace(filters, since=earlier, until=since - timedelta(days=1), undated=False)
    return data.ask(query.count, now), data.ask(query.count, before)


def focus(filters: Filters, parties: pd.DataFrame, meetings: int) -> list[str]:
    """The parties whose counterparts the map shows: those filtered for, or who takes part in nearly all meetings."""
    if filters.country or filters.org:
        return [*filters.country, *filters.org]
    frequent = parties[parties["n"] > ALWAYS_THERE * meetings]
    return [str(party) for party in frequent["party_id"]] if meetings > 1 and len(frequent) < len(parties) else []


def map_title(focused: list[str], parties: pd.DataFrame) -> str:
    """What the map shows."""
    names = parties.set_index("party_id")["name"].to_dict()
    known = [str(names[party]) for party in focused if party in names]
    return f"Whom {words.listed(known, 3)} met, and where" if known else "Who met, and where"


def map_chart(parties: pd.DataFrame, places: pd.DataFrame, focused: list[str]) -> None:
    """The map; a click on a country adds it to the filters."""
    pictures.draw(
        world.world_map(parties, places, focused, height=300 if is_phone() else 430),
        key="map",
        title=map_title(focused, parties),
        rows=parties_in_words(parties),
        on_select=lambda: filter_by_click("map"),
    )


def parties_in_words(parties: pd.DataFrame) -> pd.DataFrame:
    """The rows behind the shades of a map: ``Party``, ``Kind``, ``Meetings``, ``Last``, ``On the map``."""
    return pd.DataFrame(
        {
            "Party": parties["name"],
            "Kind": [words.PARTY_TYPE[kind] for kind in parties["party_type"]],
            "Meetings": parties["n"],
            "Last": [words.text(last, words.NO_DATE) for last in parties["last"]],
            "On the map": [_drawn(row) for row in parties.to_dict("records")],
        }
    )


def _drawn(party: Mapping[Any, Any]) -> str:
    if party["party_id"] in geometry.shapes():
        return "as a shape"
    return "no" if words.missing(party["latitude"]) else "as a diamond"


def is_phone() -> bool:
    """Whether the browser says it is a phone, where a map as tall as on a desk would float in white."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def filter_by_click(key: str) -> None:
    """Add what was clicked on the map of that key to the filters, or take it out again."""
    for point in st.session_state[key]["selection"]["points"]:
        party = (point.get("customdata") or [point.get("location")])[0]
        known = sidebar.names()
        for name in ("country", "org"):
            if party in known[name]:
                sidebar.toggle(name, str(party))


def map_note(parties: pd.DataFrame, head: Mapping[str, Any]) -> str:
    """What the map cannot show, counted, and whose borders it draws."""
    drawn = parties["party_id"].isin(geometry.shapes()) | parties["latitude"].notna()
    missing = [words.plain(name) for name in parties.loc[~drawn, "name"]]
    notes = ["Click a country to filter by it."]
    if missing:
        notes.append(f"Not on the map: {words.listed(missing, 6)}.")
    if head["placeless"]:
        notes.append(placeless_note(head))
    return " ".join([*notes, geometry.BORDERS_NOTE])


def placeless_note(head: Mapping[str, Any]) -> str:
    """How many meetings no map can place."""
    return f"{words.count(int(head['placeless']), 'meeting')} in person without a place."


def ranking(shown: str | None, parties: pd.DataFrame, focused: list[str], topics: pd.DataFrame) -> None:
    """Bars of the most frequent counterparts or topics."""
    if shown == "About what":
        rows, noun, title = topics, "topic", "What they talked about most often"
    else:
        rows = parties[~parties["party_id"].isin(focused)].rename(columns={"party_id": "id", "name": "label"})
        noun, title = "counterpart", "Who met most often"
    if rows.empty:
        st.caption(f"No {noun} in these meetings.")
        return
    pictures.draw(charts.ranking(rows.head(RANKED)), f"ranking_{noun}", title, charts.ranked(rows, noun.capitalize()))
    if len(rows) > RANKED:
        st.caption(f"The first {RANKED} of {words.count(len(rows), noun)}.")


def timeline_note(head: Mapping[str, Any]) -> str:
    """What the timeline leaves out."""
    undated = int(head["undated"])
    return f"{words.count(undated, 'meeting')} without a date: not drawn." if undated else "Every meeting has a date."


def table_note(head: Mapping[str, Any]) -> str:
    """How much of the selection the table shows."""
    total = int(head["meetings"])
    rows = f"The newest {NEWEST} of {words.number(total)}." if total > NEWEST else f"All {words.number(total)}."
    rows = rows if total > 1 else "The only one."
    return f"{rows} Click a row to read the article behind it."
