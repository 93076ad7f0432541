"""The collection itself: several hosts at once, each politely, every answer noted before the next is asked for.

Requests wait in threads; everything else (state, archive, decisions) happens in the one that called.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from pipeline.collect import addresses, fetch, listings, outcomes, robots
from pipeline.collect.archive import Archive
from pipeline.collect.frontier import Frontier, Host, Task
from pipeline.collect.outcomes import Answer, Outcome, RefusedError, TroubleError
from pipeline.collect.settings import Settings
from pipeline.collect.state import State

MOST_HOPS = 5
"""Redirects in a row; RFC 9309 asks for five, and articles need one or two."""

MOST_DEPTH = 3
"""Home page → index of sitemaps → sitemap; deeper nests are loops."""

MOST_LISTINGS = 5_000
"""Feeds and sitemaps of one collection: the largest agencies have some hundreds."""

FAILURES_OF_A_HOST = 3
"""A host that fails so often in a row is left for next time."""

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
"""What the reader of archives makes documents of."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a collection is: articles kept, requests that wait, the URL that was answered last."""

    kept: int
    waiting: int
    url: str


class Crawl:
    """One run over a corpus.

    Args:
        settings: How to collect.
        fetcher: Makes the requests.
        state: What earlier runs know.
        pages: Where articles are kept.
        sources: Where feeds, sitemaps and robots.txt are kept.
        progress: Called after each answer.
    """

    def __init__(
        self,
        settings: Settings,
        fetcher: fetch.Fetcher,
        state: State,
        pages: Archive,
        sources: Archive,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self.settings, self.fetcher, self.state, self.progress = settings, fetcher, state, progress
        self.pages, self.sources = pages, sources
        self.frontier = Frontier(settings.delay)
        self.counts: Counter[Outcome] = Counter()
        self.problems: dict[str, str] = {}
        self.n_listings = 0
        self._seen: set[str] = set()
        self._n_asked = 0

    def run(self, urls: Sequence[str]) -> None:
        """Read the listings, then fetch what they list and what earlier runs left."""
        for url in urls:
            self._add_listing(listings.Entry(url), url, 0)
        for url in self.state.pending():
            self.frontier.add(Task(url, "page", url))
        self.state.commit()
        running: dict[Future[Answer], tuple[Host, Task]] = {}
        with ThreadPoolExecutor(self.settings.hosts_at_once, thread_name_prefix="collect") as pool:
            try:
                while running or self.frontier.n_waiting:
                    self._start(pool, running)
                    self._wait(running)
            finally:
                self.fetcher.stop()

    def _start(self, pool: ThreadPoolExecutor, running: dict[Future[Answer], tuple[Host, Task]]) -> None:
        """Send each host that is ready its next request."""
        if len(running) >= self.settings.hosts_at_once:
            return
        for host, task in self.frontier.due(time.monotonic()):
            if not self._may_ask(host, task):
                continue
            host.is_busy = True
            running[pool.submit(self._ask, task, self._conditions(task))] = host, task
            if len(running) >= self.settings.hosts_at_once:
                return

    def _wait(self, running: dict[Future[Answer], tuple[Host, Task]]) -> None:
        """Wait for an answer or for the next host to be ready, and deal with the answers there are."""
        pause = self.frontier.pause(time.monotonic())
        if not running:
            time.sleep(pause or 0.0)
            return
        done, _ = wait(running, pause, FIRST_COMPLETED)
        for future in sorted(done, key=lambda each: running[each][1].url):
            host, task = running.pop(future)
            host.is_busy = False
            self._answered(host, task, future)
            host.ready_at = max(host.ready_at, time.monotonic() + host.delay)
            self.state.commit()
            if self.progress is not None:
                self.progress(Progress(self.counts["kept"], self.frontier.n_waiting, task.url))

    def _may_ask(self, host: Host, task: Task) -> bool:
        """Whether a request is allowed and wanted; settles it if not."""
        if host.closed is not None:
            self._leave(task, host.closed)
            return False
        if task.purpose == "robots":
            return True
        rules = self.frontier.rules[addresses.origin_of(task.url)]
        if rules.closed is not None:
            if rules.is_final:
                self._settle(task, "refused", rules.closed)
            else:
                self._leave(task, rules.closed)
            return False
        if not rules.allows(task.url):
            self._settle(task, "disallowed", "its robots.txt forbids it")
            return False
        if task.purpose == "page" and task.hops == task.attempt == 0:
            if self.settings.limit is not None and self._n_asked >= self.settings.limit:
                return False
            self._n_asked += 1
        return True

    def _conditions(self, task: Task) -> dict[str, str]:
        """Headers that ask for a thing only if it changed, unless more of a listing is wanted than last time."""
        known = self.state.known(task.named, task.purpose) if task.purpose != "robots" else None
        if known is None or task.url != task.named:
            return {}
        if task.purpose == "listing" and known.since and str(self.settings.since or "") < known.since:
            return {}
        return known.conditions()

    def _ask(self, task: Task, conditions: dict[str, str]) -> Answer:
        """Make the request; runs in a thread and touches nothing shared."""
        limits = self.settings.limits
        size = {"robots": limits.robots, "listing": limits.index, "page": limits.page}[task.purpose]
        return self.fetcher.get(task.url, size, conditions, PAGE_TYPES if task.purpose == "page" else None)

    def _answered(self, host: Host, task: Task, future: Future[Answer]) -> None:
        try:
            answer = future.result()
            if answer.status in outcomes.PASSING:
                self._again(host, task, f"HTTP {answer.status}", answer.retry_after())
                return
            host.failures = 0
            self._read(task, answer)
        except RefusedError as problem:
            if task.purpose == "robots":
                self.frontier.learn(task.named, robots.refused(str(problem)))
            else:
                self._settle(task, "refused", str(problem))
        except TroubleError as problem:
            self._again(host, task, str(problem), None)

    def _again(self, host: Host, task: Task, reason: str, asked: float | None) -> None:
        """Try later: when the server asked for, or after twice the last pause; give up after some attempts."""
        if asked is not None and asked > self.settings.patience:
            host.closed = f"{reason}; it asks to be left alone for {asked:,.0f} s"
            self._leave(task, host.closed)
            return
        if task.attempt + 1 < self.settings.attempts:
            pause = max(asked or 0.0, self.settings.backoff * 2**task.attempt)
            host.ready_at = time.monotonic() + pause
            self.frontier.add(replace(task, attempt=task.attempt + 1), is_first=True)
            return
        host.failures += 1
        if host.failures >= FAILURES_OF_A_HOST:
            host.closed = f"it failed {host.failures} times in a row; last {reason}"
        if task.purpose == "robots":
            self.frontier.learn(task.named, robots.unreachable(reason))
        else:
            self._settle(task, "failed", reason)

    def _read(self, task: Task, answer: Answer) -> None:
        """Deal with an answer that is one."""
        if answer.status in outcomes.REDIRECTS:
            self._redirect(task, answer)
        elif task.purpose == "robots":
            self._read_robots(task, answer)
        elif answer.status == 304:
            if task.purpose == "listing":
                self.n_listings += 1
                for url in self.state.listed_by(task.named):
                    self._add_listing(listings.Entry(url), task.named, task.depth + 1)
            self._settle(task, "unchanged")
        elif answer.status != 200:
            self._settle(task, "gone" if answer.status in outcomes.GONE else "failed", f"HTTP {answer.status}")
        elif task.purpose == "listing":
            self._read_listing(task, answer)
        else:
            self._keep(task, answer, self.pages)
            self._settle(task, "kept")

    def _redirect(self, task: Task, answer: Answer) -> None:
        target = addresses.normal(answer.location(), task.url) if answer.location() else None
        if target is None or task.hops >= MOST_HOPS:
            reason = "leads nowhere" if target is None else f"leads on more than {MOST_HOPS} times"
            if task.purpose == "robots":  # RFC 9309: as if there were none
                self.frontier.learn(task.named, robots.Rules())
            else:
                self._settle(task, "refused", reason)
            return
        if task.purpose == "page":
            known = self.state.known(target, "page")
            if known is not None and known.outcome in ("kept", "unchanged"):
                self._settle(task, "unchanged", f"the same as {target}")
                return
        self.frontier.add(replace(task, url=target, hops=task.hops + 1, attempt=0), is_first=True)

    def _read_robots(self, task: Task, answer: Answer) -> None:
        if answer.status != 200:
            self.frontier.learn(task.named, robots.of_status(answer.status))
            return
        self._keep(task, answer, self.sources)
        packing, limit = answer.header("Content-Encoding"), self.settings.limits.robots
        self.frontier.learn(task.named, robots.parse(fetch.unpacked(answer.body, packing, limit)))

    def _read_listing(self, task: Task, answer: Answer) -> None:
        limit = self.settings.limits.index
        listing = listings.parse(fetch.unpacked(answer.body, answer.header("Content-Encoding"), limit), task.url, limit)
        self._keep(task, answer, self.sources)
        self.n_listings += 1
        if listing.kind == "home":
            for url in self.frontier.rules[addresses.origin_of(task.url)].sitemaps:
                self._add_listing(listings.Entry(addresses.normal(url, task.url) or ""), task.named, task.depth + 1)
        for entry in listing.listings:
            if self._is_wanted(entry) and (listing.kind == "home" or addresses.is_same_site(entry.url, task.url)):
                self._add_listing(entry, task.named, task.depth + 1)
        wanted = [entry for entry in listing.articles if self._is_wanted(entry)]
        if listing.kind == "sitemap":
            wanted = [entry for entry in wanted if addresses.is_same_site(entry.url, task.url)]
        for url in self.state.add(iter(wanted), "page", task.named):
            self.frontier.add(Task(url, "page", url))
        if listing.next and wanted and addresses.is_same_site(listing.next, task.url):
            self._add_listing(listings.Entry(listing.next), task.named, task.depth)
        self.state.seen(task.named, "listing", answer, self.settings.since)
        self._settle(task, "kept")

    def _is_wanted(self, entry: listings.Entry) -> bool:
        return self.settings.since is None or entry.day is None or entry.day >= self.settings.since

    def _add_listing(self, entry: listings.Entry, listed_by: str, depth: int) -> None:
        if not entry.url or entry.url in self._seen or depth > MOST_DEPTH or len(self._seen) >= MOST_LISTINGS:
            return
        self._seen.add(entry.url)
        self.state.add(iter([entry]), "listing", listed_by)
        self.frontier.add(Task(entry.url, "listing", entry.url, depth), is_first=depth > 0)

    def _keep(self, task: Task, answer: Answer, archive: Archive) -> None:
        """Put a response into the archive and note where it lies."""
        name = archive.place(answer.url, sizes := self.state.sizes())
        published = self.state.published(task.named) if task.purpose == "page" else ""
        start, size = archive.append(name, sizes.get(name, 0), answer, published)
        self.state.grew(name, size)
        if task.purpose != "robots":
            self.state.kept(task.named, task.purpose, answer, name, start)
            if task.purpose == "page":
                self.state.seen(task.named, "page", answer, None)

    def _settle(self, task: Task, outcome: Outcome, note: str = "") -> None:
        """Note what came of a thing that was asked for."""
        if task.purpose == "robots":
            return
        self.state.settle(task.named, task.purpose, outcome, note)
        if task.purpose == "page":
            self.counts[outcome] += 1
        if outcome not in ("kept", "unchanged"):
            self.problems[task.named] = note

    def _leave(self, task: Task, reason: str) -> None:
        """Leave a thing for next time."""
        if task.purpose == "robots":
            self.frontier.learn(task.named, robots.unreachable(reason))
        elif task.purpose == "listing":
            self._settle(task, "failed", reason)
        else:
            self.problems.setdefault(addresses.origin_of(task.url), f"left for next time: {reason}")
