"""What can come of asking for a URL: an answer, a trouble that may pass, or a refusal that will not."""

from __future__ import annotations

import email.utils
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Outcome = Literal["pending", "kept", "unchanged", "gone", "disallowed", "refused", "failed"]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that say "not now"."""
GONE = frozenset({404, 410})


class RefusedError(Exception):
    """We will not fetch this, now or later; the message says why."""


class TroubleError(Exception):
    """It did not work; trying later may."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response, its body as it came (still compressed if it was)."""

    url: str
    status: int
    reason: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    address: str
    fetched: datetime

    def header(self, name: str) -> str | None:
        """The first header of that name, ``None`` if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> str:
        """``text/html`` and the like, lower case, empty if the server does not say."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    def location(self) -> str:
        """Where a redirect leads, empty if nowhere; sites of other alphabets send it as bare UTF-8."""
        stated = self.header("Location") or ""
        try:
            return stated.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return stated

    def retry_after(self) -> float | None:
        """Seconds the server asks us to wait, given as a number or as a date; ``None`` if it does not say.

        >>> Answer("", 503, "", [("Retry-After", "30")], b"", "", datetime(2024, 1, 1, tzinfo=UTC)).retry_after()
        30.0
        """
        stated = (self.header("Retry-After") or "").strip()
        if stated.isdecimal():
            return float(stated[:9])
        try:
            until = email.utils.parsedate_to_datetime(stated)
        except (ValueError, TypeError, IndexError):
            return None
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return max(0.0, (until - self.fetched).total_seconds())
