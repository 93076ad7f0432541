"""What an analyst entered → the acts of ``corrections.jsonl``: only what differs from what was on the screen.

No Streamlit in here. An act is made for a cell only when the analyst changed it, measured against the value the analyst
saw, so two who correct different cells of one meeting at one time overwrite nothing of each other.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import acts, errors

FIELDS = (
    "date", "date_end", "status", "mode", "country", "city", "latitude", "longitude", "venue", "occasion",
)  # fmt: skip
"""Cells of a meeting in the order in which they are laid: a city is looked up in the country already corrected."""

SEAT_FIELDS = ("party_id", "name", "role", "level", "principal")
"""Cells of a participant that the form shows; the name and kind of a party follow from its id."""

MEETING_DIGITS = 14
"""Hexadecimal digits of the id of an added meeting, as ``sidelines correct add-meeting`` gives it."""

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrects, when (ISO 8601, UTC), and why."""

    by: str
    at: str
    why: str | None = None


def said(sign: Signature, deed: acts.Deed, target: str, **more: Any) -> acts.Act:
    """One signed act."""
    return acts.Act(deed, target, sign.by, sign.at, why=sign.why, **more)


def meeting(
    sign: Signature, target: str, shown: Cells, entered: Cells, topics: Sequence[str] = (), chosen: Sequence[str] = ()
) -> list[acts.Act]:
    """The acts that bring a meeting from what was shown to what was entered.

    Args:
        sign: Who and why.
        target: The meeting.
        shown: Its cells as the analyst saw them; ``None`` is empty.
        entered: The cells of the form, by column.
        topics: Its topics as the analyst saw them.
        chosen: The topics of the form.

    Returns:
        One act for each cell and topic that differs; none when nothing does.
    """
    made = [
        said(sign, "correct", target, field=column, before=shown.get(column), after=entered[column])
        for column in FIELDS
        if column in entered and entered[column] != shown.get(column)
    ]
    made += [
        said(sign, "remove", target, object="topic", row={"topic": topic}) for topic in topics if topic not in chosen
    ]
    return made + [
        said(sign, "add", target, object="topic", row={"topic": topic}) for topic in chosen if topic not in topics
    ]


def seat(sign: Signature, target: str, shown: Cells, entered: Cells) -> list[acts.Act]:
    """The acts that correct one participant.

    Each act names the participant as the acts before it left it.
    """
    row = {"party_id": shown["party_id"], "name": shown["name"]}
    made = []
    for column in SEAT_FIELDS:
        if entered[column] != shown[column]:
            before, after = shown[column], entered[column]
            made.append(
                said(
                    sign,
                    "correct",
                    target,
                    object="participant",
                    row=dict(row),
                    field=column,
                    before=before,
                    after=after,
                )
            )
            if column in row:
                row[column] = after
    return made


def new_seat(sign: Signature, target: str, entered: Cells) -> list[acts.Act]:
    """The act that adds a participant."""
    after = {name: value for name, value in entered.items() if value is not None}
    if not after.get("party_id"):
        raise errors.CorrectionError("Choose the country or organisation first.")
    return [said(sign, "add", target, object="participant", after=after)]


def no_seat(sign: Signature, target: str, shown: Cells) -> list[acts.Act]:
    """The act that takes a participant away."""
    row = {"party_id": shown["party_id"], "name": shown["name"]}
    return [said(sign, "remove", target, object="participant", row=row)]


def new_meeting(
    sign: Signature,
    cells: Cells,
    seats: Iterable[Cells],
    topics: Sequence[str] = (),
    doc_ids: Sequence[str] = (),
) -> list[acts.Act]:
    """The act that adds a meeting that was missed; the same entries give the same id."""
    told: dict[str, Any] = {name: value for name, value in cells.items() if value is not None}
    told["participants"] = [
        {name: value for name, value in one.items() if value is not None} for one in seats if one.get("party_id")
    ]
    told |= {"topics": list(topics)} if topics else {}
    told |= {"doc_ids": list(doc_ids)} if doc_ids else {}
    if len({one["party_id"] for one in told["participants"]}) < 2:
        raise errors.CorrectionError("A meeting needs at least two parties: choose a second one.")
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:MEETING_DIGITS]
    return [said(sign, "add", f"m-{digest}", after=told)]


def text(value: str | None) -> str | None:
    """What was typed into a field; nothing but blanks empties the cell."""
    return " ".join((value or "").split()) or None


_WRITTEN = re.compile(r"(?:(?P<day>\d{1,2})\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+(?P<year>\d{4})")


def date(value: str | None) -> str | None:
    """A date as typed, ISO 8601 at its precision: ``17 Feb 2021`` → ``2021-02-17``, ``2021-2`` → ``2021-02``.

    What is no date is given back as typed, for the check of the act to refuse with a sentence.
    """
    typed = text(value)
    if typed is None:
        return None
    if re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", typed):
        return "-".join(part.zfill(2) for part in typed.split("-"))
    written = _WRITTEN.fullmatch(typed)
    months = [name.lower() for name in calendar.month_abbr]
    if not written or written["month"][:3].lower() not in months:
        return typed
    parts = [written["year"], f"{months.index(written['month'][:3].lower()):02}"]
    return "-".join([*parts, written["day"].zfill(2)] if written["day"] else parts)


_ID = re.compile(r"m-[\w-]+")


def meeting_id(value: str | None) -> str | None:
    """The id in what was pasted: an id, or the address of a meeting's page."""
    found = _ID.search(value or "")
    return found[0] if found else None
