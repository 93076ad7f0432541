"""The analyst at work: name and reason, what was on the screen, and the one door through which acts are saved.

Everything here that saves is called from callbacks, which run before the page is drawn: so the page shows what is in
force after the save, and a form that was wrong keeps what was typed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from pages.shared import address, data, review_acts, review_words, words
from pipeline import acts, errors, lexicon, places, publish, query

READ_ONLY = "SIDELINES_READ_ONLY"
"""Environment variable; ``1`` switches saving off for a dashboard that is open to everybody."""

MAX_NAME = 80
MAX_WHY = 300

_BY = "review_by"
_WHY = "review_why"
_TURN = "review_turn"
_SHOWN = "review_shown"
_SAID = "review_said"
_NOTE = "review_note"

Make = Callable[[review_acts.Signature], list[acts.Act]]
"""Makes the acts of one button, signed."""


def is_read_only() -> bool:
    """Whether corrections are switched off."""
    return os.environ.get(READ_ONLY, "").strip().lower() in ("1", "true", "yes", "on")


def names() -> dict[str, str]:
    """Names of parties and topics by id: all the lexicon knows, and what else is in the build."""
    known = sidebar_names()
    parties = {party_id: party.name for party_id, party in lexicon.load(()).parties.items()}
    return parties | known["country"] | known["org"] | known["topic"]


def sidebar_names() -> dict[str, dict[str, str]]:
    """Names by id for every open list of the current snapshot."""
    return data.ask(query.names)


def countries() -> list[str]:
    """Countries and territories a meeting can be in, by name."""
    known = sidebar_names()["country"]
    listed = {party_id for party_id, party in lexicon.load(()).parties.items() if party.party_type == "country"}
    listed |= {party_id for party_id in known if len(party_id) == 3 and party_id.isupper()}
    return sorted(listed, key=lambda party_id: names().get(party_id, party_id))


def parties() -> list[str]:
    """Everybody who can take part: those of the build first, then all others by name."""
    known, called = sidebar_names(), names()
    present = sorted({*known["country"], *known["org"]}, key=called.__getitem__)
    others = sorted(set(lexicon.load(()).parties) - set(present), key=called.__getitem__)
    return [*present, *others]


def sign_in() -> None:
    """Ask for the name and the reason that go with every act."""
    with st.container(horizontal=True, key="review_sign"):
        st.text_input(
            "Your name",
            key=_BY,
            max_chars=MAX_NAME,
            placeholder="Every correction says who made it",
            persist_state="session",
            width=280,
        )
        st.text_input(
            "Why (goes with what you save next)",
            key=_WHY,
            max_chars=MAX_WHY,
            placeholder="held in Astana, see the ministry's note",
            width="stretch",
        )


def key(name: str) -> str:
    """Of a widget: another one after each save, so that it shows what is in force."""
    return f"review_{st.session_state.get(_TURN, 0)}_{name}"


def entered(name: str) -> Any:
    """What a widget of the form holds."""
    return st.session_state.get(key(name))


def shown(of: str, cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cells as this analyst first saw them, kept until the next save or another meeting.

    A save of somebody else in the meantime must not turn untouched fields of this form into corrections.
    """
    turn = st.session_state.get(_TURN, 0)
    kept: tuple[str, int, Mapping[str, Any]] | None = st.session_state.get(_SHOWN)
    if kept is None or kept[:2] != (of, turn):
        st.session_state[_SHOWN] = kept = (of, turn, dict(cells))
    return kept[2]


def refresh() -> None:
    """Show what is in force, in a fresh form."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def go(meeting_id: str | None) -> None:
    """Open another meeting of the queue, or the queue itself."""
    for name in ("meeting", "field"):
        if name in st.query_params:
            del st.query_params[name]
    if meeting_id:
        st.query_params["meeting"] = meeting_id
    refresh()


def leave(meeting_id: str | None) -> None:
    """Go on without saving; what was said about the last save goes too."""
    st.session_state.pop(_SAID, None)
    go(meeting_id)


def put(make: Make, about: str, then: str | None = None, moves: bool = False) -> None:
    """Save the acts of one button, or say in a sentence why not.

    Args:
        make: Makes the acts from the widgets.
        about: Title of the meeting, for the note where saving is off.
        then: The meeting to open afterwards, with ``moves``; ``None`` opens the queue.
        moves: Whether to leave this meeting when all is saved.
    """
    st.session_state.pop(_SAID, None)
    try:
        made = make(_signature())
        if not made:
            _say("info", "Nothing was changed, so nothing was saved.")
        elif is_read_only():
            for act in made:
                acts.check(act)
            _note(made, about)
        else:
            _save(made)
            if moves:
                go(then)
            refresh()
    except errors.SidelinesError as error:
        _say("error", str(error))


def _signature() -> review_acts.Signature:
    by = (st.session_state.get(_BY) or "").strip()
    if not by:
        raise errors.CorrectionError("Type your name first: every correction says who made it.")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return review_acts.Signature(by[:MAX_NAME], now, review_acts.text(st.session_state.get(_WHY)))


def _save(made: list[acts.Act]) -> None:
    written, published = publish.correct(data.build_folder(), made, register=lexicon.load(()), locate=locate)
    own = {act.act_id for act in written}
    lost = [item.reason for item in published.unplaced if item.act_id in own]
    done = "; ".join(review_words.act(act, names()) for act in written)
    if lost:
        _say("warning", f"Written down, but it changes nothing: {'; '.join(lost)}.")
    else:
        _say("success", f"Saved. {done}.")
    st.session_state[_WHY] = ""


def _note(made: list[acts.Act], about: str) -> None:
    link = address.link("meeting", {"id": [made[0].target]})
    st.session_state[_NOTE] = review_words.note(made, names(), about, link)
    _say("success", "The note is ready below: copy it, or take it along as a file.")


def _say(kind: str, sentence: str) -> None:
    st.session_state[_SAID] = (kind, sentence)


def answer() -> None:
    """What came of the last button, under the title of the meeting."""
    kind, sentence = st.session_state.get(_SAID, (None, ""))
    if kind:
        getattr(st, kind)(words.plain(sentence))
    if is_read_only() and st.session_state.get(_NOTE):
        st.code(st.session_state[_NOTE], language=None, wrap_lines=True)
        st.download_button(
            "Take the note along",
            data=st.session_state[_NOTE],
            file_name="sidelines-correction.txt",
            mime="text/plain",
            icon=":material/download:",
            key="review_note_file",
            on_click="ignore",
        )


def closed() -> None:
    """Say that saving is switched off, and what can be done all the same."""
    if is_read_only():
        st.info(
            "Corrections are switched off on this dashboard. Fill in the form all the same: it gives you a note for"
            " whoever keeps the data.",
            icon=":material/lock:",
        )


def locate(city: str, country: str | None) -> tuple[float, float] | None:
    """Coordinates of a city, if the gazetteer has it in that country."""
    return places.coordinates(city, lexicon.load(()), country)
