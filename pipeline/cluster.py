"""The same extraction on an existing Dask cluster; the tables never show it.

Articles go out in batches as futures and come back in the order they were read, whoever finishes first. When a worker
dies, Dask gives what it was doing and what it had done to another; an article that kills whoever reads it is a failed
row like any other.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import metadata
from itertools import islice

import distributed

from pipeline import annotate, config, dependencies, engine, errors, lexicon
from pipeline.records import Document, Extraction

BATCHES_AHEAD = 3
"""Batches waiting for a worker's thread, as in :mod:`pipeline.engine`."""

SECONDS_TO_CONNECT = 30
SECONDS_FOR_A_WORKER = 120
"""A cluster that is being scaled up may have no worker yet; one that has none after two minutes needs a look."""

_ONE_AT_A_TIME = threading.Lock()
"""A worker with several threads still reads one article at a time: the loaded model is shared and keeps state."""


def run(documents: Iterable[Document], settings: config.Config, scheduler: str) -> Iterator[Extraction]:
    """Extract articles on a cluster, in order.

    Args:
        documents: Articles as read; they travel to the workers, who need no access to the sources.
        settings: Settings of the build; its lexicon folders must lie on the workers, too.
        scheduler: Address of the Dask scheduler, ``tcp://host:8786``.

    Yields:
        One extraction an article.

    Raises:
        SidelinesError: The scheduler cannot be reached, has no worker, or a worker has other code, lexicon or model.
    """
    iterator = iter(documents)
    batches = iter(lambda: tuple(islice(iterator, settings.batch_size)), ())
    expected = version(settings)
    waiting: deque[tuple[tuple[Document, ...], distributed.Future[list[Extraction]]]] = deque()
    with _connect(scheduler) as client:
        for batch in batches:
            waiting.append((batch, client.submit(extract_batch, batch, settings, expected, pure=False)))
            if len(waiting) >= BATCHES_AHEAD * max(1, sum(client.nthreads().values())):
                yield from _result(client, *waiting.popleft(), settings, expected)
        while waiting:
            yield from _result(client, *waiting.popleft(), settings, expected)


def extract_batch(documents: tuple[Document, ...], settings: config.Config, expected: str) -> list[Extraction]:
    """Read a batch on a worker.

    Raises:
        SidelinesError: This worker would give other tables than the machine that builds.
    """
    with _ONE_AT_A_TIME:
        found = version(settings)
        if found != expected:
            raise errors.SidelinesError(
                f"a worker has another version of Sidelines, its lexicon or its model ({found}, expected {expected}); "
                "install the same on every machine and restart the workers."
            )
        return engine.extract_batch(documents, settings)


@lru_cache(maxsize=4)
def version(settings: config.Config) -> str:
    """What decides what an article gives: code, lexicon and model of this machine."""
    try:
        model = metadata.version(settings.model.replace("_", "-"))
    except metadata.PackageNotFoundError:
        model = "no model"
    words = lexicon.load(settings.lexicon_dirs).fingerprint
    return " ".join((dependencies.fingerprint("pipeline.annotate")[:12], words[:12], model))


def _connect(scheduler: str) -> distributed.Client:
    try:
        client = distributed.Client(  # type: ignore[no-untyped-call]  # half of distributed is typed
            scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="sidelines"
        )
    except (OSError, ValueError) as problem:
        raise errors.SidelinesError(
            f"no Dask scheduler answers at {scheduler} ({problem}); start one with `dask scheduler`, name its address."
        ) from problem
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
    except TimeoutError as problem:
        client.close()  # type: ignore[no-untyped-call]  # as above
        raise errors.SidelinesError(
            f"the Dask scheduler at {scheduler} has no worker; start some with `dask worker {scheduler} --nthreads 1`."
        ) from problem
    return client


def _result(
    client: distributed.Client,
    batch: tuple[Document, ...],
    future: distributed.Future[list[Extraction]],
    settings: config.Config,
    expected: str,
) -> list[Extraction]:
    """What a batch gave; where it kills its workers, article by article, so that only the one to blame fails."""
    try:
        return list(future.result())
    except distributed.KilledWorker:
        if len(batch) == 1:  # Dask's own message names the machine, which is no matter of the tables
            return [annotate.failed(batch[0], RuntimeError("every worker that read it died"))]
    alone = [((one,), client.submit(extract_batch, (one,), settings, expected, pure=False)) for one in batch]
    return [extraction for part, single in alone for extraction in _result(client, part, single, settings, expected)]
