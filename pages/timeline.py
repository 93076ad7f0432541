import streamlit as st

from pages.shared import data, frame, overview, sidebar, states, timeline_view
from pipeline import query

frame.boot()

filters = sidebar.current()
head = data.ask(query.headline, filters)

st.title("Timeline")
st.caption(overview.subtitle(head))
sidebar.notices()

if not head["meetings"]:
    states.nothing_selected()
    st.stop()

with st.container(border=True):
    timeline_view.lanes(filters, head)
with st.container(border=True):
    timeline_view.calendar(data.ask(query.dates, filters))
with st.container(border=True):
    timeline_view.gaps(data.ask(query.gaps, filters), data.ask(query.coverage, filters))
