"""Composes the steps; the only module that knows them all.

read → clean → annotate → link → extract → topics → merge → tables → store
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import metadata
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import pipeline
from pipeline import (
    acts,
    bulk,
    cache,
    config,
    copies,
    dependencies,
    errors,
    garbage,
    intake,
    ledger,
    lexicon,
    merge,
    people,
    places,
    publish,
    read,
    store,
    tables,
    triage,
    unchanged,
)
from pipeline.read.columns import Columns
from pipeline.records import Document, Extraction

MANY_ARTICLES = 200
"""New articles from which all cores are worth it: a worker needs some seconds to load the model."""

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


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build gave.

    Attributes:
        snapshot: Where the tables are.
        counts: Rows by table.
        problems: Articles that gave nothing, with the reason.
        cached: Articles that were known and not extracted again.
        repeated: Articles whose words another one has, each with the path under which the words are in ``documents``.
        unplaced: Corrections that found nothing to act on.
    """

    snapshot: Path
    counts: Mapping[str, int]
    problems: tuple[tuple[str, str], ...]
    cached: int
    repeated: tuple[tuple[str, str], ...] = ()
    unplaced: tuple[acts.Unplaced, ...] = ()


@garbage.seldom()
def build(
    sources: Sequence[read.Source],
    out: Path,
    settings: config.Config | None = None,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    add: bool = False,
    columns: Columns | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildResult:
    """Turn articles into a new snapshot of every table.

    Args:
        sources: Files, folders or copies of files from elsewhere; ``-`` is standard input.
        out: The build folder.
        settings: Settings of the build.
        workers: Processes that extract; all cores when many articles are new, if left out.
        scheduler: Address of a Dask scheduler whose workers extract instead.
        add: Keep the articles of the build in force beside those of the sources.
        columns: Which columns of tables hold what.
        progress: Called at the start, after each article and whenever the build comes to another stage.

    Returns:
        What was built.

    Raises:
        SidelinesError: The scheduler cannot be used, or the extra ``cluster`` is not installed.
    """
    settings = settings or config.Config()
    report = _Reporter(progress, read.count(sources))
    documents = report.reading(read.read(sources, settings, columns))
    registers = lexicon.load(settings.lexicon_dirs)
    with intake.open_intake(out) as taken, cache.open_cache(out, fingerprint(settings)) as kept:
        everything = _intake(documents, out, taken, add=add)
        outlines, repeated = _once(_extract(everything, settings, workers, scheduler, taken, kept, report))
        report.enter("merge")
        reprints = copies.copies((item.document for item in outlines), taken)
        known = ledger.read(out)
        meetings = merge.merge(outlines, known, reprints, taken.text)
        report.enter("people")
        resolved = people.resolve(meetings)
        report.enter("tables")
        frames = tables.from_meetings(
            outlines,
            resolved.meetings,
            registers,
            people=resolved.people,
            copies=reprints,
            n_chars=taken.n_chars,
        )
        report.enter("write")
        large = bulk.from_meetings(outlines, resolved.meetings, taken.text, kept.evidence, unchanged.read(out))
        published = publish.publish(
            frames,
            out,
            manifest(settings),
            register=registers,
            locate=lambda city, country: places.coordinates(city, registers, country or None),
            large=large,
        )
    unchanged.write(out, large)
    ledger.write(out, merge.meeting_ids(meetings, known))
    written = store.manifest(published.snapshot)["tables"]
    return BuildResult(
        published.snapshot,
        {name: len(frame) or written[name]["rows"] for name, frame in frames.items()},
        tuple((d.document.path, d.document.error or d.document.status) for d in outlines if d.document.status != "ok"),
        report.cached,
        repeated,
        published.unplaced,
    )


def _intake(documents: Iterable[Document], out: Path, taken: intake.Intake, *, add: bool) -> Iterator[Document]:
    """The articles of the sources, then those of the build in force that were not read again."""
    seen = set()
    for document in documents:
        taken.note(document)
        seen.add(document.path)
        yield document
    if add:
        yield from intake.in_force(out, taken, without=seen)


def _extract(
    documents: Iterable[Document],
    settings: config.Config,
    workers: int | None,
    scheduler: str | None,
    taken: intake.Intake,
    kept: cache.Cache,
    report: _Reporter,
) -> list[Extraction]:
    """Outlines of what every article gave, from the cache where it is known; in no order, for no table depends on it.

    An article known from before is not read. Passing over one is quicker than looking it up, and what triage leaves
    out must not be found in the cache by a build that reads everything: it comes before the cache and never fills it.
    """
    found: list[Extraction] = []
    asked = report.asked

    def unknown() -> Iterator[Document]:
        for document in documents:
            passed_over = triage.passed_over(_with_text(document, taken), settings) if settings.triage else None
            known = kept.outline(document) if document.status == "ok" and not passed_over else None
            if known is None and document.status == "ok" and not passed_over:
                asked.append(_with_text(document, taken))
                yield asked[-1]
            else:
                outline = known or cache.outline(passed_over or Extraction(document))
                found.append(report.tell(outline, is_cached=known is not None))

    fresh = unknown()
    first = list(islice(fresh, MANY_ARTICLES))
    processes = workers or (_cores() if len(first) == MANY_ARTICLES else 1)
    for extraction in _spread(chain(first, fresh), settings, processes, scheduler) if first else ():
        document = asked.popleft()
        is_read = extraction.document.status == "ok"
        outline = kept.put(document, extraction) if is_read else cache.outline(extraction)
        found.append(report.tell(outline, is_cached=False))
    return found


def _with_text(document: Document, taken: intake.Intake) -> Document:
    """An article to be read, also where it came from the list, which keeps its text apart."""
    return replace(document, text=taken.text(document))


def _spread(
    documents: Iterable[Document], settings: config.Config, processes: int, scheduler: str | None
) -> Iterator[Extraction]:
    """Extract on this machine, or on a cluster; in order."""
    if scheduler is None:
        from pipeline import engine  # brings spaCy, which a build without a new article does not need

        return engine.run(documents, settings, processes)
    try:
        from pipeline import cluster
    except ModuleNotFoundError as missing:
        raise errors.SidelinesError(
            f'a cluster needs the package {missing.name}; install it with `pip install "sidelines[cluster]"`.'
        ) from missing
    return cluster.run(documents, settings, scheduler)


def _once(extractions: Sequence[Extraction]) -> tuple[list[Extraction], tuple[tuple[str, str], ...]]:
    """Each text once, under the first of its paths; the other paths beside the one that stands for them."""
    first: dict[str, Extraction] = {}
    repeated = []
    for item in sorted(extractions, key=lambda item: item.document.path):
        kept = first.setdefault(item.document.doc_id, item)
        if kept.document.path != item.document.path:
            repeated.append((item.document.path, kept.document.path))
    return list(first.values()), tuple(repeated)


def _cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Reporter:
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

    def _show(self) -> None:
        if self.progress is not None:
            waiting = self.asked[0].path if self.asked else None
            total = max(self.total, self.done)
            self.progress(Progress(self.done, total, self.meetings, self.cached, self.stage, waiting))


def fingerprint(settings: config.Config) -> str:
    """Changes with anything that can change what an article gives: code, lexicon, model, settings."""
    digest = hashlib.sha256()
    for part in (
        _code_fingerprint(),
        lexicon.load(settings.lexicon_dirs).fingerprint,
        settings.model,
        _model_version(settings.model),
        str(settings.max_article_chars),
    ):
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def _code_fingerprint() -> str:
    """Changes with the code that reads an article; that of merging, tables or help texts gives nothing other here."""
    return dependencies.fingerprint("pipeline.annotate")


def _model_version(model: str) -> str:
    try:
        return metadata.version(model.replace("_", "-"))
    except metadata.PackageNotFoundError:
        return "unknown"


def manifest(settings: config.Config) -> dict[str, object]:
    """What a snapshot says of how it was made; nothing of the machine or the clock."""
    return {
        "sidelines": pipeline.__version__,
        "model": settings.model,
        "model_version": _model_version(settings.model),
        "lexicon": lexicon.load(settings.lexicon_dirs).fingerprint,
        "fingerprint": fingerprint(settings),
    }
