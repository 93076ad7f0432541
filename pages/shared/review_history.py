"""Everything people said about the meetings, newest first, each with a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from pages.shared import address, data, html, review_acts, review_desk, review_words, words
from pages.shared.review_acts import Signature
from pipeline import acts, corrections, lexicon, publish, query, store

PAGE_LINES = 25

State = Literal["in force", "taken back"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act but an undo; ``turns`` is what to undo to change its state: itself, or what took it back."""

    act: acts.Act
    state: State
    turns: str


def entries(written: Sequence[acts.Act]) -> list[Entry]:
    """Acts with their state, newest first.

    Args:
        written: All lines of the file, in their order.
    """
    undone: dict[str, str] = {}
    found: list[Entry] = []
    for act in reversed(written):
        if act.deed == "undo":
            if act.act_id not in undone:
                undone.setdefault(act.target, act.act_id)
        elif act.act_id in undone:
            found.append(Entry(act, "taken back", undone[act.act_id]))
        else:
            found.append(Entry(act, "in force", act.act_id))
    return found


def draw(only: str = "") -> None:
    """The list, with who, when and why.

    Args:
        only: A meeting; of all when empty.
    """
    written, damaged = acts.read(data.build_folder() / acts.FILE)
    listed = [entry for entry in entries(written) if only in ("", entry.act.target)]
    for line in damaged:
        st.warning(words.plain(f"A line of the corrections cannot be read: {line.reason}"))
    if not listed:
        if not only:
            st.caption("Nobody has corrected or confirmed anything yet.")
        return
    if only:
        st.header("What people said about this meeting")
    pages = -(-len(listed) // PAGE_LINES)
    number = min(st.session_state.get("review_page", 1), pages) if not only else 1
    called = review_desk.names()
    lost = {} if only else _lost(data.database().snapshot)
    for entry in listed[(number - 1) * PAGE_LINES : number * PAGE_LINES]:
        _line(entry, called, lost.get(entry.act.act_id, ""), with_meeting=not only)
    if pages > 1 and not only:
        st.pagination(pages, key="review_page")


def _line(entry: Entry, called: Mapping[str, str], lost: str, with_meeting: bool) -> None:
    act = entry.act
    with st.container(border=True, key=f"review_line_{act.act_id}"):
        told, back = st.columns([5, 1], vertical_alignment="center")
        with told:
            sentence = words.plain(review_words.act(act, called))
            st.markdown(f"~~{sentence}~~" if entry.state == "taken back" else sentence)
            parts = [act.by, review_words.moment(act.at), *([f"“{act.why}”"] if act.why else [])]
            parts += ["taken back"] if entry.state == "taken back" else []
            st.caption(words.plain(", ".join(parts)))
            if lost:
                st.caption(words.plain(f"Changes nothing now: {lost}."))
            if with_meeting:
                html.show(html.links([(address.relative("meeting", {"id": [act.target]}), _title(act.target), "")]))
        with back:
            st.button(
                "Undo" if entry.state == "in force" else "Redo",
                icon=":material/undo:" if entry.state == "in force" else ":material/redo:",
                key=f"review_undo_{act.act_id}",
                disabled=review_desk.is_read_only(),
                on_click=review_desk.put,
                args=(_undo(entry.turns), ""),
            )


def _undo(act_id: str) -> review_desk.Make:
    def made(sign: Signature) -> list[acts.Act]:
        return [review_acts.said(sign, "undo", act_id)]

    return made


def _title(meeting_id: str) -> str:
    found = data.ask(query.meeting, meeting_id)
    return str(found["meetings"]["title"].iloc[0]) if found else meeting_id


@st.cache_data(max_entries=4, show_spinner="Looking whether every correction finds its meeting …")
def _lost(snapshot: str) -> dict[str, str]:
    """Acts that find nothing to act on, and why, by ``act_id``; of one snapshot."""
    return lost(data.build_folder())


def lost(build: Path) -> dict[str, str]:
    """Acts of a build folder that find nothing to act on, and why, by ``act_id``."""
    written, _ = acts.read(build / acts.FILE)
    base = build / publish.EXTRACTED
    if not written or not base.exists():
        return {}
    _, unplaced = corrections.apply(store.read_tables(base), written, register=lexicon.load(()))
    return {item.act_id: item.reason for item in unplaced}
