import streamlit as st

from pages.shared import frame, profiles, sidebar

frame.boot()

filters = sidebar.current()

st.title("People")
sidebar.notices()

names = sidebar.names()[profiles.PEOPLE.filter]
chosen = profiles.choose(profiles.PEOPLE, filters)
if not chosen:
    st.info("Choose at least one above.")
elif len(chosen) == 1:
    profiles.profile(profiles.PEOPLE, chosen[0], names.get(chosen[0], chosen[0]), filters)
else:
    profiles.compare(profiles.PEOPLE, chosen, names, filters)
