"""``NAME.meta.json`` beside a text file: what the text itself cannot say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

FIELDS = ("url", "outlet", "title", "language")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: date | None = None
    language: str | None = None


def read(path: Path) -> tuple[Metadata, str | None]:
    """Read the sidecar of an article, ``note.meta.json`` or ``note.txt.meta.json`` for ``note.txt``.

    Returns:
        The metadata, empty where there is no sidecar, and a warning when there is one that cannot be used.
    """
    for candidate in (path.with_suffix(".meta.json"), path.with_name(path.name + ".meta.json")):
        if candidate.is_file():
            try:
                values = json.loads(candidate.read_text(encoding="utf-8-sig"))
            except (OSError, ValueError) as problem:
                return Metadata(), f"{candidate.name} was ignored: {problem}."
            if not isinstance(values, dict):
                return (
                    Metadata(),
                    f"{candidate.name} was ignored: expected an object with url, outlet, title, published, language.",
                )
            return from_mapping(values, candidate.name)
    return Metadata(), None


def from_mapping(values: dict[str, object], origin: str) -> tuple[Metadata, str | None]:
    """Metadata from a mapping of strings; an unreadable date is left out and named in the warning."""
    known = {key: str(values[key]).strip() or None for key in FIELDS if values.get(key) is not None}
    stated = values.get("published")
    published = parse_date(str(stated)) if stated else None
    warning = None
    if stated and published is None:
        warning = f"{origin}: published {stated!r} is no date; expected YYYY-MM-DD."
    return Metadata(published=published, **known), warning


def parse_date(text: str) -> date | None:
    """The day of an ISO 8601 or RFC 2822 date; ``None`` for anything else, never a guess."""
    text = text.strip()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
