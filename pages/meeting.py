import streamlit as st

from pages.shared import changes_view, data, frame, meeting_page, meeting_view, states, words
from pipeline import query

frame.boot()

meeting_id = st.query_params.get("id", "")
found = data.ask(query.meeting, meeting_id) if meeting_id else None
if found is None:
    if not changes_view.withdrawn(meeting_id):
        states.unknown_meeting(meeting_id)
    st.stop()

st.page_link("pages/meetings.py", label="All meetings", icon=":material/arrow_back:")
st.title(words.plain(found["meetings"]["title"].iloc[0]))
changes_view.answered(meeting_id, found["meetings"].iloc[0])
meeting_view.show(str(found["meetings"]["meeting_id"].iloc[0]), heading=False)
meeting_page.extras(found)
