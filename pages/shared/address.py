"""Choices of one page in its address (``/map?show=years``), beside the filters that belong to all pages.

A widget drawn between :func:`before` and :func:`after` opens as the address says and writes itself there; Back works.
What stands at its default is left out, and a choice leaves the address with its page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlencode, urljoin

import streamlit as st


def key(name: str) -> str:
    """The widget's key."""
    return f"view_{name}"


def before(name: str, known: Collection[str], default: Sequence[str] = (), several: bool = False) -> None:
    """Set the widget's state from the address when that has changed since it was last written.

    Args:
        name: The parameter.
        known: Values that are understood; others are dropped.
        default: What the widget shows when the address says nothing.
        several: Whether the widget holds a list.
    """
    given = [value for value in st.query_params.get_all(name) if value in known] or list(default)
    written = st.session_state.get(f"{key(name)}_address")
    held = st.session_state.get(key(name))
    held_list = held if several else [held]
    if held is None or (given != written and held_list == written):
        st.session_state[key(name)] = given if several else (given[0] if given else None)
    else:
        st.session_state[key(name)] = held


def after(name: str, default: Sequence[str] = ()) -> list[str]:
    """Write the widget's state into the address.

    Returns:
        The chosen values, one for a widget of one choice.
    """
    held = st.session_state.get(key(name))
    chosen = [held] if isinstance(held, str) else list(held or [])
    wanted = [] if chosen == list(default) else chosen
    if st.query_params.get_all(name) != wanted:
        if wanted:
            st.query_params[name] = wanted
        elif name in st.query_params:
            del st.query_params[name]
    st.session_state[f"{key(name)}_address"] = chosen
    return chosen


def choice(name: str, options: dict[str, str], label: str) -> str:
    """One choice out of a few, all visible; the first is the default."""
    default = [next(iter(options))]
    before(name, options, default)
    st.segmented_control(
        label,
        list(options),
        required=True,
        format_func=options.__getitem__,
        key=key(name),
        label_visibility="collapsed",
    )
    return after(name, default)[0]


def relative(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """A page's address seen from any other page, so that it holds under a base path too."""
    return f"{page}?{urlencode([(name, value) for name, values in parameters.items() for value in values])}"


def link(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """A page's full address, to be copied; put together here since Streamlit does not tell the query string."""
    here = st.context.url or ""
    return urljoin(here, relative(page, parameters).removesuffix("?"))
