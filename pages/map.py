import streamlit as st

from pages.shared import data, frame, geometry, journeys, map_view, overview, sidebar, states, words
from pipeline import query

frame.boot()

filters = sidebar.current()
head = data.ask(query.headline, filters)

st.title("Map")
st.caption(overview.subtitle(head))
sidebar.notices()

if not head["meetings"]:
    states.nothing_selected()
    st.stop()

parties = data.ask(query.parties, filters)
places = data.ask(query.places, filters)
focus = overview.focus(filters, parties, int(head["meetings"]))

shown = map_view.choose()
with st.container(border=True):
    st.header(words.plain(map_view.title(shown, focus, parties)), help=geometry.BORDERS_NOTE)
    map_view.draw(shown, filters, parties, places, focus)
    st.caption(map_view.note(shown, parties, head))

first, towns = st.tabs(["Hosts and guests" if shown == "links" else "Countries and organisations", "Places"])
with first:
    if shown == "links":
        map_view.link_table(data.ask(journeys.links, filters))
    else:
        map_view.party_table(parties)
with towns:
    map_view.place_table(places)
