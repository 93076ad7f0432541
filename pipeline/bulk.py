"""The two tables that hold most of a build, made batch by batch: the texts, and the evidence cut from them.

All other tables together are a fraction of these; they are frames, these are never whole in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from pipeline import fusing, rows, tables
from pipeline.records import Document, Evidence, Extraction, Meeting

TEXTS_A_BATCH = 2_048
MEETINGS_A_BATCH = 1_024
"""Some megabytes of rows each; the evidence of one meeting is never cut in two."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """The tables that are made while they are written.

    Attributes:
        texts: Gives frames of the table ``texts``, in its order; each call begins anew.
        evidence: The same of the table ``evidence``; all rows of a meeting are in one frame.
        text: The text of an article by ``doc_id``, ``None`` for an article that is not in the build.
    """

    texts: Callable[[], Iterator[pd.DataFrame]]
    evidence: Callable[[], Iterator[pd.DataFrame]]
    text: Callable[[str], str | None]

    def items(self) -> Iterator[tuple[str, Callable[[], Iterator[pd.DataFrame]]]]:
        """Pairs of table name and what gives its frames."""
        return iter((("texts", self.texts), ("evidence", self.evidence)))

    def put_into(self, frames: tables.Tables) -> tables.Tables:
        """The tables with these two in memory, whole."""
        return replace(frames, **{name: pd.concat(batches(), ignore_index=True) for name, batches in self.items()})


def from_meetings(
    extractions: Iterable[Extraction],
    meetings: Iterable[Meeting],
    text: Callable[[Document], str],
    evidence: Callable[[Extraction], tuple[tuple[Evidence, ...], ...]],
) -> Bulk:
    """Lay out texts and evidence, when they are asked for.

    Args:
        extractions: Outlines of the articles; each text once.
        meetings: The merged meetings.
        text: Gives the text of an article.
        evidence: Gives the evidence of the reports of an outline.

    Returns:
        The two tables as ``tables.from_meetings`` would make them of articles that carry text and evidence.
    """
    articles = {item.document.doc_id: item for item in extractions}
    by_id = sorted(meetings, key=lambda meeting: meeting.meeting_id)

    @lru_cache(maxsize=MEETINGS_A_BATCH)
    def text_of(doc_id: str) -> str | None:
        return text(articles[doc_id].document) if doc_id in articles else None

    def texts() -> Iterator[pd.DataFrame]:
        for batch in tables.batched(sorted(articles), TEXTS_A_BATCH):
            told = [{"doc_id": doc_id, "text": text(articles[doc_id].document)} for doc_id in batch]
            yield tables.frame("texts", [row for row in told if row["text"]])

    def pieces() -> Iterator[pd.DataFrame]:
        for batch in tables.batched(by_id, MEETINGS_A_BATCH):
            whole = [_with_evidence(meeting, articles, evidence, text_of) for meeting in batch]
            yield tables.frame("evidence", rows.evidence(whole, text_of))

    return Bulk(texts, pieces, text_of)


def _with_evidence(
    meeting: Meeting,
    articles: Mapping[str, Extraction],
    evidence: Callable[[Extraction], tuple[tuple[Evidence, ...], ...]],
    text: Callable[[str], str | None],
) -> Meeting:
    """A meeting with the evidence of all its reports, read where it is kept."""
    found = []
    for doc_id, ordinal in meeting.told:
        item = articles[doc_id]
        for report, pieces in zip(item.reports, evidence(item), strict=True):
            if report.ordinal == ordinal:
                found.append(replace(report, evidence=pieces))
    return replace(meeting, evidence=fusing.evidence(found, text))
