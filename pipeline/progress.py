"""Where a build is, told to whoever waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.records import Document, Extraction

Stage = Literal["fetch", "read", "extract", "merge", "people", "tables", "write"]
"""What a build is at; reading and extracting take turns, article by article."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a build is.

    Attributes:
        done: Articles that are through.
        total: The number of files, ``None`` while unknown.
        meetings: Held meetings that articles reported.
        cached: Articles that were not extracted again.
        stage: What the build is at.
        waiting: Path of the first article of the batch that was given out to be extracted and is not back.
    """

    done: int
    total: int | None
    meetings: int
    cached: int = 0
    stage: Stage = "extract"
    waiting: str | None = None


class Reporter:
    """Counts what goes by and tells the caller."""

    def __init__(self, progress: Callable[[Progress], None] | None, total: int) -> None:
        self.progress, self.total = progress, total
        self.done = self.meetings = self.cached = 0
        self.asked: deque[Document] = deque()
        self.enter("read")

    def enter(self, stage: Stage) -> None:
        """Say that the build has come to a stage."""
        self.stage = stage
        self._show()

    def reading(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The same documents; the time until each is there is that of reading."""
        iterator = iter(documents)
        while True:
            self.enter("read")
            document = next(iterator, None)
            self.enter("extract")
            if document is None:
                return
            yield document

    def tell(self, extraction: Extraction, *, is_cached: bool) -> Extraction:
        """Count one article, and give it back."""
        self.done += 1
        self.cached += is_cached
        self.meetings += sum(1 for report in extraction.reports if report.status == "held")
        self._show()
        return extraction

    def take_over(self, articles: int, *, cached: int, meetings: int) -> None:
        """Count articles that nothing was asked of.

        Args:
            articles: How many.
            cached: How many of them gave something before.
            meetings: Held meetings they reported.
        """
        self.done += articles
        self.cached += cached
        self.meetings += meetings
        self._show()

    def _show(self) -> None:
        if self.progress is not None:
            waiting = self.asked[0].path if self.asked else None
            total = max(self.total, self.done)
            self.progress(Progress(self.done, total, self.meetings, self.cached, self.stage, waiting))
