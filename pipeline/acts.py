"""What people said about rows: each act a line of ``corrections.jsonl``, appended under a lock and never changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from pipeline import errors, schema
from pipeline.records import PartialDate

FILE: Final = "corrections.jsonl"

Deed = Literal["confirm", "reject", "correct", "add", "remove", "split", "merge", "undo"]
Object = Literal["meeting", "participant", "topic"]

DEEDS: Final[Mapping[Object, frozenset[Deed]]] = {
    "meeting": frozenset({"confirm", "reject", "correct", "add", "split", "merge", "undo"}),
    "participant": frozenset({"correct", "add", "remove"}),
    "topic": frozenset({"add", "remove"}),
}
"""What can be done to what."""

MEETING_FIELDS: Final = (
    "date", "date_end", "status", "mode", "city", "country", "latitude", "longitude", "venue", "occasion",
)  # fmt: skip
PARTICIPANT_FIELDS: Final = ("party_id", "party", "party_type", "name", "role", "level", "principal", "person_id")
"""What an act may set; the other columns follow from these."""

ID_DIGITS: Final = 12

Cell = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing one person did. Grain: one line.

    Attributes:
        deed: What was done.
        target: ``meeting_id`` it was done to; for ``undo`` the ``act_id`` taken back; for an added meeting its new id.
        by: Who did it.
        at: When, ISO 8601 in UTC.
        object: Whether the meeting, one of its participants or one of its topics is meant.
        row: What tells the participant (``party_id``, ``name``) or the topic (``topic``) from the others.
        field: The column corrected.
        before: What the person saw there.
        after: What it becomes; for ``merge`` the id that stays, for ``split`` and ``add`` a mapping.
        why: The person's reason.
        act_id: Given when the act is appended.
    """

    deed: Deed
    target: str
    by: str
    at: str
    object: Object = "meeting"
    row: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None
    before: Any = None
    after: Any = None
    why: str | None = None
    act_id: str = ""

    def line(self) -> str:
        """The act as one line of JSON, columns in the order declared, what is not stated left out."""
        said = {item.name: getattr(self, item.name) for item in fields(self)}
        kept = {
            name: value for name, value in said.items() if value not in (None, "", {}) or name in ("before", "after")
        }
        return json.dumps({"act_id": self.act_id, **kept}, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An act, or a line, that could not be laid over the tables, and why."""

    reason: str
    act_id: str = ""
    target: str = ""
    line: int = 0


def check(act: Act) -> None:
    """Hold an act to the vocabulary.

    Args:
        act: An act that is to be appended.

    Raises:
        CorrectionError: It names no person, day or target, or a field or value that the tables do not have.
    """
    if not act.by.strip():
        raise errors.CorrectionError("a correction needs a name: say who corrects with --by NAME.")
    if not act.target.strip():
        raise errors.CorrectionError(f"{act.deed}: say what is corrected: a meeting_id, or for undo an act_id.")
    if act.object not in DEEDS or act.deed not in DEEDS[act.object]:
        allowed = ", ".join(sorted(DEEDS.get(act.object, ()))) or "nothing"
        raise errors.CorrectionError(f"cannot {act.deed} a {act.object}; possible: {allowed}.")
    if act.object == "topic" and not act.row.get("topic"):
        raise errors.CorrectionError(f"{act.deed} a topic: say which.")
    if act.object == "participant" and act.deed != "add" and not act.row.get("party_id"):
        raise errors.CorrectionError(f"{act.deed} a participant: say which, by party_id and name.")
    if act.deed == "correct":
        check_value(act.object, act.field or "", act.after)
    elif act.deed == "add" and act.object != "topic":
        _check_added(act)
    elif act.deed in ("merge", "split") and not act.after:
        raise errors.CorrectionError(f"{act.deed}: say {'with which meeting' if act.deed == 'merge' else 'what goes'}.")


def _check_added(act: Act) -> None:
    if not isinstance(act.after, Mapping):
        raise errors.CorrectionError(f"add a {act.object}: give its fields.")
    for name, value in act.after.items():
        if name == "participants" and act.object == "meeting":
            for participant in value:
                for column, cell in participant.items():
                    check_value("participant", column, cell)
        elif name not in ("topics", "doc_ids"):
            check_value(act.object, name, value)
    if act.object == "participant" and not act.after.get("party_id"):
        raise errors.CorrectionError("add a participant: party_id is needed.")
    parties = {participant.get("party_id") for participant in act.after.get("participants", ())}
    if act.object == "meeting" and len(parties) < 2:
        raise errors.CorrectionError("add a meeting: participants of at least two parties are needed.")


def check_value(of: Object, column: str, value: Any) -> None:
    """Hold one new value to the schema.

    Args:
        of: ``meeting`` or ``participant``.
        column: The column.
        value: The value; ``None`` empties the cell.

    Raises:
        CorrectionError: The column cannot be set, or the value is not of its vocabulary or form.
    """
    settable = MEETING_FIELDS if of == "meeting" else PARTICIPANT_FIELDS
    if column not in settable:
        raise errors.CorrectionError(
            f"{column or 'no field'!r} of a {of} cannot be set; possible: {', '.join(settable)}."
        )
    declared = schema.TABLES["meetings" if of == "meeting" else "participants"].column(column)
    if value is None:
        if declared.required:
            raise errors.CorrectionError(f"{column} cannot be empty.")
        return
    if declared.values and value not in declared.values:
        raise errors.CorrectionError(f"{column}: {value!r} is not one of {', '.join(declared.values)}.")
    if declared.kind == "boolean" and not isinstance(value, bool):
        raise errors.CorrectionError(f"{column}: {value!r} is not true or false.")
    if declared.kind == "number":
        _check_number(column, value, declared.minimum, declared.maximum)
    if declared.kind == "text" and (not isinstance(value, str) or not value.strip()):
        raise errors.CorrectionError(f"{column}: {value!r} is not a text; leave it out to empty the cell.")
    if declared.form == "partial_date":
        _check_date(column, value)
    if declared.form == "country" and not (len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
        raise errors.CorrectionError(f"{column}: {value!r} is not an ISO 3166-1 alpha-3 code such as KAZ.")


def _check_number(column: str, value: Any, minimum: float | None, maximum: float | None) -> None:
    low, high = minimum if minimum is not None else float("-inf"), maximum if maximum is not None else float("inf")
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise errors.CorrectionError(f"{column}: {value!r} is not a number from {low:g} to {high:g}.")


def _check_date(column: str, value: str) -> None:
    try:
        fits = PartialDate.from_iso(value).iso() == value
    except ValueError:
        fits = False
    if not fits:
        raise errors.CorrectionError(f"{column}: {value!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD.")


def append(path: Path, acts: Iterable[Act]) -> list[Act]:
    """Write acts down, all or none, whoever else is writing.

    Args:
        path: The file, made when missing.
        acts: Acts without ids.

    Returns:
        The acts as written, with their ids.

    Raises:
        CorrectionError: An act breaks the vocabulary; nothing was written.
    """
    checked = list(acts)
    for act in checked:
        check(act)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as handle:
        # The lock is the file's own, so two analysts, or a script and the dashboard, write one after the other.
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX)
        handle.seek(0)
        known = handle.read()
        number = known.count(b"\n")
        written = [_with_id(act, number + offset) for offset, act in enumerate(checked)]
        # A line that a crash cut short is closed first, so that it spoils no other.
        lines = ("\n" if known and not known.endswith(b"\n") else "") + "".join(act.line() + "\n" for act in written)
        handle.write(lines.encode("utf-8"))
        handle.flush()
        os.fsync(handle.fileno())
    return written


def _with_id(act: Act, number: int) -> Act:
    digest = hashlib.sha256(f"{number}\n{replace(act, act_id='').line()}".encode()).hexdigest()
    return replace(act, act_id="c-" + digest[:ID_DIGITS])


def read(path: Path) -> tuple[list[Act], list[Unplaced]]:
    """Read all acts in the order they were written.

    Args:
        path: The file; a missing one holds no acts.

    Returns:
        The acts, and the lines that are none.
    """
    try:
        with path.open("rb") as handle:
            fcntl.flock(handle.fileno(), fcntl.LOCK_SH)
            content = handle.read().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return [], []
    acts, damaged = [], []
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            try:
                acts.append(parse(line))
            except errors.CorrectionError as error:
                damaged.append(Unplaced(f"line {number} of {path.name}: {error}", line=number))
    return acts, damaged


def parse(line: str) -> Act:
    """One line as an act.

    Raises:
        CorrectionError: The line is not one that ``append`` wrote.
    """
    try:
        said = json.loads(line)
    except ValueError as error:
        raise errors.CorrectionError(f"not JSON ({error}).") from error
    if not isinstance(said, dict):
        raise errors.CorrectionError("not a JSON object.")
    unknown = set(said) - {item.name for item in fields(Act)}
    missing = {"deed", "target", "by", "at"} - set(said)
    if unknown or missing:
        raise errors.CorrectionError(f"unknown {sorted(unknown)}, missing {sorted(missing)}.")
    if said["deed"] not in get_args(Deed):
        raise errors.CorrectionError(f"{said['deed']!r} is not one of {', '.join(get_args(Deed))}.")
    act = Act(**cast(dict[str, Any], said))
    check(act)
    return act


def in_force(acts: Sequence[Act]) -> Iterator[Act]:
    """Acts that no later act took back; an undo that was itself undone takes nothing back."""
    undone: set[str] = set()
    for act in reversed(acts):
        if act.deed == "undo" and act.act_id not in undone:
            undone.add(act.target)
    for act in acts:
        if act.deed != "undo" and act.act_id not in undone:
            yield act
