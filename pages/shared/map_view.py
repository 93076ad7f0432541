"""The map page's parts: what it shows, the figure for it, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, data, geometry, journeys, maps, overview, pictures, tables, words, world
from pipeline.query import Filters

SHOWN = {
    "count": "How often",
    "last": "When last",
    "links": "Who received whom",
    "years": "Year by year",
}
MAP_HEIGHT, PHONE_HEIGHT = 560, 320


def choose() -> str:
    """What the map shows."""
    return address.choice("show", SHOWN, "What the map shows")


def title(shown: str, focus: list[str], parties: pd.DataFrame) -> str:
    """What the map shows, in words."""
    if shown == "links":
        return "Who received whom"
    return (
        overview.map_title(focus, parties)
        + {"count": "", "last": ", by last meeting", "years": ", year by year"}[shown]
    )


def draw(shown: str, filters: Filters, parties: pd.DataFrame, places: pd.DataFrame, focus: list[str]) -> None:
    """Draw the chosen map; a click on a country adds it to the filters."""
    narrow = overview.is_phone()
    height = PHONE_HEIGHT if narrow else MAP_HEIGHT
    if shown == "years":
        by_year = data.ask(journeys.by_year, filters)
        if by_year.empty:
            st.info("None of these meetings has a date.")
            return
        figure = maps.playing(by_year, data.ask(journeys.places_by_year, filters), focus, height, narrow)
    elif shown == "last":
        figure = maps.last_meeting(parties, places, focus, height)
    elif shown == "links":
        figure = maps.add_links(world.world_map(parties.head(0), places, (), height), data.ask(journeys.links, filters))
    else:
        figure = world.world_map(parties, places, focus, height)
    pictures.draw(
        figure,
        key=f"map_{shown}",
        title=title(shown, focus, parties),
        rows=by_year_in_words(data.ask(journeys.by_year, filters)) if shown == "years" else None,
        on_select=lambda: overview.filter_by_click(f"map_{shown}"),
    )


def by_year_in_words(by_year: pd.DataFrame) -> pd.DataFrame:
    """The rows behind the years that play."""
    rows = by_year.sort_values(["year", "n", "name"], ascending=[False, False, True])
    return pd.DataFrame({"Year": [str(year) for year in rows["year"]], "Party": rows["name"], "Meetings": rows["n"]})


def note(shown: str, parties: pd.DataFrame, head: Mapping[str, Any]) -> str:
    """What this map cannot show, counted."""
    told = []
    if shown == "years" and head["undated"]:
        told.append(f"{words.count(int(head['undated']), 'meeting')} without a date: in no year.")
    if shown == "links":
        told.append(
            "A link joins the capitals of a host and its guest; meetings on neutral ground, such as those in New York"
            " of which the United States was no part, have none."
        )
        if head["placeless"]:
            told.append(overview.placeless_note(head))
        return " ".join([*told, geometry.BORDERS_NOTE])
    return " ".join([*told, overview.map_note(parties, head)])


def party_table(parties: pd.DataFrame) -> None:
    """The rows behind the shades."""
    tables.plain(
        overview.parties_in_words(parties),
        alt="Parties with their number of meetings and the date of the last",
    )


def place_table(places: pd.DataFrame) -> None:
    """The rows behind the dots."""
    tables.plain(
        pd.DataFrame(
            {
                "Place": [
                    words.place(city, country)
                    for city, country in zip(places["city"], places["country_name"], strict=True)
                ],
                "Meetings": places["n"],
                "Last": [words.text(last, words.NO_DATE) for last in places["last"]],
            }
        ),
        alt="Places with their number of meetings",
    )


def link_table(links: pd.DataFrame) -> None:
    """The rows behind the links."""
    if links.empty:
        st.caption("None of these meetings was held in person in the country of one of its parties.")
        return
    tables.plain(
        pd.DataFrame(
            {
                "Host": links["host_name"],
                "Guest": links["guest_name"],
                "Meetings": links["n"],
                "Last": [words.text(last, words.NO_DATE) for last in links["last"]],
            }
        ),
        alt="Hosts and guests with their number of meetings",
    )
