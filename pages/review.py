import streamlit as st

from pages.shared import (
    address,
    data,
    frame,
    review_desk,
    review_form,
    review_history,
    review_list,
    review_queue,
    review_seats,
    sidebar,
    states,
    words,
)

frame.boot()

SHOWN = {"queue": "To review", "done": "What was done", "add": "Add a meeting"}

filters = sidebar.current()
meeting_id = st.query_params.get("meeting", "")
queue = data.ask(review_queue.waiting, filters)

if meeting_id:
    found = review_form.load(meeting_id)
    if found is None:
        states.unknown_meeting(meeting_id)
        st.stop()
    review_list.bar(queue, str(found["meetings"]["meeting_id"].iloc[0]))
    st.title(words.plain(found["meetings"]["title"].iloc[0]))
    review_desk.closed()
    review_desk.sign_in()
    review_desk.answer()
    following = queue.after(str(found["meetings"]["meeting_id"].iloc[0]))
    review_form.draw(found, following, st.query_params.get("field", ""))
    review_history.draw(only=str(found["meetings"]["meeting_id"].iloc[0]))
    st.stop()

st.title("Review")
st.caption("Confirm what is right, correct what is wrong. It counts at once, for everybody, and in every later build.")
shown = address.choice("show", SHOWN, "Part")
if shown == "queue":
    sidebar.notices()
review_desk.closed()
if shown == "queue":
    review_desk.answer()
    review_list.draw(queue)
else:
    review_desk.sign_in()
    review_desk.answer()
    if shown == "done":
        review_history.draw()
    else:
        review_seats.missed({})
