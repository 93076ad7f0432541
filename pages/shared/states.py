"""What a page says when there is nothing to show, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared import sidebar, words
from pipeline.query import Filters


def no_build(folder: Path) -> None:
    """Nothing has been built yet."""
    st.title("No meetings yet")
    st.write(
        "Sidelines reads articles and shows who met whom, when, where and about what. Nothing has been read so far,"
        f" or not into the folder {words.plain(folder.as_posix())}."
    )
    st.write("Read the five articles that come with it, or your own:")
    st.code("sidelines build seeds\nsidelines build my-articles/", language="bash")
    st.caption("This page shows the meetings as soon as a build is there; reload it then.")


def unreadable(error: Exception) -> None:
    """There is a build, but it cannot be opened."""
    st.title("The data cannot be read")
    st.write(words.plain(error))
    st.write("Build again, then reload this page.")


def nothing_selected() -> None:
    """The filters leave no meeting; or nothing is filtered, and the articles tell of none."""
    with st.container(border=True):
        if sidebar.current() == Filters():
            st.header("No meeting was found")
            st.write("None of the articles that were read tells of a meeting that was held.")
            st.page_link("pages/data.py", label="What was read, and what could not be", icon=":material/database:")
            return
        st.header("No meeting fits these filters")
        st.write("Remove one of the filters above, or start again from everything.")
        st.button("Clear all filters", icon=":material/filter_alt_off:", key="clear_empty", on_click=sidebar.clear)


def unknown_meeting(meeting_id: str) -> None:
    """A link to a meeting that is not in this build."""
    st.title("This meeting is not here")
    if meeting_id:
        st.write(f"The current build has no meeting with the id {words.plain(meeting_id)}.")
        st.write("It may come from another collection of articles, or have been withdrawn since the link was made.")
    else:
        st.write("The address names no meeting.")
    st.page_link("pages/meetings.py", label="All meetings", icon=":material/table_rows:")
