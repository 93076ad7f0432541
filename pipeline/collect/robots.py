"""What a site's robots.txt asks of us (RFC 9309), read by Protego."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import protego

TOKEN = "sidelines"  # noqa: S105 - the name a robots.txt addresses us by
"""``User-agent: sidelines`` speaks to us."""

LONGEST_CRAWL_DELAY = 120.0
"""A site that asks for an hour between requests means "go away"; two minutes a page honours that well enough."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin.

    Attributes:
        delay: Seconds it asks to leave between requests.
        sitemaps: The sitemaps it names.
        closed: Why nothing at all may be fetched, ``None`` if something may.
        is_final: Whether that will not be other next time.
    """

    delay: float = 0.0
    sitemaps: Sequence[str] = ()
    closed: str | None = None
    is_final: bool = False
    _parsed: protego.Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether we may fetch a URL of this origin."""
        if self.closed is not None:
            return False
        return self._parsed is None or bool(self._parsed.can_fetch(url, TOKEN))


def parse(body: bytes) -> Rules:
    """The rules of a robots.txt.

    >>> rules = parse(b"User-agent: *" + bytes([10]) + b"Disallow: /private/")
    >>> rules.allows("https://mfa.example/private/a"), rules.allows("https://mfa.example/news")
    (False, True)
    """
    found = protego.Protego.parse(body.decode("utf-8-sig", "replace"))
    stated = found.crawl_delay(TOKEN)
    delay = min(max(float(stated or 0.0), 0.0), LONGEST_CRAWL_DELAY)
    return Rules(delay, tuple(found.sitemaps), _parsed=found)


def of_status(status: int) -> Rules:
    """The rules where there is no robots.txt: without one all is allowed, with a broken server nothing is."""
    if 400 <= status < 500 and status != 429:
        return Rules()
    return unreachable(f"HTTP {status}")


def unreachable(reason: str) -> Rules:
    """The rules while a robots.txt cannot be had."""
    return Rules(closed=f"its robots.txt could not be read ({reason})")


def refused(reason: str) -> Rules:
    """The rules of an origin that we will not ask, not even for its robots.txt."""
    return Rules(closed=reason, is_final=True)
