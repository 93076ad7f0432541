import streamlit as st

from pages.shared import data, frame, network_view, overview, sidebar, states
from pipeline import query

frame.boot()

filters = sidebar.current()
head = data.ask(query.headline, filters)

st.title("Network")
st.caption(overview.subtitle(head))
sidebar.notices()

if not head["meetings"]:
    states.nothing_selected()
    st.stop()

network_view.draw(filters)
