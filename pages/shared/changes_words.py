"""What builds changed, in the words of the page and as a table: names instead of codes. No Streamlit in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pages.shared import words
from pipeline import diff, news

KIND: Mapping[diff.Kind, str] = {
    "added": "Added",
    "changed": "Changed",
    "merged": "Merged",
    "withdrawn": "Withdrawn",
}
WHY: Mapping[diff.Why, str] = {
    "new source": "a new article",
    "source gone": "an article is gone",
    "correction": "corrected by a person",
    "lexicon": "the word lists changed",
    "code": "the program changed",
    "unknown": "cause not known",
}
FIELD = {
    "date": "Date",
    "date_end": "Last day",
    "status": "Status",
    "mode": "How they met",
    "setting": "Setting",
    "city": "City",
    "country": "Country",
    "venue": "Venue",
    "occasion": "Occasion",
    "review": "Review",
    "participant": "Participant",
    "topic": "Topic",
    "source": "Article",
}
CLOSED: Mapping[str, Mapping[str, str]] = {
    "status": words.STATUS,
    "mode": words.MODE,
    "setting": words.SETTING,
    "review": words.REVIEW,
}

Names = Mapping[str, str]
"""Names of parties, topics and articles by id."""


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of a build's list: where its link leads, what it is called, what happened to it."""

    meeting_id: str
    title: str
    note: str


def lines(changes: Sequence[diff.Change], kind: diff.Kind, names: Names) -> list[Line]:
    """The meetings to which one thing happened, each once, with all that changed in it.

    Args:
        changes: The changes of one build.
        kind: What happened.
        names: Names by id.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if change.kind == kind:
            answer = change.after if kind == "merged" else change.meeting_id
            found.setdefault((answer, change.title), []).append(note(change, names))
    return [Line(meeting_id, title, "; ".join(dict.fromkeys(notes))) for (meeting_id, title), notes in found.items()]


def note(change: diff.Change, names: Names) -> str:
    """What happened, and why: ``Country: Syria → Kazakhstan (corrected by a person)``."""
    if change.kind == "changed":
        text = _field(change, names)
    elif change.kind == "merged":
        text = f"found to be the same as {change.after}"
    elif change.kind == "withdrawn":
        text = "is no longer a meeting"
    else:
        text = f"parted from {change.before}" if change.before else "new"
    return f"{text} ({WHY[change.why]})"


def _field(change: diff.Change, names: Names) -> str:
    label = FIELD.get(change.field, change.field)
    before, after = value(change.field, change.before, names), value(change.field, change.after, names)
    if change.field in ("participant", "topic", "source"):
        return f"{label} added: {after}" if change.after else f"{label} removed: {before}"
    return f"{label}: {before} → {after}"


def value(field: str, text: str, names: Names) -> str:
    """A value as a reader says it; ``empty`` for nothing."""
    if not text:
        return "empty"
    if field in ("date", "date_end"):
        return words.day(text)
    if field == "participant":
        party, *rest = text.split(", ", 1)
        return ", ".join([names.get(party, party), *rest])
    return CLOSED.get(field, {}).get(text) or (
        names.get(text, text) if field in ("country", "topic", "source") else text
    )


def counts(changes: Sequence[diff.Change]) -> str:
    """How many meetings of each kind: ``3 meetings added, 1 changed``."""
    found = [(KIND[kind].lower(), number) for kind, number in diff.summary(changes).items() if number]
    if not found:
        return "Nothing changed in what is compared"
    first, *rest = found
    return ", ".join(
        [f"{words.count(first[1], 'meeting')} {first[0]}", *(f"{words.number(n)} {kind}" for kind, n in rest)]
    )


def table(editions: Iterable[news.Edition], names: Names) -> pd.DataFrame:
    """All changes as a table to take home: one row a change, newest build first."""
    rows = [
        {
            "build": edition.snapshot,
            "at": edition.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "change": change.kind,
            "meeting_id": change.meeting_id,
            "title": change.title,
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "why": change.why,
            "in_words": note(change, names),
        }
        for edition in editions
        for change in edition.changes
    ]
    columns = ["build", "at", "change", "meeting_id", "title", "field", "before", "after", "why", "in_words"]
    return pd.DataFrame(rows, columns=columns)
