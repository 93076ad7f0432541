import streamlit as st

from pages.shared import data, downloads, frame, meeting_view, overview, sidebar, states, words
from pipeline import query

frame.boot()

PAGE_ROWS = 50
TALL_ROWS, TABLE_HEIGHT = 20, 738  # from so many rows on the table takes so many pixels

filters = sidebar.current()
head = data.ask(query.headline, filters)

st.title("Meetings")
st.caption(overview.subtitle(head))
sidebar.notices()

if not head["meetings"]:
    states.nothing_selected()
    st.stop()

total = int(head["meetings"])
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    order = st.selectbox("Sort by", list(query.SORTS), format_func=words.SORTS.__getitem__, key="sort", width=240)
    downloads.buttons(filters, total)
pages = -(-total // PAGE_ROWS)
number = st.session_state.get("rows_page", 1)
number = min(number, pages)
rows = data.ask(query.page, filters, order, (number - 1) * PAGE_ROWS, PAGE_ROWS)
meeting_view.opened(rows, f"meetings_{number}", TABLE_HEIGHT if len(rows) >= TALL_ROWS else "auto")
if pages > 1:
    st.pagination(pages, key="rows_page")
st.caption(f"{words.count(total, 'meeting')}. Click a row to read the article behind it.")
