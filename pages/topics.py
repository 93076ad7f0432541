import streamlit as st

from pages.shared import frame, profiles, sidebar

frame.boot()

filters = sidebar.current()

st.title("Topics")
sidebar.notices()
profiles.draw(profiles.TOPICS, filters)
