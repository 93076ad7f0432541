"""What one build changed against another: meetings added, changed, merged and withdrawn, and why. Nothing is silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from pipeline import tables

Kind = Literal["added", "changed", "merged", "withdrawn"]
Why = Literal["new source", "source gone", "correction", "lexicon", "code", "unknown"]

FIELDS: Final = ("date", "date_end", "status", "mode", "setting", "city", "country", "venue", "occasion", "review")
"""Columns of ``meetings`` that are compared; the others follow from these or are no statement about the meeting."""

PARTS: Final = {"participant": "participants", "topic": "meeting_topics", "source": "meeting_sources"}
"""What else a meeting has, and the table it is in."""

CODE_ENTRIES: Final = ("fingerprint", "sidelines", "model", "model_version", "schema")
"""Entries of a manifest that change when the program does."""

EVIDENCE: Final = {
    "date": "date", "date_end": "date", "status": "status", "mode": "mode", "city": "place", "country": "place",
    "venue": "place", "occasion": "occasion", "participant": "participant", "topic": "topic",
}  # fmt: skip
"""Which evidence tells that a person corrected the field."""

KINDS: Final[Mapping[Kind, int]] = {"added": 0, "changed": 1, "merged": 2, "withdrawn": 3}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Grain: one meeting, or one field of a meeting that changed.

    Attributes:
        kind: What happened to the meeting.
        meeting_id: The meeting; for a merged or withdrawn one the id it had.
        title: What it is called now, or was called last.
        why: The cause as far as the two builds show it.
        field: The column, or ``participant``, ``topic``, ``source``; empty unless changed.
        before: The value that is gone; for an added meeting the one it was part of, if any.
        after: The value that came; for a merged meeting the one that answers for it.
    """

    kind: Kind
    meeting_id: str
    title: str
    why: Why
    field: str = ""
    before: str = ""
    after: str = ""

    def line(self) -> str:
        """The change in words: ``changed m-1 Mikdad – Lavrov: city Beirut → Damascus (correction)``."""
        text = f"{self.kind:9} {self.meeting_id}  {self.title}"
        if self.kind == "changed":
            text += f": {self.field} {self.before or 'empty'} → {self.after or 'empty'}"
        elif self.kind == "merged":
            text += f" → {self.after}"
        elif self.before:
            text += f", part of {self.before} before"
        return f"{text} ({self.why})"


@dataclass(frozen=True, slots=True)
class _Side:
    """One build, by meeting."""

    rows: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, Mapping[str, frozenset[str]]]
    aliases: Mapping[str, str]
    corrected: frozenset[tuple[str, str]]
    documents: frozenset[str]


def compare(
    old: tables.Tables,
    new: tables.Tables,
    old_manifest: Mapping[str, Any] | None = None,
    new_manifest: Mapping[str, Any] | None = None,
) -> list[Change]:
    """List what changed from one build to another.

    Args:
        old: The tables before.
        new: The tables after.
        old_manifest: The manifest before, which tells whether lexicon or program changed.
        new_manifest: The manifest after.

    Returns:
        The changes by kind, meeting and field; empty when the two builds say the same.
        A meeting that was merged or withdrawn is one change, an added one too.
    """
    before, after = _side(old), _side(new)
    program = _program(old_manifest or {}, new_manifest or {})
    changes = [
        *_added(before, after, program),
        *_changed(before, after, program),
        *_gone(before, after, program),
    ]
    return sorted(changes, key=lambda one: (KINDS[one.kind], one.meeting_id, one.field, one.before, one.after))


def summary(changes: Sequence[Change]) -> dict[Kind, int]:
    """How many meetings were added, changed, merged and withdrawn."""
    counts = Counter(kind for kind, _ in {(change.kind, change.meeting_id) for change in changes})
    return {kind: counts[kind] for kind in KINDS}


def _side(frames: tables.Tables) -> _Side:
    meetings = frames.meetings
    columns = [_texts(meetings[name]) for name in ("title", *FIELDS)]
    rows = {
        meeting_id: dict(zip(("title", *FIELDS), cells, strict=True))
        for meeting_id, *cells in zip(meetings["meeting_id"].tolist(), *columns, strict=True)
    }
    parts: dict[str, dict[str, frozenset[str]]] = {}
    for part, name in PARTS.items():
        found: dict[str, set[str]] = defaultdict(set)
        frame = getattr(frames, name)
        for meeting_id, text in zip(frame["meeting_id"].tolist(), _part_texts(part, frame), strict=True):
            found[meeting_id].add(text)
        parts[part] = {meeting_id: frozenset(texts) for meeting_id, texts in found.items()}
    said = frames.evidence[frames.evidence["rule"] == "correction"]
    return _Side(
        rows,
        parts,
        dict(zip(frames.aliases["old_id"].tolist(), frames.aliases["meeting_id"].tolist(), strict=True)),
        frozenset(zip(said["meeting_id"].tolist(), said["field"].tolist(), strict=True)),
        frozenset(frames.documents["doc_id"].tolist()),
    )


def _part_texts(part: str, frame: pd.DataFrame) -> list[str]:
    """What a participant, topic or source is called in a change."""
    if part == "topic":
        return _texts(frame["topic"])
    if part == "source":
        return _texts(frame["doc_id"])
    columns = (_texts(frame[name]) for name in ("party_id", "name", "role"))
    return [", ".join(cell for cell in cells if cell) for cells in zip(*columns, strict=True)]


def _texts(series: pd.Series) -> list[str]:
    return [str(value) for value in series.astype(object).where(series.notna(), "").tolist()]


def _program(old: Mapping[str, Any], new: Mapping[str, Any]) -> Why:
    """Whether the lexicon, the program or neither changed."""
    if old.get("lexicon") != new.get("lexicon"):
        return "lexicon"
    return "code" if any(old.get(name) != new.get(name) for name in CODE_ENTRIES) else "unknown"


def _added(before: _Side, after: _Side, program: Why) -> Iterator[Change]:
    for meeting_id in after.rows.keys() - before.rows.keys():
        row = after.rows[meeting_id]
        sources = after.parts["source"].get(meeting_id, frozenset())
        why: Why = program
        if sources - before.documents:
            why = "new source"
        elif row["review"] == "corrected":
            why = "correction"
        yield Change("added", meeting_id, row["title"], why, before=before.aliases.get(meeting_id, ""))


def _gone(before: _Side, after: _Side, program: Why) -> Iterator[Change]:
    for meeting_id in before.rows.keys() - after.rows.keys():
        title = before.rows[meeting_id]["title"]
        told = before.parts["source"].get(meeting_id, frozenset())
        answer = after.aliases.get(meeting_id)
        if answer:
            came = after.parts["source"].get(answer, frozenset()) - before.documents
            merged: Why = "new source" if came else program
            if after.rows[answer]["review"] == "corrected":
                merged = "correction"
            yield Change("merged", meeting_id, title, merged, after=answer)
        else:
            why: Why = "source gone" if told and not told & after.documents else program
            if why != "source gone" and before.rows[meeting_id]["review"] == "corrected":
                why = "correction"
            yield Change("withdrawn", meeting_id, title, why)


def _changed(before: _Side, after: _Side, program: Why) -> Iterator[Change]:
    for meeting_id in before.rows.keys() & after.rows.keys():
        row, old_row = after.rows[meeting_id], before.rows[meeting_id]
        for name in FIELDS:
            if row[name] != old_row[name]:
                why = _why(before, after, meeting_id, name, program)
                yield Change("changed", meeting_id, row["title"], why, name, old_row[name], row[name])
        for part in PARTS:
            ours = after.parts[part].get(meeting_id, frozenset())
            theirs = before.parts[part].get(meeting_id, frozenset())
            why = _why(before, after, meeting_id, part, program)
            for gone in theirs - ours:
                yield Change("changed", meeting_id, row["title"], why, part, before=gone)
            for came in ours - theirs:
                yield Change("changed", meeting_id, row["title"], why, part, after=came)


def _why(before: _Side, after: _Side, meeting_id: str, name: str, program: Why) -> Why:
    """The cause of a changed field: a person, another source, else the program."""
    noted = (meeting_id, EVIDENCE.get(name, ""))
    reviewed = after.rows[meeting_id]["review"] != before.rows[meeting_id]["review"]
    if name == "review" or noted in after.corrected ^ before.corrected:
        return "correction"
    ours = after.parts["source"].get(meeting_id, frozenset())
    theirs = before.parts["source"].get(meeting_id, frozenset())
    if ours - theirs:
        return "new source"
    if theirs - ours:
        return "source gone"
    return "correction" if reviewed else program
