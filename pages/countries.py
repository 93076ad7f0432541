import streamlit as st

from pages.shared import frame, profiles, sidebar

frame.boot()

filters = sidebar.current()

st.title("Countries")
sidebar.notices()

names = sidebar.names()[profiles.COUNTRIES.filter]
chosen = profiles.choose(profiles.COUNTRIES, filters)
if not chosen:
    st.info("Choose at least one above.")
elif len(chosen) == 1:
    profiles.profile(profiles.COUNTRIES, chosen[0], names.get(chosen[0], chosen[0]), filters)
else:
    profiles.compare(profiles.COUNTRIES, chosen, names, filters)
