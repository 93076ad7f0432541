"""The queue on the page, and the bar that leads through it one meeting at a time."""

from __future__ import annotations

import streamlit as st

from pages.shared import review_desk, review_queue, words
from pages.shared.review_queue import Waiting

PAGE_ROWS = 25


def draw(queue: Waiting) -> None:
    """The queue as a table; a click on a row opens that meeting."""
    if not queue.waiting:
        with st.container(border=True):
            st.header("Nothing waits for review")
            everybody = f"{words.count(queue.reviewed, 'meeting')} of this selection " if queue.reviewed else ""
            st.write(
                f"{everybody}{'is' if queue.reviewed == 1 else 'are'} reviewed." if everybody else "No meeting to show."
            )
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{words.count(queue.waiting, 'meeting')}** to review, {words.number(queue.reviewed)} reviewed."
            " First come contradictions between sources, then doubtful rows and those that many articles tell."
        )
        st.button(
            "Start with the first",
            type="primary",
            icon=":material/play_arrow:",
            key="review_start",
            on_click=review_desk.leave,
            args=(queue.rows["meeting_id"].iloc[0],),
        )
    pages = -(-len(queue.rows) // PAGE_ROWS)
    number = min(st.session_state.get("review_queue_page", 1), pages)
    rows = queue.rows.iloc[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    column = st.column_config
    event = st.dataframe(
        review_queue.table(rows),
        key=review_desk.key(f"queue_{number}"),
        hide_index=True,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        column_config={
            "Meeting": column.TextColumn("Meeting", width="large"),
            "Date": column.TextColumn("Date", width="small"),
            "Why now": column.TextColumn("Why now", width="large", help="What puts this meeting where it stands."),
        },
        alt="Meetings to review, the most urgent first",
    )
    selection = event["selection"]
    picked = [*selection.get("rows", []), *(row for row, _ in selection.get("cells", []))]
    if picked and picked[0] < len(rows):
        review_desk.leave(str(rows["meeting_id"].iloc[picked[0]]))
        st.rerun()
    if pages > 1:
        st.pagination(pages, key="review_queue_page")
    if queue.waiting > len(queue.rows):
        st.caption(f"The first {words.number(len(queue.rows))} are listed; the rest moves up.")


def bar(queue: Waiting, meeting_id: str) -> None:
    """Back to the queue, the place in it, and on to the next."""
    place, following = queue.place(meeting_id), queue.after(meeting_id)
    with st.container(horizontal=True, vertical_alignment="center", key="review_bar"):
        st.button("Queue", icon=":material/arrow_back:", key="review_back", on_click=review_desk.leave, args=(None,))
        if place:
            st.caption(f"{words.number(place)} of {words.number(queue.waiting)} to review", width="content")
        st.button(
            "Next without saving",
            icon=":material/skip_next:",
            key="review_next",
            disabled=following is None,
            on_click=review_desk.leave,
            args=(following,),
        )
