"""``NAME.meta.json`` beside a text file: what the text itself cannot say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from pipeline.read.blob import Blob

ENDING = ".meta.json"
FIELDS = ("url", "outlet", "title", "language")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: date | None = None
    language: str | None = None


def names(blob: Blob) -> tuple[str, str]:
    """What the sidecar of an article may be called: ``note.meta.json`` or ``note.txt.meta.json`` for ``note.txt``."""
    return f"{blob.name.removesuffix(blob.suffix)}{ENDING}", f"{blob.name}{ENDING}"


def read(blob: Blob) -> tuple[Metadata, str | None]:
    """Read the sidecar of an article.

    Returns:
        The metadata, empty where there is no sidecar, and a warning when there is one that cannot be used.
    """
    for name in names(blob):
        try:
            raw = blob.sibling(name)
            if raw is None:
                continue
            values = json.loads(raw.decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError) as problem:
            return Metadata(), f"{name} was ignored: {problem}."
        if not isinstance(values, dict):
            return Metadata(), f"{name} was ignored: expected an object with url, outlet, title, published, language."
        return from_mapping(values, name)
    return Metadata(), None


def from_mapping(values: Mapping[str, object], origin: str) -> tuple[Metadata, str | None]:
    """Metadata from a mapping of strings; an unreadable date is left out and named in the warning."""
    known = {key: str(values[key]).strip() or None for key in FIELDS if values.get(key) is not None}
    stated = values.get("published")
    published = parse_date(str(stated)) if stated else None
    warning = None
    if stated and published is None:
        warning = f"{origin}: published {stated!r} is no date; expected YYYY-MM-DD."
    return Metadata(published=published, **known), warning


def parse_date(text: str) -> date | None:
    """The day of an ISO 8601 or RFC 2822 date, or of a Unix time; ``None`` for anything else, never a guess.

    >>> parse_date("2021-02-17T10:20:00Z")
    datetime.date(2021, 2, 17)
    """
    text = text.strip()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
        return datetime.fromtimestamp(float(text), tz=UTC).date()
    if re.match(r"\d{4}-\d\d-\d\d[ T]", text):
        text = text[:10]
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
