import streamlit as st

from pages.shared import frame, profiles, sidebar

frame.boot()

filters = sidebar.current()

st.title("Topics")
sidebar.notices()

names = sidebar.names()[profiles.TOPICS.filter]
chosen = profiles.choose(profiles.TOPICS, filters)
if not chosen:
    st.info("Choose at least one above.")
elif len(chosen) == 1:
    profiles.profile(profiles.TOPICS, chosen[0], names.get(chosen[0], chosen[0]), filters)
else:
    profiles.compare(profiles.TOPICS, chosen, names, filters)
