"""How dates, numbers and names read on every page: formatted here and nowhere else.

No Streamlit in here, so that charts, downloads and tests can use it.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterable
from typing import Any

STATUS = {"held": "Held", "planned": "Planned", "mentioned": "Mentioned", "cancelled": "Cancelled"}
MODE = {"in_person": "In person", "phone": "Phone call", "video": "Video call", "unknown": "Not stated"}
SETTING = {"bilateral": "Bilateral", "trilateral": "Trilateral", "multilateral": "Multilateral"}
LEVEL = {
    "head_of_state": "Head of state",
    "head_of_government": "Head of government",
    "minister": "Minister",
    "deputy_minister": "Deputy minister",
    "ambassador": "Ambassador",
    "envoy": "Envoy",
    "parliament": "Parliament",
    "official": "Official",
    "other": "Other",
}
REVIEW = {
    "unreviewed": "Not reviewed",
    "confirmed": "Confirmed",
    "corrected": "Corrected",
    "rejected": "Rejected",
}
BASIS = {
    "stated": "the article states it",
    "weekday": "a weekday in the article, counted from its date",
    "dateline": "the article's dateline",
    "occasion": "the known dates of the occasion",
    "inherited": "taken over from the article's main meeting",
    "published": "the day the article was published",
    "corrected": "corrected by a reader",
}
SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "Title",
    "sources": "Most articles",
    "confidence": "Least certain first",
}
PARTY_TYPE = {"country": "Country", "organisation": "Organisation", "territory": "Territory", "group": "Group"}
FIELD = {
    "meeting": "Meeting",
    "date": "Date",
    "mode": "How they met",
    "status": "Status",
    "place": "Place",
    "occasion": "Occasion",
    "participant": "Participant",
    "topic": "Topic",
}
SEPARATORS = ".\u202f"
"""Of decimals and of thousands, as Plotly takes them; thousands as in :func:`number`."""

NO_DATE = "No date"
NOT_STATED = "—"


def missing(value: Any) -> bool:
    """Whether a cell is empty: ``None``, ``NaN`` or an empty string."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def day(value: Any) -> str:
    """A date as precise as it is known: ``17 Feb 2021``, ``Feb 2021``, ``2021``; ``No date`` when empty."""
    if missing(value):
        return NO_DATE
    parts = [int(part) for part in str(value)[:10].split("-")]
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, calendar.month_abbr[parts[1]])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)


def period(first: Any, last: Any) -> str:
    """A span of dates: ``Sep 2017 – 17 Feb 2021``; one date when both ends are the same."""
    if missing(first) and missing(last):
        return NO_DATE
    ends = [day(end) for end in (first, last) if not missing(end)]
    return " – ".join(dict.fromkeys(ends))


def number(value: float) -> str:
    """A count with thin thousands: ``12 345``."""
    return f"{int(value):,}".replace(",", "\u202f")


def count(value: int, one: str, many: str | None = None) -> str:
    """A count with its noun: ``1 meeting``, ``13 meetings``, ``1 country``/``2 countries`` with ``many`` given."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def share(value: Any) -> str:
    """A fraction as per cent: ``0.87`` → ``87 %``."""
    return NOT_STATED if missing(value) else f"{round(float(value) * 100)}\u202f%"


def place(city: Any, country_name: Any) -> str:
    """Where: ``New York, United States``; a dash when nothing is stated."""
    return ", ".join(str(part) for part in (city, country_name) if not missing(part)) or NOT_STATED


def listed(items: Iterable[str], limit: int | None = None) -> str:
    """Names in a row: ``Syria, Cuba and Kazakhstan``; beyond ``limit`` the rest is counted."""
    names = list(items)
    if limit is not None and len(names) > limit:
        names = [*names[:limit], f"{len(names) - limit} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def text(value: Any, empty: str = NOT_STATED) -> str:
    """A cell as words; ``empty`` when nothing is stated."""
    return empty if missing(value) else str(value)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@^=])")


def plain(value: Any) -> str:
    """Text from an article or file made harmless for Markdown: every sign with a meaning is escaped.

    Streamlit's Markdown also knows ``$math$``, ``:icons:`` and ``[links]()``, so these are escaped as well.
    """
    return _MARKDOWN.sub(r"\\\1", text(value, "").replace("\r", " ").replace("\n", " "))
