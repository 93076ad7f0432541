"""The frame around every page: settings, navigation, the filters, and what is said before there is a build.

Streamlit takes a folder named ``pages`` for its old kind of multipage app until some session has called
``st.navigation``: after each start of the server a link straight to a page would run that page alone, without filters.
So every page begins with :func:`boot`, which draws the frame around itself when nobody has, and its file is called as
its address: under another name that first link would be answered with "Page not found".
"""

from __future__ import annotations

import threading
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from pages.shared import data, html, ink, sidebar, states, views
from pipeline import errors

STATIC = Path(__file__).parents[2] / "static"
"""Beside the pages wherever they are installed; the server may have been started anywhere."""

_state = threading.local()
"""Whether this thread, one script run, is inside :func:`main`."""


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    st.set_page_config(page_title="Sidelines", page_icon=str(STATIC / "mark.svg"), layout="wide")
    page = st.navigation(_pages(), position="top")
    html.show(html.sheet())
    st.logo(str(STATIC / "logo.svg"), size="large", icon_image=str(STATIC / "mark.svg"))
    if not data.has_build():
        states.no_build(data.build_folder())
        return
    try:
        data.database()
    except errors.StoreError as error:
        states.unreadable(error)
        return
    sidebar.draw(page.url_path)
    with st.sidebar:
        views.draw()
        ink.watch()
    _state.active = True
    try:
        page.run()
    finally:
        _state.active = False


def _pages() -> dict[str, list[StreamlitPage]]:
    """Pages by section; those without one stand on the bar themselves, the others behind their section's name."""
    return {
        "": [
            st.Page("pages/overview.py", title="Overview", icon=":material/public:", default=True),
            st.Page("pages/meetings.py", title="Meetings", icon=":material/table_rows:"),
            st.Page("pages/map.py", title="Map", icon=":material/map:"),
            st.Page("pages/timeline.py", title="Timeline", icon=":material/timeline:"),
            st.Page("pages/network.py", title="Network", icon=":material/hub:"),
            st.Page("pages/data.py", title="Data", icon=":material/database:"),
            st.Page("pages/meeting.py", title="Meeting", icon=":material/handshake:", visibility="hidden"),
        ],
        "Profiles": [
            st.Page("pages/countries.py", title="Countries", icon=":material/flag:"),
            st.Page("pages/people.py", title="People", icon=":material/group:"),
            st.Page("pages/topics.py", title="Topics", icon=":material/sell:"),
        ],
        "Desk": [
            st.Page("pages/review.py", title="Review", icon=":material/fact_check:"),
            st.Page("pages/changes.py", title="What's new", icon=":material/update:"),
            st.Page("pages/try.py", title="Try an article", icon=":material/science:"),
        ],
    }


def boot() -> None:
    """First line of every page: inside the frame nothing happens, outside the frame is drawn and the run ends."""
    if not getattr(_state, "active", False):
        main()
        st.stop()
