"""Profiles of countries, people and topics: one in full, or up to five side by side on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import (
    address,
    charts,
    comparisons,
    data,
    meeting_view,
    options,
    pictures,
    sidebar,
    states,
    tables,
    words,
)
from pipeline import query
from pipeline.query import Filters

COMPARED = 5
"""Side by side at most; with more nobody tells the colours apart."""

RANKED = 10
"""Bars of a ranking."""

ROWS = 15
"""Rows of the lists on a profile."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page profiles.

    Attributes:
        filter: The filter that selects one of it; also the parameter of the page's address, prefixed.
        one: A word for one.
        many: A word for several.
    """

    filter: str
    one: str
    many: str


COUNTRIES = Kind("country", "country", "countries")
PEOPLE = Kind("person", "person", "people")
TOPICS = Kind("topic", "topic", "topics")


def draw(kind: Kind, filters: Filters) -> None:
    """A page of profiles under its title: one in full, or several side by side.

    Args:
        kind: What is profiled.
        filters: The sidebar's.
    """
    rows = data.ask(query.facet, _without(filters, kind), kind.filter, limit=sidebar.OPTIONS)
    rows = rows[rows["n"] > 0]
    if rows.empty and data.ask(query.count, filters):
        st.info(f"None of these meetings names a {kind.one}.")
        return
    if rows.empty:
        states.nothing_selected()
        return
    names = sidebar.names()[kind.filter]
    chosen = _choose(kind, filters, rows, names)
    if not chosen:
        st.info("Choose at least one above.")
    elif len(chosen) == 1:
        profile(kind, chosen[0], names.get(chosen[0], chosen[0]), filters)
    else:
        compare(kind, chosen, names, filters)


def _choose(kind: Kind, filters: Filters, rows: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """The ids to be shown, from the address or the most frequent one."""
    counts = dict(zip(rows["id"], rows["n"], strict=True))
    preset = list(getattr(filters, kind.filter))[:COMPARED]
    default = preset or [str(value) for value in rows["id"].head(1)]
    who = address.key("who")
    if who in st.session_state:
        st.session_state[who] = options.ids(st.session_state[who], known)
    address.before("who", known, default, several=True)
    st.multiselect(
        f"Which {kind.one}; choose up to {COMPARED} to compare",
        list(dict.fromkeys([*st.session_state[who], *(str(value) for value in rows["id"])])),
        key=who,
        max_selections=COMPARED,
        format_func=options.counted(known, counts),
        select_all=False,
    )
    # Written even when it is the default: that follows the data, and a link must not.
    return address.after("who")


def _without(filters: Filters, kind: Kind) -> Filters:
    """The sidebar's filters but for the kind's own, which the page chooses itself."""
    emptied: dict[str, Any] = {kind.filter: ()}
    return replace(filters, **emptied)


def selection(kind: Kind, filters: Filters, one: str) -> Filters:
    """The meetings of one of them, under the sidebar's other filters."""
    if kind is COUNTRIES:
        rest = tuple(country for country in filters.country if country != one)
        return replace(filters, country=(one, *rest), match="all" if rest or filters.org else "any")
    chosen: dict[str, Any] = {kind.filter: (one,)}
    return replace(filters, **chosen)


def profile(kind: Kind, one: str, name: str, filters: Filters) -> None:
    """One in full: figures, when, with whom, about what, where, who attends, and its meetings."""
    meant = selection(kind, _without(filters, kind), one)
    head = data.ask(query.headline, meant)
    span = data.ask(query.span, meant)
    _figures(kind, one, head, span)
    if not head["meetings"]:
        st.caption("No meeting under the filters at the left.")
        return
    with st.container(border=True):
        st.header("When")
        dates = data.ask(query.dates, meant)
        pictures.draw(charts.timeline(dates), "profile_when", f"{name}: meetings over time", charts.months(dates))
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.header("With whom")
        _ranking(_counterparts(kind, one, meant), "profile_whom", f"{name}: with whom", "Party")
    with right, st.container(border=True, height="stretch"):
        if kind is TOPICS:
            st.header("Together with which topics")
            _ranking(_topics(meant, one), "profile_what", f"{name}: together with which topics", "Topic")
        else:
            st.header("About what")
            _ranking(_topics(meant), "profile_what", f"{name}: about what", "Topic")
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("Who attends")
        _people(meant, one)
    with right:
        st.header("Where")
        _places(meant)
    st.header("What changed")
    st.write(comparisons.change(data.ask(query.topics_by_year, meant)))
    st.header("Newest meetings")
    meeting_view.opened(data.ask(query.page, meant, limit=ROWS), key="profile")


def compare(kind: Kind, chosen: list[str], names: Mapping[str, str], filters: Filters) -> None:
    """Several side by side, always on one scale."""
    meant = {names[one]: selection(kind, _without(filters, kind), one) for one in chosen}
    heads = {name: data.ask(query.headline, own) for name, own in meant.items()}
    tables.plain(
        pd.DataFrame(
            {
                kind.one.capitalize(): list(heads),
                "Meetings": [head["meetings"] for head in heads.values()],
                "Parties": [head["parties"] for head in heads.values()],
                "People": [head["people"] for head in heads.values()],
                "First": [words.text(head["first"], words.NO_DATE) for head in heads.values()],
                "Last": [words.text(head["last"], words.NO_DATE) for head in heads.values()],
            }
        ),
        alt=f"Figures of the {kind.many} compared",
    )
    with st.container(border=True):
        st.header("When")
        years = {name: data.ask(query.years, own) for name, own in meant.items()}
        title = f"Meetings a year: {words.listed(meant)}"
        pictures.draw(comparisons.years(years), "compare_when", title, comparisons.beside(years, "year", "Year"))
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.header("With whom")
        whom = {names[one]: _counterparts(kind, one, meant[names[one]]) for one in chosen}
        _dots(whom, "compare_whom", f"With whom: {words.listed(meant)}", "Party")
    with right, st.container(border=True, height="stretch"):
        st.header("About what")
        what = {name: _topics(own) for name, own in meant.items()}
        _dots(what, "compare_what", f"About what: {words.listed(meant)}", "Topic")


def _figures(kind: Kind, one: str, head: Mapping[str, Any], span: Mapping[str, Any]) -> None:
    grid = st.grid(4, min_column_width=150)
    grid.metric("Meetings", words.number(head["meetings"]), border=True)
    for label, which in (("First", "first"), ("Last", "last"), ("Next planned", "planned")):
        found = span[which]
        grid.metric(
            label,
            words.day(found["date"]) if found else "none",
            help=words.plain(found["title"]) if found else None,
            border=True,
        )


def _counterparts(kind: Kind, one: str, meant: Filters) -> pd.DataFrame:
    rows = data.ask(query.parties, meant).rename(columns={"party_id": "id", "name": "label"})
    if kind is PEOPLE:
        person = data.ask(query.person, one)
        own = str(person["party_id"]) if person else ""
    else:
        own = one
    return rows[rows["id"] != own]


def _topics(meant: Filters, own: str = "") -> pd.DataFrame:
    rows = data.ask(query.topics, meant)
    return rows[rows["id"] != own]


def _ranking(rows: pd.DataFrame, key: str, title: str, what: str) -> None:
    if rows.empty:
        st.caption("None told.")
        return
    pictures.draw(charts.ranking(rows.head(RANKED)), key, title, charts.ranked(rows, what))
    if len(rows) > RANKED:
        st.caption(f"The first {RANKED} of {words.number(len(rows))}; all of them are in the table.")


def _dots(counted: Mapping[str, pd.DataFrame], key: str, title: str, what: str) -> None:
    if all(frame.empty for frame in counted.values()):
        st.caption("None told.")
        return
    pictures.draw(comparisons.dots(counted), key, title, comparisons.beside(counted, "label", what))


def _people(meant: Filters, own: str) -> None:
    rows = data.ask(query.people, meant, limit=ROWS + 1)
    rows = rows[rows["person_id"] != own].head(ROWS)
    if rows.empty:
        st.caption("Nobody is named.")
        return
    tables.plain(
        pd.DataFrame(
            {
                "Name": rows["name"],
                "For": rows["party"],
                "Meetings": rows["n"],
                "Last": [words.text(last, words.NO_DATE) for last in rows["last"]],
                "Role": [words.text(role, "") for role in rows["role"]],
            }
        ),
        alt="People who attend",
    )


def _places(meant: Filters) -> None:
    rows = data.ask(query.places, meant).head(ROWS)
    if rows.empty:
        st.caption("No place is told.")
        return
    tables.plain(
        pd.DataFrame(
            {
                "Place": [
                    words.place(city, country) for city, country in zip(rows["city"], rows["country_name"], strict=True)
                ],
                "Meetings": rows["n"],
                "Last": [words.text(last, words.NO_DATE) for last in rows["last"]],
            }
        ),
        alt="Places of the meetings",
    )
