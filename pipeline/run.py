"""Composes the steps; the only module that knows them all.

    read → clean → annotate → link → extract → topics → merge → tables → store
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import pipeline
from pipeline import cache, config, copies, dependencies, engine, errors, lexicon, merge, read, store, tables
from pipeline.records import Document, Extraction


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a build is. ``total`` is the number of files, ``None`` while unknown; ``cached`` were not read again."""

    done: int
    total: int | None
    meetings: int
    cached: int = 0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build gave. ``counts`` are rows by table; ``problems`` the articles that gave nothing, and why."""

    snapshot: Path
    counts: Mapping[str, int]
    problems: tuple[tuple[str, str], ...]
    cached: int


def build(
    sources: Sequence[Path],
    out: Path,
    settings: config.Config | None = None,
    *,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> BuildResult:
    """Turn articles into a new snapshot of every table.

    Args:
        sources: Files or folders.
        out: The build folder.
        settings: Settings of the build.
        workers: Processes that extract.
        progress: Called after each article.

    Returns:
        What was built.
    """
    settings = settings or config.Config()
    documents = read.read(sources, settings)
    registers = lexicon.load(settings.lexicon_dirs)
    report = _Reporter(progress, read.count(sources))
    with cache.open_cache(out, fingerprint(settings)) as kept:
        extractions = list(report.follow(_extract(documents, settings, workers, kept)))
    reprints = copies.copies(item.document for item in extractions)
    meetings = merge.merge(extractions, known_ids(out), reprints)
    frames = tables.from_meetings(extractions, meetings, registers, copies=reprints)
    snapshot = store.write(frames, out, manifest(settings))
    return BuildResult(
        snapshot,
        {name: len(frame) for name, frame in frames.items()},
        tuple((d.document.path, d.document.error or d.document.status) for d in extractions if d.document.status != "ok"),
        report.cached,
    )


def _extract(
    documents: Iterator[Document], settings: config.Config, workers: int, kept: cache.Cache
) -> Iterator[tuple[Extraction, bool]]:
    """Extractions in the order read, from the cache where the article is known; the flag says so."""
    for batch in _batches(documents, settings.batch_size * max(1, workers) * engine.BATCHES_AHEAD):
        known = [kept.get(document) for document in batch]
        fresh = engine.run((d for d, k in zip(batch, known, strict=True) if k is None), settings, workers)
        for document, found in zip(batch, known, strict=True):
            if found is not None:
                yield found, True
                continue
            extraction = next(fresh)
            if extraction.document.status == "ok":
                kept.put(document, extraction)
            yield extraction, False


def _batches(documents: Iterator[Document], size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class _Reporter:
    """Counts what goes by and tells the caller."""

    def __init__(self, progress: Callable[[Progress], None] | None, total: int) -> None:
        self.progress, self.total = progress, total
        self.done = self.meetings = self.cached = 0

    def follow(self, extractions: Iterator[tuple[Extraction, bool]]) -> Iterator[Extraction]:
        for extraction, is_cached in extractions:
            self.done += 1
            self.cached += is_cached
            self.meetings += sum(1 for report in extraction.reports if report.status == "held")
            if self.progress is not None:
                self.progress(Progress(self.done, max(self.total, self.done), self.meetings, self.cached))
            yield extraction


def known_ids(out: Path) -> dict[str, str]:
    """Ids of the build in force, each to the one that answers for it; empty before the first build."""
    try:
        before = store.read_tables(out)
    except errors.StoreError:
        return {}
    own = {meeting_id: meeting_id for meeting_id in before.meetings["meeting_id"]}
    redirected = dict(zip(before.aliases["old_id"], before.aliases["meeting_id"], strict=True))
    return {**own, **redirected}


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
