"""Corrected rows put back among the others: the tables whole again, in their order, with all that refers to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pipeline import drafts, names, roster, tables
from pipeline import rows as laid_out
from pipeline.schema import LIST_SEPARATOR

Row = dict[str, Any]

ORDERS: Final = {
    "participants": ("meeting_id", "position"),
    "meeting_topics": ("meeting_id", "topic"),
    "meeting_sources": ("meeting_id", "doc_id"),
    "evidence": ("meeting_id", "doc_id", "start", "end", "field", "value", "rule"),
    "conflicts": ("meeting_id", "field", "value", "doc_id"),
}
"""Columns each table is sorted by."""


def rows(frame: pd.DataFrame) -> list[Row]:
    """Rows as dictionaries, ``None`` where nothing is stated."""
    columns = {name: [None if pd.isna(value) else value for value in frame[name].tolist()] for name in frame.columns}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def reassemble(
    frames: tables.Tables,
    changed: Mapping[str, Sequence[Row]],
    replaced: set[str],
    redirects: Mapping[str, str],
    register: drafts.Register | None,
) -> tables.Tables:
    """Tables with some meetings replaced.

    Args:
        frames: The tables before.
        changed: New rows by table, for ``meetings`` and all that hang on them.
        replaced: Meetings whose old rows go.
        redirects: Former id to the meeting that answers for it.
        register: Names and coordinates of parties that are new.

    Returns:
        Sound tables: the people, parties, documents and aliases fit the meetings again.
    """
    made = dict(frames.items())
    for name, order in ORDERS.items():
        made[name] = _sorted(_swap(name, made[name], changed[name], replaced), order)
    made["meetings"] = _by_date(_swap("meetings", frames.meetings, changed["meetings"], replaced))
    made["aliases"] = _aliases(made["meetings"], redirects)
    made["documents"] = _counted(frames.documents, frames.meeting_sources, made["meeting_sources"])
    made["people"] = _people(frames, made, replaced)
    made["parties"] = _parties(frames.parties, made, register)
    return tables.Tables(**made)


def _swap(name: str, frame: pd.DataFrame, changed: Sequence[Row], replaced: set[str]) -> pd.DataFrame:
    kept = frame[~frame["meeting_id"].isin(replaced)]
    return pd.concat([kept, tables.frame(name, changed)], ignore_index=True)


def _sorted(frame: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    return frame.sort_values(list(order), kind="stable", ignore_index=True)


def _by_date(meetings: pd.DataFrame) -> pd.DataFrame:
    """By date, the undated last, then by id, as ``tables.from_meetings`` has them."""
    return meetings.sort_values(["date", "meeting_id"], na_position="last", kind="stable", ignore_index=True)


def _aliases(meetings: pd.DataFrame, redirects: Mapping[str, str]) -> pd.DataFrame:
    """Every former id with the meeting that answers for it in the end."""
    known = set(meetings["meeting_id"])
    found = []
    for old_id, meeting_id in redirects.items():
        seen = {old_id}
        while meeting_id in redirects and meeting_id not in seen:
            seen.add(meeting_id)
            meeting_id = redirects[meeting_id]
        if meeting_id in known and old_id not in known:
            found.append({"old_id": old_id, "meeting_id": meeting_id})
    return tables.frame("aliases", sorted(found, key=lambda row: row["old_id"]))


def _counted(documents: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Documents with their number of meetings brought up to date; others keep the number they had."""
    change = after.groupby("doc_id").size().sub(before.groupby("doc_id").size(), fill_value=0)
    change = change[change != 0]
    if change.empty:
        return documents
    moved = documents["doc_id"].map(change).fillna(0).astype("int64")
    return documents.assign(n_meetings=documents["n_meetings"] + moved)


def _people(frames: tables.Tables, made: Mapping[str, pd.DataFrame], replaced: set[str]) -> pd.DataFrame:
    """The people table with the rows of everybody concerned made anew."""
    concerned = _persons_at(frames.participants, replaced)
    concerned |= _persons_at(
        made["participants"], replaced | set(made["meetings"]["meeting_id"]) - set(frames.meetings["meeting_id"])
    )
    if not concerned:
        return frames.people
    before = {row["person_id"]: row for row in rows(frames.people[frames.people["person_id"].isin(concerned)])}
    seats = made["participants"][made["participants"]["person_id"].isin(concerned)]
    seats = seats.merge(made["meetings"][["meeting_id", "date", "status", "review"]], on="meeting_id", validate="m:1")
    found = [
        _person(str(person_id), rows(seen), before.get(str(person_id), {}))
        for person_id, seen in seats.groupby("person_id", sort=True)
    ]
    kept = frames.people[~frames.people["person_id"].isin(concerned)]
    return _sorted(pd.concat([kept, tables.frame("people", found)], ignore_index=True), ["person_id"])


def _persons_at(participants: pd.DataFrame, meeting_ids: set[str]) -> set[str]:
    return set(participants.loc[participants["meeting_id"].isin(meeting_ids), "person_id"].dropna())


def _person(person_id: str, seen: Sequence[Row], before: Row) -> Row:
    """One person from all seats; a rejected meeting did not take place."""
    held = [row for row in seen if row["status"] == "held" and row["review"] != "rejected"]
    days = sorted(row["date"] for row in held if row["date"])
    latest = max(seen, key=lambda row: (row["date"] or "", row["meeting_id"]))
    spellings = {row["name"] for row in seen if row["name"]}
    fullest = max(sorted(spellings), key=lambda name: len(names.words(name)), default=person_id)
    name = before["name"] if before.get("name") in spellings else fullest
    told = [row["role"] for row in sorted(seen, key=lambda row: (row["date"] or "", row["meeting_id"])) if row["role"]]
    return {
        "person_id": person_id,
        "name": name,
        "aliases": LIST_SEPARATOR.join(sorted(spellings - {name})),
        "spellings": _spellings(seen),
        "offices": _offices(seen),
        "party_id": latest["party_id"],
        "role": told[-1] if told else None,
        "first_seen": days[0] if days else None,
        "last_seen": days[-1] if days else None,
        "n_meetings": len({row["meeting_id"] for row in held}),
    }


def _spellings(seen: Sequence[Row]) -> str:
    """Each form of the name with the meetings that use it, the most used first."""
    counts = Counter(row["name"] for row in seen if row["name"])
    return LIST_SEPARATOR.join(f"{name} ({counts[name]})" for name in sorted(counts, key=lambda n: (-counts[n], n)))


def _offices(seen: Sequence[Row]) -> str:
    """Each office with the first and last day of a held meeting, in the order first met."""
    offices: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(seen, key=lambda row: (row["date"] or "9999", row["meeting_id"])):
        if row["role"]:
            offices.setdefault((row["party_id"], names.fold(row["role"])), []).append(row)
    listed = []
    for (party_id, _), found in offices.items():
        held = [row for row in found if row["status"] == "held" and row["review"] != "rejected" and row["date"]]
        days = sorted(row["date"] for row in held)
        first, last = (days[0], days[-1]) if days else (None, None)
        listed.append(roster.office(party_id, found[0]["role"], first, last))
    return LIST_SEPARATOR.join(listed)


def _parties(parties: pd.DataFrame, made: Mapping[str, pd.DataFrame], register: drafts.Register | None) -> pd.DataFrame:
    """The parties table with a row for each party that a correction brought in."""
    seats = made["participants"]
    wanted = set(seats["party_id"]) | set(made["meetings"]["country"].dropna())
    missing = sorted(wanted - set(parties["party_id"]))
    if not missing:
        return parties
    known = register.parties if register else {}
    met = seats.drop_duplicates("party_id").set_index("party_id")[["party", "party_type"]].T.to_dict("list")
    added: list[Row] = []
    for party_id in missing:
        name, kind = met.get(party_id, (party_id, "country"))
        told = {"party_id": party_id, "name": name, "party_type": kind}
        added.append(laid_out.party(known[party_id]) if party_id in known else told)
    return _sorted(pd.concat([parties, tables.frame("parties", added)], ignore_index=True), ["party_id"])
