"""The words of ``sidelines correct`` → acts, and what the command answers.

``command`` is all that the command line needs; it prints nothing itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline import acts, drafts, errors, gold_export, publish, store, tables

USAGE: Final = {
    "confirm": "MEETING",
    "reject": "MEETING",
    "set": "MEETING FIELD [VALUE]",
    "merge": "MEETING INTO",
    "split": "MEETING ARTICLE|PARTY ...",
    "add-meeting": "JSON",
    "set-participant": "MEETING PARTY NAME FIELD [VALUE]",
    "add-participant": "MEETING PARTY NAME [ROLE [LEVEL]]",
    "remove-participant": "MEETING PARTY [NAME]",
    "add-topic": "MEETING TOPIC",
    "remove-topic": "MEETING TOPIC",
    "undo": "ACT",
    "list": "",
    "export-gold": "FOLDER",
}
"""Words after ``sidelines correct``; an empty VALUE empties the cell."""

MEETING_DIGITS: Final = 14


def command(
    build: Path,
    words: Sequence[str],
    by: str | None,
    why: str | None = None,
    *,
    register: drafts.Register | None = None,
    locate: drafts.Locate | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[str]:
    """Do what ``sidelines correct WORDS`` says.

    Args:
        build: The build folder.
        words: The deed and what belongs to it, as ``USAGE`` lists them.
        by: Who corrects; needed for everything but ``list`` and ``export-gold``.
        why: The reason.
        register: Names and coordinates of parties that corrections bring in.
        locate: Coordinates of a city in a country, for a corrected place.
        now: The clock.

    Returns:
        Lines to print: the acts written, and any act of the folder that finds nothing to act on.

    Raises:
        CorrectionError: The words are not understood or break the vocabulary.
        StoreError: There is no build.
    """
    if not words or words[0] not in USAGE:
        raise errors.CorrectionError(
            f"correct what? {'; '.join(f'{deed} {rest}'.strip() for deed, rest in USAGE.items())}."
        )
    if words[0] == "list":
        return listing(build)
    if words[0] == "export-gold":
        return _exporting(build, words[1:])
    frames = store.read_tables(build)
    told = _act(words[0], list(words[1:]), frames)
    act = acts.Act(
        deed=told["deed"],
        target=told["target"],
        by=by or "",
        at=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        object=told.get("object", "meeting"),
        row=told.get("row", {}),
        field=told.get("field"),
        before=told.get("before"),
        after=told.get("after"),
        why=why,
    )
    written, published = publish.correct(build, [act], register=register, locate=locate)
    lines = [f"{done.act_id}  {said(done)}" for done in written]
    return lines + [
        f"not laid over the tables: {item.act_id} {item.reason}".replace("  ", " ") for item in published.unplaced
    ]


def _exporting(build: Path, rest: Sequence[str]) -> list[str]:
    """Write the reviewed articles as gold."""
    if not rest:
        raise errors.CorrectionError(f"correct export-gold {USAGE['export-gold']}: say where the files go.")
    written = gold_export.export(store.read_tables(build), Path(rest[0]))
    return [f"{len(written)} articles, all of whose meetings are reviewed, written to {rest[0]}"]


def listing(build: Path) -> list[str]:
    """Every act of a build folder, one a line, taken-back ones marked."""
    written, damaged = acts.read(build / acts.FILE)
    standing = {act.act_id for act in acts.in_force(written)}
    lines = [
        f"{act.act_id}  {act.at}  {act.by}  {said(act)}"
        + ("" if act.act_id in standing or act.deed == "undo" else "  (taken back)")
        for act in written
    ]
    return lines + [item.reason for item in damaged]


def said(act: acts.Act) -> str:
    """An act in words: ``correct m-1 country: SYR → KAZ (embassy)``."""
    what = "" if act.object == "meeting" else f" {act.object}"
    row = " ".join(str(value) for value in act.row.values() if value)
    parts = [f"{act.deed}{what} {act.target}", row, act.field or ""]
    text = " ".join(part for part in parts if part)
    if act.deed == "correct":
        text += f": {_cell(act.before)} → {_cell(act.after)}"
    elif act.after is not None:
        text += f" {_cell(act.after)}"
    return f"{text} ({act.why})" if act.why else text


def _cell(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False)
    return "empty" if value is None else str(value)


def _act(deed: str, rest: list[str], frames: tables.Tables) -> dict[str, Any]:
    """The parts of an act from the words after the deed."""
    least = sum(1 for word in USAGE[deed].split() if not word.startswith("[") and word != "...")
    if len(rest) < least:
        raise errors.CorrectionError(f"correct {deed} {USAGE[deed]}: {least} words are needed, {len(rest)} given.")
    target, *more = rest
    if deed in ("confirm", "reject", "undo"):
        return {"deed": deed, "target": target}
    if deed == "set":
        return _setting(target, more, frames)
    if deed == "merge":
        return {"deed": "merge", "target": target, "after": more[0]}
    if deed == "split":
        known = set(frames.documents["doc_id"])
        kind = "doc_ids" if all(word in known for word in more) else "party_ids"
        return {"deed": "split", "target": target, "after": {kind: more}}
    if deed == "add-meeting":
        return _adding(target)
    if deed.endswith("-topic"):
        return {"deed": deed.split("-")[0], "target": target, "object": "topic", "row": {"topic": more[0]}}
    return _participant(deed, target, more, frames)


def _setting(target: str, more: list[str], frames: tables.Tables) -> dict[str, Any]:
    column = more[0]
    found = frames.meetings[frames.meetings["meeting_id"] == target]
    before = found.iloc[0].get(column) if len(found) else None
    after = _value(column, more[1] if len(more) > 1 else "")
    return {"deed": "correct", "target": target, "field": column, "before": _plain(before), "after": after}


def _adding(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise errors.CorrectionError(f"add-meeting: not JSON ({error}).") from error
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:MEETING_DIGITS]
    return {"deed": "add", "target": f"m-{digest}", "after": told}


def _participant(deed: str, target: str, more: list[str], frames: tables.Tables) -> dict[str, Any]:
    party_id, name = more[0], (more[1] if len(more) > 1 else "") or None
    row = {"party_id": party_id, "name": name}
    if deed == "remove-participant":
        return {"deed": "remove", "target": target, "object": "participant", "row": row}
    if deed == "add-participant":
        given = {"role": more[2] if len(more) > 2 else None, "level": more[3] if len(more) > 3 else None}
        after = {key: value for key, value in {**row, **given}.items() if value}
        return {"deed": "add", "target": target, "object": "participant", "after": after}
    column = more[2]
    seen = frames.participants
    seen = seen[(seen["meeting_id"] == target) & (seen["party_id"] == party_id) & (seen["name"] == name)]
    before = seen.iloc[0].get(column) if len(seen) else None
    after = _value(column, more[3] if len(more) > 3 else "")
    told = {"field": column, "before": _plain(before), "after": after}
    return {"deed": "correct", "target": target, "object": "participant", "row": row, **told}


def _value(column: str, word: str) -> Any:
    """A word of the command line as the column's type."""
    if word == "":
        return None
    if column == "principal":
        return {"true": True, "false": False}.get(word, word)
    if column in ("latitude", "longitude"):
        try:
            return float(word)
        except ValueError:
            return word
    return word


def _plain(value: Any) -> Any:
    """A cell of a frame as JSON has it."""
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
