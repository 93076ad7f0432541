"""Acts in the words of the page: names instead of codes, one line an act; and the note where saving is off."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pages.shared import words
from pipeline import acts

FIELD = {
    "date": "Date",
    "date_end": "Last day",
    "status": "Status",
    "mode": "How they met",
    "city": "City",
    "country": "Country",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "venue": "Venue",
    "occasion": "Occasion",
    "party_id": "Party",
    "name": "Name",
    "role": "Role",
    "level": "Level",
    "principal": "Principal",
}
"""What each column that can be corrected is called on the page."""

CLOSED: Mapping[str, Mapping[Any, str]] = {
    "status": words.STATUS,
    "mode": words.MODE,
    "level": words.LEVEL,
    "principal": {True: "yes", False: "no"},
}

Names = Mapping[str, str]
"""Names of parties and topics by id."""


def cell(column: str, value: Any, names: Names) -> str:
    """A value as a reader says it: ``KAZ`` → ``Kazakhstan``, ``2021-02`` → ``Feb 2021``; ``empty`` for nothing."""
    if value is None or words.missing(value):
        return "empty"
    if column in ("date", "date_end"):
        try:
            return words.day(value)
        except (ValueError, IndexError):
            return str(value)
    if column in CLOSED:
        return CLOSED[column].get(value, str(value))
    if column in ("country", "party_id", "topic"):
        return names.get(str(value), str(value))
    return str(value)


def act(one: acts.Act, names: Names) -> str:
    """An act in words, without its reason: ``Country: Syria → Kazakhstan``."""
    row = _row(one, names)
    if one.deed == "correct":
        column = one.field or ""
        change = f"{cell(column, one.before, names)} → {cell(column, one.after, names)}"
        return f"{FIELD.get(column, column)}{f' of {row}' if row else ''}: {change}"
    if one.object == "topic":
        return f"Topic {row} {'added' if one.deed == 'add' else 'removed'}"
    if one.object == "participant":
        who = row if one.deed == "remove" else person(one.after, names)
        return f"{who} {'added' if one.deed == 'add' else 'removed'}"
    if one.deed == "add":
        parties = dict.fromkeys(cell("party_id", each["party_id"], names) for each in one.after["participants"])
        return f"Meeting of {words.listed(parties)} added"
    if one.deed == "split":
        goes = one.after.get("doc_ids") or [names.get(party, party) for party in one.after.get("party_ids", ())]
        return f"Split: {words.listed(str(part) for part in goes)} told of another meeting"
    plain = {"confirm": "Confirmed", "reject": "Rejected: there was no such meeting"}
    if one.deed in plain:
        return plain[one.deed]
    return f"Merged into {one.after}" if one.deed == "merge" else f"Took back {one.target}"


def person(told: Mapping[str, Any], names: Names) -> str:
    """A participant: ``Erlan Jumali (Kazakhstan)``, or the party alone."""
    party = cell("party_id", told.get("party_id"), names)
    return f"{told['name']} ({party})" if told.get("name") else party


def _row(one: acts.Act, names: Names) -> str:
    if one.object == "topic":
        return cell("topic", one.row.get("topic"), names)
    return person(one.row, names) if one.object == "participant" and one.row else ""


def moment(at: str) -> str:
    """When an act was written: ``5 Jan 2026, 12:00 UTC``."""
    try:
        return f"{words.day(at[:10])}, {datetime.fromisoformat(at).strftime('%H:%M')} UTC"
    except ValueError:
        return at


def note(said: Iterable[acts.Act], names: Names, title: str, address: str) -> str:
    """Corrections as a note to whoever keeps the data: in words, and as the commands that make them.

    Args:
        said: The acts.
        names: Names of parties and topics.
        title: Of the meeting.
        address: Of its page.
    """
    listed = list(said)
    lines = [f"Correction of: {title}", address, ""]
    lines += [f"- {act(one, names)}" for one in listed]
    whys = dict.fromkeys(one.why for one in listed if one.why)
    lines += [f"Why: {why}" for why in whys]
    lines += [f"From: {listed[0].by}"] if listed else []
    return "\n".join([*lines, "", *(command(one) for one in listed)]) + "\n"


def command(one: acts.Act) -> str:
    """The ``sidelines correct`` line that does the same; every word quoted for a shell."""
    given = ["sidelines", "correct", *_arguments(one), "--by", one.by]
    return shlex.join([*given, "--why", one.why] if one.why else given)


def _arguments(one: acts.Act) -> list[str]:
    seat = [str(one.row.get("party_id") or ""), str(one.row.get("name") or "")]
    if one.deed == "correct" and one.object == "meeting":
        return ["set", one.target, one.field or "", _word(one.after)]
    if one.deed == "correct":
        return ["set-participant", one.target, *seat, one.field or "", _word(one.after)]
    if one.object == "topic":
        return [f"{one.deed}-topic", one.target, str(one.row["topic"])]
    if one.object == "participant" and one.deed == "remove":
        return ["remove-participant", one.target, *(part for part in seat if part)]
    if one.object == "participant":
        told = [one.after.get(name) or "" for name in ("party_id", "name", "role", "level")]
        while len(told) > 2 and not told[-1]:
            told.pop()
        return ["add-participant", one.target, *told]
    if one.deed == "add":
        return ["add-meeting", json.dumps(one.after, ensure_ascii=False)]
    if one.deed == "split":
        return ["split", one.target, *(one.after.get("doc_ids") or one.after.get("party_ids") or ())]
    return [one.deed, one.target, *([str(one.after)] if one.deed == "merge" else [])]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
