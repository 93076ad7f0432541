"""Fetches the articles of ministries and agencies that their feeds and sitemaps list, politely, into a corpus.

``sidelines build`` reads what lies there: each response as it came, in web archives, one folder a host. What is hidden
(``.collect/``) is the state of the collection and the feeds themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pipeline
from pipeline import errors
from pipeline.collect import addresses, crawl, fetch, robots, state
from pipeline.collect.addresses import ANYWHERE as ANYWHERE
from pipeline.collect.archive import Archive
from pipeline.collect.crawl import Progress as Progress
from pipeline.collect.fetch import Limits as Limits
from pipeline.collect.outcomes import Outcome
from pipeline.collect.settings import Settings as Settings

HIDDEN = ".collect"
"""The folder in a corpus that readers leave out."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collection gave.

    Attributes:
        counts: Articles by what came of them.
        waiting: Articles left for next time.
        problems: What could not be had, and why.
    """

    counts: Mapping[Outcome, int]
    waiting: int
    problems: tuple[tuple[str, str], ...]


def collect(
    urls: Sequence[str],
    into: Path,
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    resolver: addresses.Resolver = addresses.by_system,
) -> Collected:
    """Fetch what feeds and sitemaps list and is not in the corpus yet.

    Args:
        urls: Feeds, sitemaps, or pages that name their feeds.
        into: The corpus; made if it is missing, gone on with if it is not.
        settings: How to collect.
        progress: Called after each answer.
        resolver: Name and port to addresses.

    Returns:
        What was collected this time.

    Raises:
        SourceError: A URL is none, the corpus cannot be written, or no listing could be read at all.
    """
    settings = settings or Settings()
    named = [_require_url(url) for url in urls]
    agent = user_agent(settings.contact)
    fetcher = fetch.Fetcher(agent, settings.limits, settings.allowed, resolver)
    try:
        with state.State(into / HIDDEN / "state.sqlite") as known:
            archives = (Archive(into, agent), Archive(into, agent, f"{HIDDEN}/sources/"))
            run = crawl.Crawl(settings, fetcher, known, *archives, progress)
            run.run(named)
            waiting = len(known.pending())
    except OSError as problem:
        raise errors.SourceError(f"{into} cannot be written: {problem}.") from problem
    problems = tuple(sorted(run.problems.items()))
    if not run.n_listings:
        reasons = "; ".join(f"{url}: {reason}" for url, reason in problems) or "nothing was named"
        raise errors.SourceError(f"no feed or sitemap could be read: {reasons}.")
    return Collected(dict(run.counts), waiting, problems)


def user_agent(contact: str | None) -> str:
    """How we introduce ourselves: who, which version, and whom to write to.

    >>> user_agent("desk@mfa.example").endswith(" (+desk@mfa.example)")
    True
    """
    name = f"{robots.TOKEN}/{pipeline.__version__}"
    return f"{name} (+{contact})" if contact else name


def _require_url(url: str) -> str:
    found = addresses.normal(url)
    if found is None:
        raise errors.SourceError(f"{url} is no address of a feed or sitemap; expected https://… or http://….")
    return found
