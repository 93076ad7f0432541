"""Meetings taken out of the tables while corrections are laid over them, and what several corrections need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pipeline import acts as deeds
from pipeline import captions, lexicon, names, roster, tables
from pipeline.records import Participant, Report

RULE: Final = "correction"
"""What ``evidence.rule`` says of a value that a person replaced."""

PART_TABLES: Final = ("participants", "meeting_topics", "meeting_sources", "evidence", "conflicts")
"""Tables whose rows hang on a meeting."""


class Register(Protocol):
    """The part of the lexicon that a corrected party needs."""

    @property
    def parties(self) -> Mapping[str, lexicon.Party]:
        """Parties by ``party_id``."""


Row = dict[str, Any]
Locate = Callable[[str, str | None], tuple[float, float] | None]


@dataclass(slots=True)
class Draft:
    """One meeting while acts are laid over it."""

    meeting: Row
    parts: dict[str, list[Row]]
    is_corrected: bool = False

    @property
    def meeting_id(self) -> str:
        """Its id, also after a split."""
        return str(self.meeting["meeting_id"])


@dataclass(slots=True)
class Desk:
    """The meetings that acts touch, and what became of the ids."""

    frames: tables.Tables
    locate: Locate | None = None
    register: Register | None = None
    drafts: dict[str, Draft] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    originals: set[str] = field(default_factory=set)


def resolve(redirects: Mapping[str, str], meeting_id: str) -> str:
    """The meeting that answers for an id."""
    seen: set[str] = set()
    while meeting_id in redirects and meeting_id not in seen:
        seen.add(meeting_id)
        meeting_id = redirects[meeting_id]
    return meeting_id


def position(desk: Desk, meeting: Row) -> tuple[float, float] | None:
    """Where the city lies: as other meetings there have it, else as the gazetteer has it."""
    city, country = meeting["city"], meeting["country"]
    if not city:
        return None
    there = desk.frames.meetings
    there = there[(there["city"] == city) & (there["country"] == country) & there["latitude"].notna()]
    if len(there):
        first = there.sort_values("meeting_id").iloc[0]
        return float(first["latitude"]), float(first["longitude"])
    return desk.locate(city, country) if desk.locate else None


def mark(draft: Draft) -> None:
    """Say that a person changed the row."""
    draft.is_corrected = True
    draft.meeting["review"] = "corrected"


def participant(draft: Draft, wanted: Mapping[str, Any]) -> Row | None:
    """The participant of that party and name, up to spelling; positions change when articles are added."""
    rows = [row for row in draft.parts["participants"] if row["party_id"] == wanted["party_id"]]
    name = wanted.get("name")
    exact = [row for row in rows if row["name"] == name]
    alike = [row for row in rows if name and row["name"] and names.same_person(row["name"], name)]
    found = exact or alike
    return found[0] if found else None


def new_participant(desk: Desk, meeting_id: str, told: Mapping[str, Any]) -> Row:
    """A participant row from what a person told."""
    row: Row = {name: told.get(name) for name in deeds.PARTICIPANT_FIELDS}
    row |= {"meeting_id": meeting_id, "position": 0, "level": row["level"] or "other"}
    row["principal"] = True if row["principal"] is None else row["principal"]
    settle_party(desk, row)
    row["person_id"] = row["person_id"] or person_id(desk, row)
    return row


def settle_party(desk: Desk, row: Row) -> None:
    """Name and kind of a party as the tables have it, else as the register has it, else as the code tells."""
    known = desk.frames.parties[desk.frames.parties["party_id"] == row["party_id"]]
    registered = desk.register.parties.get(row["party_id"]) if desk.register else None
    if len(known):
        row["party"], row["party_type"] = known.iloc[0]["name"], known.iloc[0]["party_type"]
    elif registered:
        row["party"], row["party_type"] = registered.name, registered.party_type
    else:
        row["party"] = row["party_id"]
        row["party_type"] = "country" if row["party_id"].isupper() else "organisation"


def person_id(desk: Desk, row: Row) -> str | None:
    """The id of a known person of the party and name, else a new one."""
    if not row["name"]:
        return None
    seen = desk.frames.participants
    seen = seen[(seen["party_id"] == row["party_id"]) & seen["name"].notna()]
    known = {
        person_id
        for name, person_id in zip(seen["name"].tolist(), seen["person_id"].tolist(), strict=True)
        if names.same_person(name, row["name"])
    }
    if len(known) == 1:
        return str(known.pop())
    return roster.person_id(Participant(row["party_id"], row["party"], row["party_type"], row["name"]))


def keep_original(draft: Draft, of: str, value: Any) -> None:
    """Note the value that is replaced, with the words it was read from."""
    evidence = draft.parts["evidence"]
    if value is None or not evidence:
        return
    read = [row for row in evidence if row["field"] == of and row["rule"] != RULE]
    exact = [row for row in read if row["value"] == str(value)]
    words = (exact or read or evidence)[0]
    note = {**words, "field": of, "value": str(value), "rule": RULE}
    if note not in evidence:
        evidence.append(note)


def shown(value: Any) -> str:
    """A participant, or several ids, for a message."""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("party_id"))
    return ", ".join(sorted(value))


def derive(draft: Draft) -> None:
    """Title, setting, counts and positions from the corrected rows."""
    rows = draft.parts["participants"]
    for position, row in enumerate(rows):
        row["position"] = position
    people = tuple(
        Participant(
            row["party_id"], row["party"], row["party_type"], row["name"], row["role"], row["level"], row["principal"]
        )
        for row in rows
    )
    sources = draft.parts["meeting_sources"]
    if sources and not any(row["is_lead"] for row in sources):
        min(sources, key=lambda row: str(row["doc_id"]))["is_lead"] = True
    meeting = draft.meeting
    report = Report("", 0, meeting["status"], meeting["mode"], people)
    meeting["title"] = captions.caption(report, lambda party_id, name: name)
    meeting["setting"] = report.setting
    meeting["n_parties"] = len(report.parties)
    meeting["n_sources"] = len(sources)
    meeting["n_conflicts"] = len(draft.parts["conflicts"])
