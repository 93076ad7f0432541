"""One meeting under review: its articles with the evidence highlighted, beside a form for everything it says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import data, html, meeting_view, review_acts, review_desk, review_seats, review_words, words
from pages.shared.review_acts import Signature
from pages.shared.review_desk import key
from pipeline import acts, query, schema

TEXTS = ("date", "date_end", "city", "venue", "occasion")
NUMBERS = ("latitude", "longitude")
ROWS = (
    ("date", "date_end"),
    ("status", "mode"),
    ("city", "country"),
    ("venue", "occasion"),
)
"""Fields side by side; on a phone they stand one under the other."""

EVIDENCE = {
    "date": "date", "date_end": "date", "status": "status", "mode": "mode", "city": "place", "country": "place",
    "venue": "place", "occasion": "occasion",
}  # fmt: skip
"""Which evidence stands behind a field."""

JUDGEMENTS: tuple[tuple[acts.Deed, str, str], ...] = (
    ("confirm", "All is right", ":material/check:"),
    ("reject", "No such meeting", ":material/block:"),
)

Found = Mapping[str, pd.DataFrame]


def draw(found: Found, following: str | None, wrong: str) -> None:
    """Articles on the left, the form on the right.

    Args:
        found: As ``query.meeting`` gives it.
        following: The meeting to go on with.
        wrong: The field a reader called wrong, from the link; may be empty.
    """
    row = found["meetings"].iloc[0]
    meeting_id = str(row["meeting_id"])
    read, said = st.columns([6, 5], gap="large")
    with said:
        present = {
            **cells(row),
            "topics": found["topics"]["topic"].tolist(),
            "participants": [review_seats.cells(told) for told in found["participants"].to_dict("records")],
        }
        shown = review_desk.shown(meeting_id, present)
        _meanwhile(present, shown)
        _form(found, shown, following, wrong)
        review_seats.draw(meeting_id, str(row["title"]), shown["participants"], opened=wrong == "participant")
        review_seats.parts(found)
    with read:
        if len(found["conflicts"]):
            st.warning("The sources disagree: " + words.plain(meeting_view.disagreement(found["conflicts"])))
        html.show(html.sides(meeting_view.sides(found["participants"])))
        meeting_view.articles(found["sources"], found["evidence"], key=f"review_{meeting_id}")


def cells(row: Mapping[str, Any] | pd.Series[Any]) -> dict[str, Any]:
    """The cells of a meeting that can be corrected, ``None`` where nothing is stated."""
    return {column: None if words.missing(row[column]) else row[column] for column in review_acts.FIELDS}


def _form(found: Found, shown: Mapping[str, Any], following: str | None, wrong: str) -> None:
    row = found["meetings"].iloc[0]
    meeting_id, title = str(row["meeting_id"]), str(row["title"])
    if wrong in EVIDENCE or wrong in ("topic", "participant"):
        label = review_words.FIELD.get(wrong, wrong.capitalize())
        st.info(f"A reader pointed at: **{label}**.", icon=":material/flag:")
    with st.form(key("meeting"), enter_to_submit=False):
        for pair in ROWS:
            for column, place in zip(pair, st.columns(2), strict=True):
                with place:
                    _field(column, shown[column], _origin(column, found["evidence"]))
        called = review_desk.sidebar_names()["topic"]
        st.multiselect(
            "Topics", list(called), default=shown["topics"], format_func=lambda topic: called[topic], key=key("topics")
        )
        with st.expander("Coordinates", icon=":material/location_on:"):
            st.caption("They follow from city and country; state them only for a place that is not found.")
            for column, place in zip(NUMBERS, st.columns(2), strict=True):
                with place:
                    _field(column, shown[column], None)
        saved = "Make the note" if review_desk.is_read_only() else "Save changes"
        with st.container(horizontal=True):
            _submit(saved, ":material/save:", partial(_changed, meeting_id, shown), title, type="primary")
            judged = {"about": title, "then": following, "moves": True}
            for deed, label, icon in JUDGEMENTS:
                st.form_submit_button(
                    label,
                    icon=icon,
                    key=key(deed),
                    on_click=review_desk.put,
                    args=(partial(_judged, deed, meeting_id, shown),),
                    kwargs=judged,
                )


def _submit(label: str, icon: str, make: review_desk.Make, title: str, **more: Any) -> None:
    st.form_submit_button(label, icon=icon, key=key("save"), on_click=review_desk.put, args=(make, title), **more)


def _field(column: str, value: Any, origin: str | None) -> None:
    """One widget, showing what the analyst saw first."""
    declared = schema.TABLES["meetings"].column(column)
    label, name = review_words.FIELD[column], key(column)
    about = words.plain(origin) if origin else declared.description
    if column == "country":
        listed = review_desk.countries()
        called = review_desk.names()
        options = listed if value in (None, *listed) else [value, *listed]
        index = options.index(value) if value else None
        st.selectbox(
            label,
            options,
            index=index,
            format_func=lambda one: called.get(one, one),
            key=name,
            help=about,
            placeholder="Not stated",
        )
    elif declared.values:
        st.selectbox(
            label,
            declared.values,
            index=list(declared.values).index(value),
            format_func=lambda one: review_words.CLOSED[column].get(one, one),
            key=name,
            help=about,
        )
    elif column in NUMBERS:
        st.number_input(
            label,
            value=value,
            min_value=declared.minimum,
            max_value=declared.maximum,
            format="%.4f",
            key=name,
            help=about,
        )
    else:
        hint = "2021-02-17, 2021-02 or 2021" if column.startswith("date") else "Not stated"
        st.text_input(label, value=value or "", key=name, help=about, placeholder=hint, max_chars=200)


def _origin(column: str, evidence: pd.DataFrame) -> str | None:
    """The words a value was read from, for the help beside its field."""
    rows = evidence[evidence["field"] == EVIDENCE[column]]
    if rows.empty:
        return None
    texts = dict.fromkeys(f"“{row['text']}”" for row in rows.to_dict("records"))
    return f"Read from: {words.listed(texts, limit=3)}."


def _changed(meeting_id: str, shown: Mapping[str, Any], sign: Signature) -> list[acts.Act]:
    """The acts of "Save changes"."""
    entered: dict[str, Any] = {}
    for column in review_acts.FIELDS:
        value = review_desk.entered(column)
        if column in TEXTS:
            value = review_acts.date(value) if column.startswith("date") else review_acts.text(value)
        entered[column] = value
    # A place that moved takes its coordinates along, unless they were typed in too.
    if any(entered[column] != shown[column] for column in ("city", "country")):
        for column in NUMBERS:
            if entered[column] == shown[column]:
                del entered[column]
    return review_acts.meeting(sign, meeting_id, shown, entered, shown["topics"], review_desk.entered("topics") or [])


def _judged(deed: acts.Deed, meeting_id: str, shown: Mapping[str, Any], sign: Signature) -> list[acts.Act]:
    """The acts of "All is right" and "No such meeting"; what was typed in before is saved with the first."""
    first = _changed(meeting_id, shown, sign) if deed == "confirm" else []
    return [*first, review_acts.said(sign, deed, meeting_id)]


def _meanwhile(present: Mapping[str, Any], shown: Mapping[str, Any]) -> None:
    """Say what somebody else saved while this form was open."""
    called = review_desk.names()
    changed = [
        f"{review_words.FIELD[column]}: {review_words.cell(column, present[column], called)}"
        for column in review_acts.FIELDS
        if present[column] != shown[column]
    ]
    changed += [part.capitalize() for part in ("topics", "participants") if present[part] != shown[part]]
    if changed:
        st.info(
            "Somebody else saved this meanwhile: " + words.plain("; ".join(changed)) + ". What you change is kept too.",
            icon=":material/group:",
        )
        st.button("Show their values", key=key("theirs"), on_click=review_desk.refresh)


def load(meeting_id: str) -> Found | None:
    """Everything about a meeting; ``None`` when there is none of that id."""
    return data.ask(query.meeting, meeting_id)
