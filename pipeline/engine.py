"""How extraction is spread over processes; the tables never show it.

Articles go out in batches and come back in the order they were read, whoever finishes first.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from itertools import islice

from spacy.language import Language

from pipeline import annotate, clean, config, garbage
from pipeline.records import Document, Extraction

BATCHES_AHEAD = 3
"""Batches waiting a worker: enough to keep it busy, few enough that memory does not grow with the corpus."""


@garbage.seldom()
def extract_batch(documents: tuple[Document, ...], settings: config.Config) -> list[Extraction]:
    """Clean and read a batch of articles in this process; their sentences are parsed together.

    An article that breaks the pipeline is returned with status ``failed`` and the reason; it never stops the others.
    """
    nlp = _nlp(settings)
    readable = [document for document in documents if document.status == "ok"]
    try:
        read = iter(list(annotate.annotate(nlp, map(clean.clean, readable), len(readable))))
    except Exception:  # noqa: BLE001 - whichever article broke it is found by reading each alone
        read = iter([_alone(nlp, document) for document in readable])
    return [next(read) if document.status == "ok" else Extraction(document) for document in documents]


@lru_cache(maxsize=1)
def _nlp(settings: config.Config) -> Language:
    """The pipeline of this process, put together for its first batch."""
    return annotate.load_nlp(settings)


def _alone(nlp: Language, document: Document) -> Extraction:
    try:
        return annotate.extract(nlp, document)
    except Exception as error:  # noqa: BLE001 - one bad article is a row of documents, whatever broke
        return annotate.failed(document, error)


def run(documents: Iterable[Document], settings: config.Config, workers: int = 1) -> Iterator[Extraction]:
    """Extract articles, in order.

    Args:
        documents: Articles as read; those whose status is not ``ok`` pass through.
        settings: Settings of the build.
        workers: Processes; 1 works in this one.

    Yields:
        One extraction an article.
    """
    batches = _batched(documents, settings.batch_size)
    if workers <= 1:
        for batch in batches:
            yield from extract_batch(batch, settings)
        return
    # spawn: a forked worker would share spaCy's thread pools and DuckDB's state with us
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_ctrl_c) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(extract_batch, batch, settings))
                if len(waiting) >= workers * BATCHES_AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # whoever stops early does not wait for what is queued


def _end_with_ctrl_c() -> None:
    """Ctrl-C reaches every process of the terminal: a worker ends at once instead of going on to its next batch."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _batched(documents: Iterable[Document], size: int) -> Iterator[tuple[Document, ...]]:
    iterator = iter(documents)
    while batch := tuple(islice(iterator, size)):
        yield batch
