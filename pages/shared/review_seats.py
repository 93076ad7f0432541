"""The rest of a review: who took part, meetings to part or to join, and meetings that were missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import data, meeting_view, review_acts, review_desk, review_queue, review_words, words
from pages.shared.review_acts import Signature
from pages.shared.review_desk import key
from pipeline import acts, errors, schema

SEATS = 4
"""Participants the form of a missed meeting takes; more are added afterwards."""

Found = Mapping[str, pd.DataFrame]


def cells(told: Mapping[Any, Any]) -> dict[str, Any]:
    """The cells of a participant that can be corrected, ``None`` where nothing is stated."""
    return {name: None if words.missing(told[name]) else told[name] for name in review_acts.SEAT_FIELDS}


def draw(meeting_id: str, title: str, seats: Sequence[Mapping[str, Any]], opened: bool) -> None:
    """Each participant with a form of its own, and one for somebody who is missing.

    Args:
        meeting_id: The meeting.
        title: Its title.
        seats: Its participants as the analyst first saw them.
        opened: Whether the forms stand open.
    """
    st.subheader("Who took part")
    called = review_desk.names()
    for number, shown in enumerate(seats):
        who = review_words.person(shown, called)
        with (
            st.expander(words.plain(who), expanded=opened, key=key(f"open_{number}"), icon=":material/person:"),
            st.form(key(f"seat_{number}"), border=False, enter_to_submit=False),
        ):
            _seat(f"seat_{number}", shown)
            with st.container(horizontal=True):
                _button("Save", partial(_corrected, meeting_id, number, shown), title, f"seat_{number}_save")
                _button("Was not there", partial(_removed, meeting_id, shown), title, f"seat_{number}_gone")
    with (
        st.expander("Somebody is missing", icon=":material/person_add:", key=key("open_new")),
        st.form(key("seat_new"), border=False, enter_to_submit=False),
    ):
        _seat("new", {})
        _button("Add", partial(_added, meeting_id), title, "new_save")


def parts(found: Found) -> None:
    """Merge with another meeting, split in two, or add one that the same articles tell."""
    row = found["meetings"].iloc[0]
    meeting_id, title = str(row["meeting_id"]), str(row["title"])
    st.subheader("One meeting or several")
    with (
        st.expander("The same as another meeting", icon=":material/merge:", key=key("open_merge")),
        st.form(key("merge"), border=False, enter_to_submit=False),
    ):
        near = dict(data.ask(review_queue.about, meeting_id))
        st.selectbox(
            "Which one",
            list(near),
            index=None,
            format_func=near.__getitem__,
            key=key("near"),
            placeholder="A related meeting",
        )
        st.text_input("Or its link or id", key=key("other"), max_chars=300, placeholder="m-…")
        st.caption("The other one stays and gets the articles of this one; links to this one lead there.")
        _button("Merge into it", partial(_merged, meeting_id), title, "merge_save")
    articles = {str(one["doc_id"]): meeting_view.source_name(one) for one in found["sources"].to_dict("records")}
    seats = found["participants"].drop_duplicates("party_id")
    guests = dict(zip(seats["party_id"].iloc[1:], seats["party"].iloc[1:], strict=True))
    with (
        st.expander("Several meetings in one row", icon=":material/call_split:", key=key("open_split")),
        st.form(key("split"), border=False, enter_to_submit=False),
    ):
        if len(articles) < 2 and len(guests) < 2:
            st.caption("This row has one article and one guest, so there is nothing to part.")
        if len(articles) > 1:
            st.multiselect(
                "Articles that tell of another meeting",
                list(articles),
                format_func=articles.__getitem__,
                key=key("articles"),
            )
        if len(guests) > 1:
            st.multiselect(
                "Guests who were met separately", list(guests), format_func=guests.__getitem__, key=key("guests")
            )
        _button("Split", partial(_split, meeting_id), title, "split_save", len(articles) < 2 and len(guests) < 2)
    with st.expander("Another meeting of these articles is missing", icon=":material/add_circle:", key=key("open_add")):
        missed(articles)


def missed(articles: Mapping[str, str]) -> None:
    """The form of a meeting that was missed.

    Args:
        articles: Names by ``doc_id`` of the articles that may tell of it.
    """
    called = review_desk.names()
    with st.form(key("missed"), border=False, enter_to_submit=False):
        for column, place in zip(("date", "mode"), st.columns(2), strict=True):
            with place:
                if column == "date":
                    st.text_input(
                        "Date", key=key("missed_date"), placeholder="2021-02-17, 2021-02 or 2021", max_chars=20
                    )
                else:
                    modes = schema.TABLES["meetings"].column("mode").values
                    st.selectbox("How they met", modes, format_func=words.MODE.__getitem__, key=key("missed_mode"))
        for column, place in zip(("city", "country"), st.columns(2), strict=True):
            with place:
                if column == "city":
                    st.text_input("City", key=key("missed_city"), max_chars=100)
                else:
                    st.selectbox(
                        "Country",
                        review_desk.countries(),
                        index=None,
                        format_func=called.__getitem__,
                        key=key("missed_country"),
                        placeholder="Not stated",
                    )
        state, event = st.columns(2)
        with state:
            states = schema.TABLES["meetings"].column("status").values
            st.selectbox("Status", states, format_func=words.STATUS.__getitem__, key=key("missed_status"))
        with event:
            st.text_input("Occasion", key=key("missed_occasion"), max_chars=200)
        for number in range(SEATS):
            st.markdown(f"**{'Host' if number == 0 else 'Guest' if number == 1 else 'Further participant'}**")
            _short_seat(number)
        topics = review_desk.sidebar_names()["topic"]
        st.multiselect("Topics", list(topics), format_func=topics.__getitem__, key=key("missed_topics"))
        if articles:
            st.multiselect(
                "Articles",
                list(articles),
                default=list(articles),
                format_func=articles.__getitem__,
                key=key("missed_articles"),
            )
        _button("Add the meeting", _missed, "a meeting that was missed", "missed_save")


def _short_seat(number: int) -> None:
    called = review_desk.names()
    party, name, role = st.columns(3)
    with party:
        st.selectbox(
            "Country or organisation",
            review_desk.parties(),
            index=None,
            format_func=called.__getitem__,
            key=key(f"missed_{number}_party_id"),
            placeholder="Who",
        )
    with name:
        st.text_input("Name", key=key(f"missed_{number}_name"), max_chars=120)
    with role:
        st.text_input("Role", key=key(f"missed_{number}_role"), max_chars=200)


def _seat(prefix: str, shown: Mapping[str, Any]) -> None:
    """The widgets of one participant."""
    called = review_desk.names()
    options = review_desk.parties()
    party_id = shown.get("party_id")
    if party_id and party_id not in options:
        options = [party_id, *options]
    party, name = st.columns(2)
    with party:
        st.selectbox(
            "Country or organisation",
            options,
            index=options.index(party_id) if party_id else None,
            format_func=lambda one: called.get(one, one),
            key=key(f"{prefix}_party_id"),
            placeholder="Who",
        )
    with name:
        st.text_input("Name", value=shown.get("name") or "", key=key(f"{prefix}_name"), max_chars=120)
    role, level = st.columns(2)
    with role:
        st.text_input("Role", value=shown.get("role") or "", key=key(f"{prefix}_role"), max_chars=200)
    with level:
        levels = schema.TABLES["participants"].column("level").values
        st.selectbox(
            "Level",
            levels,
            index=levels.index(shown.get("level") or "other"),
            format_func=words.LEVEL.__getitem__,
            key=key(f"{prefix}_level"),
        )
    declared = schema.TABLES["participants"].column("principal")
    st.checkbox(
        "Principal", value=shown.get("principal", True), key=key(f"{prefix}_principal"), help=declared.description
    )


def _entered(prefix: str) -> dict[str, Any]:
    found = {name: review_desk.entered(f"{prefix}_{name}") for name in review_acts.SEAT_FIELDS}
    return {**found, "name": review_acts.text(found["name"]), "role": review_acts.text(found["role"])}


def _corrected(meeting_id: str, number: int, shown: Mapping[str, Any], sign: Signature) -> list[acts.Act]:
    return review_acts.seat(sign, meeting_id, shown, _entered(f"seat_{number}"))


def _removed(meeting_id: str, shown: Mapping[str, Any], sign: Signature) -> list[acts.Act]:
    return review_acts.no_seat(sign, meeting_id, shown)


def _added(meeting_id: str, sign: Signature) -> list[acts.Act]:
    return review_acts.new_seat(sign, meeting_id, _entered("new"))


def _merged(meeting_id: str, sign: Signature) -> list[acts.Act]:
    other = review_acts.meeting_id(review_desk.entered("other")) or review_desk.entered("near")
    if not other:
        raise errors.CorrectionError("Say which meeting it is the same as: choose one or paste its link.")
    if other == meeting_id:
        raise errors.CorrectionError("That is this meeting itself: choose the other one.")
    return [review_acts.said(sign, "merge", meeting_id, after=other)]


def _split(meeting_id: str, sign: Signature) -> list[acts.Act]:
    doc_ids, party_ids = review_desk.entered("articles") or [], review_desk.entered("guests") or []
    if bool(doc_ids) == bool(party_ids):
        raise errors.CorrectionError("Choose what goes to the other meeting: articles or guests, not both.")
    return [
        review_acts.said(sign, "split", meeting_id, after={"doc_ids": doc_ids} if doc_ids else {"party_ids": party_ids})
    ]


def _missed(sign: Signature) -> list[acts.Act]:
    cells = {
        "date": review_acts.date(review_desk.entered("missed_date")),
        "mode": review_desk.entered("missed_mode"),
        "country": review_desk.entered("missed_country"),
        "city": review_acts.text(review_desk.entered("missed_city")),
        "status": review_desk.entered("missed_status"),
        "occasion": review_acts.text(review_desk.entered("missed_occasion")),
    }
    seats = [
        {
            "party_id": review_desk.entered(f"missed_{number}_party_id"),
            "name": review_acts.text(review_desk.entered(f"missed_{number}_name")),
            "role": review_acts.text(review_desk.entered(f"missed_{number}_role")),
        }
        for number in range(SEATS)
    ]
    topics, doc_ids = review_desk.entered("missed_topics") or (), review_desk.entered("missed_articles") or ()
    return review_acts.new_meeting(sign, cells, seats, topics, doc_ids)


def _button(label: str, make: review_desk.Make, title: str, name: str, disabled: bool = False) -> None:
    st.form_submit_button(label, key=key(name), on_click=review_desk.put, args=(make, title), disabled=disabled)
