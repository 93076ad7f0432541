import streamlit as st

from pages.shared import address, changes_view, frame, sidebar
from pipeline.query import Filters

frame.boot()

filters = sidebar.current()

st.title("What's new")
st.caption("What the latest builds and corrections changed, and why. Nothing changes silently.")
if filters != Filters():
    sidebar.notices()

editions = changes_view.selected(changes_view.editions(), filters)
if not editions:
    with st.container(border=True):
        st.header("This is the first build")
        st.write("There is nothing to compare it with yet. The next build or correction shows here what it changed.")
    st.stop()

called = changes_view.names(editions)
shown = address.choice("show", changes_view.SHOW, "Kind of change")
changes_view.downloads(editions, called)
for number, edition in enumerate(editions):
    changes_view.edition(edition, shown, called, newest=number == 0)
