"""Composes the steps; the only module that knows them all.

read → clean → annotate → link → extract → topics → merge → tables → store
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib import metadata
from itertools import chain, islice
from pathlib import Path

import pandas as pd

import pipeline
from pipeline import (
    acts,
    adding,
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
    standby,
    store,
    tables,
    triage,
    unchanged,
)
from pipeline.adding import filed
from pipeline.progress import Progress as Progress
from pipeline.progress import Reporter
from pipeline.progress import Stage as Stage
from pipeline.read.columns import Columns
from pipeline.records import Document, Extraction, Meeting

MANY_ARTICLES = 200
"""New articles from which all cores are worth it: a worker needs some seconds to load the model."""


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
    helper: standby.Standby | None = None,
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
        helper: Extracts where this process would do it alone.

    Returns:
        What was built.

    Raises:
        SidelinesError: The scheduler cannot be used, or the extra ``cluster`` is not installed.
    """
    settings = settings or config.Config()
    report = Reporter(progress, read.count(sources))
    documents = report.reading(read.read(sources, settings, columns))
    registers = lexicon.load(settings.lexicon_dirs)
    ground = adding.read(out, fingerprint(settings)) if add and not settings.triage else None
    with intake.open_intake(out) as taken, cache.open_cache(out, fingerprint(settings)) as kept:
        known = ledger.read(out)
        means = adding.Means(known, registers, taken, kept, report.enter)
        spread = partial(_spread, settings, scheduler, helper)
        outlook = adding.Outlook(ground, taken) if ground else None
        extract = partial(_extract, settings, workers, spread, outlook, taken, kept, report)
        seen: set[str] = set()
        standing = intake.in_force(out, taken, seen, only=ground.failed() if ground else None) if add else ()
        extractions = extract(chain(_noted(documents, taken, seen), standing))
        laid = _added(outlook, extractions, means, report) if outlook else None
        if laid is None:
            if outlook:
                seen |= {item.document.path for item in extractions}
                extractions += extract(intake.in_force(out, taken, seen))
            laid = _all(extractions, means, report, unchanged.read(out))
        report.enter("write")
        published = publish.publish(
            laid.frames,
            out,
            manifest(settings),
            register=registers,
            locate=lambda city, country: places.coordinates(city, registers, country or None),
            large=laid.large,
        )
    unchanged.write(out, laid.large)
    ledger.write(out, merge.meeting_ids(laid.meetings, known))
    _keep(out, laid.filed, settings)
    written = store.manifest(published.snapshot)["tables"]
    return BuildResult(
        published.snapshot,
        {name: len(frame) or written[name]["rows"] for name, frame in laid.frames.items()},
        _problems(laid.frames.documents),
        report.cached,
        laid.repeated,
        published.unplaced,
    )


@dataclass(frozen=True, slots=True)
class _Laid:
    """All that a build publishes and keeps; ``meetings`` are those that were merged in it."""

    frames: tables.Tables
    large: bulk.Bulk
    meetings: Sequence[Meeting]
    filed: filed.Filed
    repeated: tuple[tuple[str, str], ...]


def _all(
    extractions: Sequence[Extraction], means: adding.Means, report: Reporter, earlier: bulk.Earlier | None
) -> _Laid:
    """Bring together what all articles gave."""
    outlines, repeated = _once(extractions)
    report.enter("merge")
    reprints = copies.copies((item.document for item in outlines), means.taken)
    merged = merge.merged(outlines, means.known, reprints, means.taken.text)
    report.enter("people")
    resolved = people.resolve(merged.meetings)
    report.enter("tables")
    frames = tables.from_meetings(
        outlines,
        resolved.meetings,
        means.lexicon,
        people=resolved.people,
        copies=reprints,
        n_chars=means.taken.n_chars,
    )
    large = bulk.from_meetings(outlines, resolved.meetings, means.taken.text, means.kept.evidence, earlier)
    return _Laid(frames, large, merged.meetings, filed.of(merged, outlines), repeated)


def _added(
    outlook: adding.Outlook, extractions: Sequence[Extraction], means: adding.Means, report: Reporter
) -> _Laid | None:
    """Add what new articles gave to the build in force, where that is sure to be the same."""
    ground = outlook.ground
    standing = ground.same_words(extractions)
    outlines, repeated = _once([*extractions, *standing])
    report.enter("merge")
    fresh = [item for item in outlines if item not in standing]
    added = adding.add(outlook, fresh, means)
    if added is None:
        return None
    rest = ground.standing([item.document.path for item in extractions])
    held = ground.filed.held_of(set(rest["doc_id"].tolist()))
    report.take_over(len(rest), cached=int((rest["status"] == "ok").sum()), meetings=held)
    return _Laid(added.frames, added.large, added.meetings, added.filed, repeated)


def _keep(out: Path, found: filed.Filed, settings: config.Config) -> None:
    """Keep what the next articles are added to; what triage passed over would be read without it."""
    if settings.triage:
        filed.forget(out)
    else:
        filed.write(out, found, adding.stamp(unchanged.extracted(out).name, fingerprint(settings)))


def _problems(documents: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Articles that gave nothing, with the reason."""
    failed = documents[documents["status"] != "ok"]
    return tuple(zip(failed["path"].tolist(), failed["error"].fillna(failed["status"]).tolist(), strict=True))


def _noted(documents: Iterable[Document], taken: intake.Intake, seen: set[str]) -> Iterator[Document]:
    """The articles of the sources, written down."""
    for document in documents:
        taken.note(document)
        seen.add(document.path)
        yield document


def _extract(
    settings: config.Config,
    workers: int | None,
    spread: Callable[[Iterable[Document], int], Iterator[Extraction]],
    outlook: adding.Outlook | None,
    taken: intake.Intake,
    kept: cache.Cache,
    report: Reporter,
    documents: Iterable[Document],
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
    extracted = spread(chain(first, fresh), processes) if first else iter(())
    if outlook and 0 < len(first) < MANY_ARTICLES:  # they are all; a process that stands by reads them meanwhile
        outlook.look(first)
    for extraction in extracted:
        document = asked.popleft()
        is_read = extraction.document.status == "ok"
        outline = kept.put(document, extraction) if is_read else cache.outline(extraction)
        found.append(report.tell(outline, is_cached=False))
    return found


def _with_text(document: Document, taken: intake.Intake) -> Document:
    """An article to be read, also where it came from the list, which keeps its text apart."""
    return replace(document, text=taken.text(document))


def _spread(
    settings: config.Config,
    scheduler: str | None,
    helper: standby.Standby | None,
    documents: Iterable[Document],
    processes: int,
) -> Iterator[Extraction]:
    """Extract on this machine, or on a cluster; in order."""
    if helper and processes == 1:
        return helper.run(documents)
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
