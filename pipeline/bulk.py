"""The two tables that hold most of a build, made batch by batch: the texts, and the evidence cut from them.

All other tables together are a fraction of these; they are frames, these are never whole in memory.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import fusing, rows, tables
from pipeline.records import Document, Evidence, Extraction, Meeting
from pipeline.schema import TABLES

MOST_ARE_KNOWN = 0.5
"""Share of the meetings from which rows are taken over: what is new goes between them, and must not be much more."""

TEXTS_A_BATCH = 2_048
MEETINGS_A_BATCH = 1_024
ROWS_A_BATCH = 16_384
"""Some megabytes of rows each; the evidence of a meeting that is new or told otherwise is never cut in two."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Evidence that was written before: the table, and what the rows of each meeting were made from."""

    file: Path
    digests: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Bulk:
    """The tables that are made while they are written.

    Attributes:
        texts: Gives frames of the table ``texts``, in its order; each call begins anew.
        evidence: The same of the table ``evidence``.
        text: The text of an article by ``doc_id``, ``None`` for an article that is not in the build.
        digests: What the evidence of each meeting is made from.
        taken_over: Meetings whose evidence is that of an earlier build, which was held to the schema then.
    """

    texts: Callable[[], Iterator[pd.DataFrame]]
    evidence: Callable[[], Iterator[pd.DataFrame]]
    text: Callable[[str], str | None]
    digests: Mapping[str, bytes]
    taken_over: frozenset[str]

    def items(self) -> Iterator[tuple[str, Callable[[], Iterator[pd.DataFrame]]]]:
        """Pairs of table name and what gives its frames."""
        return iter((("texts", self.texts), ("evidence", self.evidence)))

    def put_into(self, frames: tables.Tables) -> tables.Tables:
        """The tables with these two in memory, whole."""
        whole = {
            name: pd.concat([tables.frame(name, []), *batches()], ignore_index=True) for name, batches in self.items()
        }
        return replace(frames, **whole)


def from_meetings(
    extractions: Iterable[Extraction],
    meetings: Iterable[Meeting],
    text: Callable[[Document], str],
    evidence: Callable[[Extraction], tuple[tuple[Evidence, ...], ...]],
    earlier: Earlier | None = None,
) -> Bulk:
    """Lay out texts and evidence, when they are asked for.

    Args:
        extractions: Outlines of the articles; each text once.
        meetings: The merged meetings.
        text: Gives the text of an article.
        evidence: Gives the evidence of the reports of an outline.
        earlier: The evidence of an earlier build; rows of meetings that are told as they were are taken from it.

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

    digests = {meeting.meeting_id: _digest(meeting, articles) for meeting in by_id}
    known = earlier.digests if earlier else {}
    taken_over = frozenset(one for one, digest in digests.items() if known.get(one) == digest)
    if len(taken_over) < MOST_ARE_KNOWN * len(by_id):
        taken_over = frozenset()

    def pieces() -> Iterator[pd.DataFrame]:
        fresh = deque(meeting for meeting in by_id if meeting.meeting_id not in taken_over)
        for kept, last in _kept(earlier.file, taken_over) if earlier and taken_over else ():
            between: list[Meeting] = []
            while fresh and fresh[0].meeting_id <= last:
                between.append(fresh.popleft())
            both = pd.concat([kept, laid_out(between)], ignore_index=True) if between else kept
            yield both.sort_values("meeting_id", kind="stable", ignore_index=True) if between else both
        for batch in tables.batched(list(fresh), MEETINGS_A_BATCH):
            yield laid_out(batch)

    def laid_out(some: Sequence[Meeting]) -> pd.DataFrame:
        whole = (_with_evidence(meeting, articles, evidence, text_of) for meeting in some)
        return tables.frame("evidence", rows.evidence(whole, text_of))

    return Bulk(texts, pieces, text_of, digests, taken_over)


def _digest(meeting: Meeting, articles: Mapping[str, Extraction]) -> bytes:
    """Stands for all that the evidence of a meeting is made from."""
    told = [(articles[doc_id].kept, ordinal) for doc_id, ordinal in meeting.told]
    topics = [(hit.topic, hit.start, hit.end) for hit in meeting.report.topics]
    return hashlib.blake2b(repr((told, topics)).encode(), digest_size=16).digest()


def _kept(file: Path, meeting_ids: frozenset[str]) -> Iterator[tuple[pd.DataFrame, str]]:
    """The rows of some meetings in a table of evidence, batch by batch, each with the last meeting read so far."""
    wanted = pa.array(sorted(meeting_ids), pa.large_string())
    dtypes = {column.name: column.dtype for column in TABLES["evidence"].columns}
    with pq.ParquetFile(file) as table:
        for batch in table.iter_batches(ROWS_A_BATCH):
            kept = batch.filter(pc.is_in(batch["meeting_id"], wanted))
            yield kept.to_pandas().astype(dtypes), batch["meeting_id"][-1].as_py()


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
