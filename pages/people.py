import streamlit as st

from pages.shared import frame, profiles, sidebar

frame.boot()

filters = sidebar.current()

st.title("People")
sidebar.notices()
profiles.draw(profiles.PEOPLE, filters)
