"""The filters in the sidebar, and their way into the page's address and back.

The address speaks ids (``country=KAZ``) and the widgets speak names with counts, so the two are tied together here and
not by Streamlit's own binding, which would write the names.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from pages.shared import chips as chip_words
from pages.shared import data, options, periods, words
from pipeline import query
from pipeline.query import Filters

_IN_FORCE = "filters"
_IN_ADDRESS = "filters_address"
_PAGE = "filters_page"
_PROBLEMS = "filters_problems"


FIRST_DAY = date(1900, 1, 1)
"""Earliest day that can be chosen."""

OPTIONS = 500
"""Options of one list: the most frequent; the rest is found by the search box above."""


def current() -> Filters:
    """The filters in force."""
    found: Filters = st.session_state.get(_IN_FORCE, Filters())
    return found


def names() -> dict[str, dict[str, str]]:
    """Names by id for every open list of the current snapshot."""
    return data.ask(query.names)


def apply(filters: Filters) -> None:
    """Put other filters in force; for callbacks, which run before the widgets are drawn."""
    for name in query.NAMES:
        value = getattr(filters, name)
        st.session_state[_key(name)] = list(value) if isinstance(value, tuple) else value


def clear() -> None:
    """Back to everything."""
    apply(Filters())


def toggle(name: str, value: str) -> None:
    """Add a value to one of the list filters, or take it out again."""
    filters = current()
    chosen = getattr(filters, name)
    rest = tuple(other for other in chosen if other != value)
    apply(chip_words.changed(filters, name, rest if value in chosen else (*chosen, value)))


def draw(page: str) -> None:
    """Draw the filters, put them in force and into the address.

    Args:
        page: The address of the page that is shown; a page change drops the query, but not the filters.
    """
    _adopt(page)
    with st.sidebar:
        _widgets(current())
    filters = _from_widgets()
    st.session_state[_IN_FORCE] = filters
    _write_address(filters)


def notices() -> None:
    """Chips of the filters in force, and what they hide; drawn by the pages under their title."""
    for problem in st.session_state.get(_PROBLEMS, ()):
        st.warning(
            f"The link was followed without one of its filters: {words.plain(problem)}.", icon=":material/link_off:"
        )
    filters = current()
    chips = chip_words.chips(filters, names())
    if chips:
        with st.container(horizontal=True, gap="small", key="chips"):
            for index, chip in enumerate(chips):
                st.button(
                    words.plain(chip.label),
                    icon=":material/close:",
                    icon_position="right",
                    key=f"chip_{index}",
                    help="Remove this filter",
                    on_click=apply,
                    args=(chip.without,),
                )
            if len(chips) > 1:
                st.button("Clear all", type="tertiary", key="clear_chips", on_click=clear)
    hidden = data.ask(query.hidden, filters)
    undated, others = hidden.get("undated", 0), hidden.get("other_status", 0)
    if undated:
        _hidden(
            f"{words.count(undated, 'meeting')} without a date: not in a range of dates.",
            "undated",
            replace(filters, undated=True),
        )
    if others:
        _hidden(
            f"{words.count(others, 'meeting')} planned, cancelled or only mentioned: not shown.",
            "status",
            replace(filters, status=()),
        )


def _hidden(sentence: str, name: str, wider: Filters) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"hidden_{name}", gap="small"):
        st.caption(sentence, width="content")
        st.button("Show them", type="tertiary", key=f"show_{name}", on_click=apply, args=(wider,))


def _key(name: str) -> str:
    return f"filter_{name}"


def _adopt(page: str) -> None:
    """Decide where the filters come from: a widget just changed, the address, or the run before."""
    address = {name: st.query_params.get_all(name) for name in query.NAMES if name in st.query_params}
    first = _IN_ADDRESS not in st.session_state
    moved = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    changed = not first and _from_widgets() != current()
    # Leaving a page empties the address; Back and a link typed by hand change it without leaving.
    foreign = address != st.session_state.get(_IN_ADDRESS) and not (moved and not address)
    if first or (foreign and not changed):
        known = {name: set(by_id) for name, by_id in names().items()}
        filters, problems = query.parse(address, known)
        st.session_state[_PROBLEMS] = problems
        st.session_state[_IN_FORCE] = filters
        apply(filters)
    else:
        if changed:
            st.session_state[_PROBLEMS] = []
        filters = _from_widgets()
        st.session_state[_IN_FORCE] = filters
        apply(filters)


def _from_widgets() -> Filters:
    """The filters as the widgets hold them; a widget that is not drawn keeps what is in force."""
    found: dict[str, Any] = {}
    for name in query.NAMES:
        value = st.session_state.get(_key(name), getattr(current(), name))
        if name in query.LISTS and value:
            value = tuple(options.ids(value, chip_words.CLOSED_WORDS.get(name) or names()[name]))
        found[name] = tuple(value) if isinstance(value, list) else value
    found["q"] = (found["q"] or "").strip()
    found["match"] = found["match"] or "any"
    return Filters(**found)


def _write_address(filters: Filters) -> None:
    wanted = filters.to_query()
    present = {name: st.query_params.get_all(name) for name in query.NAMES if name in st.query_params}
    if wanted != present:
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in query.NAMES}
        st.query_params.from_dict({**others, **wanted})
    st.session_state[_IN_ADDRESS] = wanted


def _widgets(filters: Filters) -> None:
    st.text_input(
        "Search",
        key=_key("q"),
        type="search",
        placeholder="Name, place, word",
        help="Looks in titles, names and the articles' text.",
    )
    _choice(filters, "country", "Countries", "Any country")
    if len(filters.parties) > 1:
        st.segmented_control(
            "Meetings with",
            query.MATCHES,
            key=_key("match"),
            format_func=chip_words.MATCH.__getitem__,
            required=True,
        )
    _dates(filters)
    _choice(filters, "topic", "Topics", "Any topic")
    _choice(filters, "person", "People", "Anybody")
    _choice(filters, "mode", "How they met", "Any way", words.MODE)
    _choice(filters, "status", "Status", "Any status", words.STATUS)
    more = st.expander("More filters", key="more_filters", on_change="rerun")
    if not more.open:  # half of all options would be counted for a list that nobody sees
        return
    with more:
        _choice(filters, "org", "Organisations", "Any organisation")
        _choice(filters, "setting", "Setting", "Any setting", words.SETTING)
        _choice(filters, "level", "Level of participants", "Any level", words.LEVEL)
        _choice(filters, "outlet", "Outlet", "Any outlet")
        _choice(filters, "review", "Review", "Any state", words.REVIEW)
        st.slider("Confidence from", 0, 100, key=_key("confidence"), step=5, format="%d %%")


def _dates(filters: Filters) -> None:
    """A preset, or a range of one's own; the range is what counts and what the address says."""
    latest = _latest()
    st.session_state["period"] = periods.named(filters.since, filters.until, latest)
    if st.session_state.pop("period_own", False):
        st.session_state["period"] = "own"
    st.selectbox(
        "Dates",
        list(periods.PRESETS),
        format_func=periods.PRESETS.__getitem__,
        key="period",
        on_change=_take_preset,
        help="Presets count back from the latest meeting, not from today.",
    )
    if st.session_state["period"] == "own":
        st.date_input("From", value=None, key=_key("since"), format="DD/MM/YYYY", min_value=FIRST_DAY)
        st.date_input("To", value=None, key=_key("until"), format="DD/MM/YYYY", min_value=FIRST_DAY)
    if filters.since or filters.until or filters.undated:
        st.checkbox("With undated meetings", key=_key("undated"))


def _latest() -> date | None:
    return periods.latest_day(data.ask(query.headline, Filters())["last"])


def _take_preset() -> None:
    preset = st.session_state["period"]
    if preset == "own":
        st.session_state["period_own"] = True
        return
    since, until = periods.bounds(preset, _latest())
    apply(replace(current(), since=since, until=until))


def _choice(filters: Filters, name: str, label: str, placeholder: str, closed: dict[str, str] | None = None) -> None:
    """One list filter; each option says how many meetings it would show under the other filters."""
    rows = data.ask(query.facet, filters, name, limit=OPTIONS)
    counts = dict(zip(rows["id"], rows["n"], strict=True))
    chosen = getattr(filters, name)
    known = closed or names()[name]
    shown = closed or {value: known[value] for value in dict.fromkeys([*chosen, *rows["id"]])}
    st.multiselect(
        label,
        [option for option in shown if counts.get(option) or option in chosen],
        key=_key(name),
        placeholder=placeholder,
        format_func=options.counted(shown, counts),
        select_all=False,
        help=f"The {OPTIONS} most frequent; find others with the search above." if len(rows) == OPTIONS else None,
    )
