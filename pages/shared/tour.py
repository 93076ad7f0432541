"""A short tour for the first visit; one click and it is gone for the session."""

from __future__ import annotations

import streamlit as st

_SEEN = "tour_seen"

STEPS = (
    (":material/filter_alt:", "Filter at the left, or click a country on the map. Every page follows."),
    (":material/handshake:", "Click a row: the meeting opens with its article and the words that prove it."),
    (":material/link:", "The address holds your view. Copy it, send it, keep it."),
    (":material/download:", "Take home exactly what you see, with a note on what it is and how to cite it."),
)


def first_visit() -> None:
    """Four sentences, once a session, and not for those who came by a link."""
    if st.session_state.get(_SEEN) or st.query_params:
        st.session_state[_SEEN] = True
        return
    with st.container(border=True, key="tour"):
        columns = st.grid(4, min_column_width=190)
        for icon, sentence in STEPS:
            columns.markdown(f"{icon} {sentence}")
        st.button("Got it", key="tour_done", type="tertiary", on_click=_done)


def _done() -> None:
    st.session_state[_SEEN] = True
