import streamlit as st

from pages.shared import (
    charts,
    data,
    downloads,
    frame,
    geometry,
    meeting_view,
    overview,
    pictures,
    sidebar,
    states,
    tour,
    words,
)
from pipeline import query

frame.boot()

filters = sidebar.current()
head = data.ask(query.headline, filters)

st.title("Who met whom")
st.caption(overview.subtitle(head))
sidebar.notices()
tour.first_visit()

if not head["meetings"]:
    states.nothing_selected()
    st.stop()

overview.figures(head, filters)

counterparts, places = data.ask(query.parties, filters), data.ask(query.places, filters)
focus = overview.focus(filters, counterparts, int(head["meetings"]))
wide, narrow = st.columns([5, 2], gap="medium")
with wide, st.container(border=True, height="stretch"):
    st.header(words.plain(overview.map_title(focus, counterparts)), help=geometry.BORDERS_NOTE)
    overview.map_chart(counterparts, places, focus)
    st.caption(overview.map_note(counterparts, head))
with narrow, st.container(border=True, height="stretch"):
    shown = st.segmented_control(
        "Most frequent",
        ["With whom", "About what"],
        default="With whom",
        required=True,
        key="ranking",
        label_visibility="collapsed",
    )
    overview.ranking(shown, counterparts, focus, data.ask(query.topics, filters))

with st.container(border=True):
    st.header("When they met")
    dates = data.ask(query.dates, filters)
    pictures.draw(charts.timeline(dates), "timeline", "Meetings over time", charts.months(dates))
    st.caption(overview.timeline_note(head))

st.header("Meetings")
meeting_view.opened(data.ask(query.page, filters, limit=overview.NEWEST), key="newest")
st.caption(overview.table_note(head))
downloads.buttons(filters, int(head["meetings"]))
