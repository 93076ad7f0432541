import streamlit as st

from pages.shared import data_view, frame, sidebar

frame.boot()

filters = sidebar.current()

st.title("Data")
st.caption("Take it with you, know what each column means, and what the data cannot say.")
sidebar.notices()

take, columns, build, holes, quality, cite = st.tabs(
    ["Download", "Codebook", "This build", "What it cannot say", "How good it is", "How to cite"]
)
with take:
    data_view.selection(filters)
with columns:
    data_view.codebook()
with build:
    data_view.build()
with holes:
    data_view.cannot_say()
with quality:
    data_view.quality()
with cite:
    data_view.cite(filters)
