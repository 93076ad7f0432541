"""How to collect: manners, limits and what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.collect import addresses, fetch


@dataclass(frozen=True, slots=True)
class Settings:
    """How to collect.

    Attributes:
        since: Articles before this day are left out; those whose listing gives no day are fetched.
        delay: Seconds between an answer of a host and the next request to it; more where its robots.txt says so.
        limit: Most articles to ask for this time.
        contact: Whom a site may write to about us; sent with every request.
        allowed: Networks that may be asked although they are not public.
        limits: Of time and size of one request.
        attempts: How often one thing is asked for.
        backoff: Seconds to wait after a first failure; doubled after each further one.
        patience: The longest ``Retry-After`` to wait for, in seconds; a host that asks for more is left for next time.
        hosts_at_once: Hosts asked in parallel.
    """

    since: date | None = None
    delay: float = 2.0
    limit: int | None = None
    contact: str | None = None
    allowed: Sequence[addresses.Network] = ()
    limits: fetch.Limits = field(default_factory=fetch.Limits)
    attempts: int = 3
    backoff: float = 5.0
    patience: float = 300.0
    hosts_at_once: int = 8
