"""What the progress of a build says in words: how far, how fast, how long still, what is slow, where the time went.

The clock is an argument, so that nothing here depends on the time of day; the command line brings it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import Progress, Stage

DOING: dict[Stage, str] = {
    "fetch": "Fetching",
    "read": "Reading articles",
    "extract": "Reading articles",  # the two take turns many times a second
    "merge": "Merging reports into meetings",
    "people": "Telling people apart",
    "tables": "Filling the tables",
    "write": "Writing the snapshot",
}
PARTS: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    ("fetch", ("fetch",)),
    ("read", ("read",)),
    ("extract", ("extract",)),
    ("merge", ("merge", "people", "tables")),
    ("write", ("write",)),
)
"""What the summary tells apart."""

SLOW_SECONDS = 10.0
"""A batch of articles takes a second or two; one that takes this long is worth a name."""

RECENT_SECONDS = 30.0
"""The time left is told from this long ago: known articles go by a hundred times faster than new ones."""


class Meter:
    """Follows one build; ``tell`` is its ``progress``."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.state: Progress | None = None
        self.spent: dict[Stage, float] = {}
        self._began = self._since = self._moved = clock()
        self._start = 0.0  # importing spaCy and the like, before anything is told
        self._recent: deque[tuple[float, int]] = deque([(self._began, 0)])

    def tell(self, state: Progress) -> None:
        """Note where the build is."""
        now = self.clock()
        before, self.state = self.state, state
        if before is None:
            self._start = now - self._began
            self._recent[0] = (now, 0)
        else:
            self.spent[before.stage] = self.spent.get(before.stage, 0.0) + now - self._since
        self._since = now
        if before is None or state.done != before.done:
            self._moved = now
            self._note(now, state.done)

    def _note(self, now: float, done: int) -> None:
        """Keep one count a second of the last half minute, and the one before it."""
        if now - self._recent[-1][0] >= 1.0:
            self._recent.append((now, done))
        while len(self._recent) > 1 and now - self._recent[1][0] >= RECENT_SECONDS:
            self._recent.popleft()

    def share(self) -> float | None:
        """How much of the articles is through, between 0 and 1; ``None`` where that is not known."""
        state = self.state
        if state is None or state.stage not in ("fetch", "read", "extract"):
            return None
        return state.done / state.total if state.total and state.done < state.total else None

    def rate(self) -> float:
        """Articles a second, of late."""
        then, done = self._recent[0]
        passed = self.clock() - then
        return (self.state.done - done) / passed if self.state is not None and passed > 0 else 0.0

    def line(self) -> str:
        """Everything in one line: "Reading articles: 120 of 500, 40.0/s, 20 known, 31 meetings, 10 s left"."""
        state = self.state
        if state is None:
            return "Starting"
        doing = DOING[state.stage]
        if state.stage == "fetch":
            return f"{doing}: {state.done:,} of {state.total or 0:,} files"
        if state.stage not in ("read", "extract"):
            what = f"{counted(state.meetings, 'report')} of {counted(state.done, 'article')}"
            return f"{doing}: {what}, {said(self.clock() - self._since)}"
        known = self.share() is not None
        parts = [f"{state.done:,} of {state.total:,}" if known else f"{state.done:,}", f"{self.rate():.1f}/s"]
        parts += [f"{state.cached:,} known"] if state.cached else []
        parts += [counted(state.meetings, "meeting")]
        parts += [f"{said(((state.total or 0) - state.done) / self.rate())} left"] if known and self.rate() else []
        parts += [self.slow()] if self.slow() else []
        return f"{doing}: {', '.join(parts)}"

    def slow(self) -> str:
        """The article that the build has been waiting for too long, or nothing."""
        seconds = self.clock() - self._moved
        state = self.state
        if state is None or state.stage not in ("read", "extract") or state.waiting is None or seconds < SLOW_SECONDS:
            return ""
        loading = " or loading the model" if state.done == state.cached else ""  # which nothing tells apart
        return f"{said(seconds)} at {state.waiting}{loading}"

    def summary(self) -> str:
        """Where the time went: "42 s: start 5.1 s, read 3.0 s, extract 26 s, merge 5.2 s, write 2.8 s"."""
        parts = [(name, sum(self.spent.get(stage, 0.0) for stage in stages)) for name, stages in PARTS]
        if self.state is not None:  # the last stage ends with the build, and nobody tells
            last = next(name for name, stages in PARTS if self.state.stage in stages)
            parts = [(name, spent + (self.clock() - self._since) * (name == last)) for name, spent in parts]
        parts = [("start", self._start), *parts]
        listed = ", ".join(f"{name} {said(spent)}" for name, spent in parts if spent or name != "fetch")
        return f"{said(self.clock() - self._began)}: {listed}"


def said(seconds: float) -> str:
    """A span of time for people.

    >>> said(0.21), said(41.6), said(187), said(7300)
    ('0.2 s', '42 s', '3 min 07 s', '2 h 02 min')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 1:
        return f"{rest} s"
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "meeting"), counted(1200, "meeting")
    ('1 meeting', '1,200 meetings')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
