"""Foreign-ministry news in, tidy tables of who met whom, when, where, how and about what out.

The flow, one way; ``pipeline.run`` composes it and is the only module that knows all steps::

    read → clean → annotate → link → extract → topics → merge → tables → store

Three verbs are all a notebook needs:

    import pipeline

    pipeline.build(["seeds"], out="build")
    tables = pipeline.read_tables("build")
    tables.meetings  # a pandas frame, one row a meeting

    nlp = pipeline.load_nlp()
    nlp("Syrian Foreign Minister Mikdad received the ambassador of Kazakhstan in Damascus.")._.meetings

Importing the package is cheap: spaCy, pandas and DuckDB are loaded by the verb that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import config as settings

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.run import BuildResult, Progress
    from pipeline.tables import Tables

__all__ = ["build", "load_nlp", "read_tables"]
__version__ = "0.1.0"


def build(
    sources: Sequence[str | Path],
    out: str | Path = settings.DEFAULT_BUILD,
    config: settings.Config | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    *,
    scheduler: str | None = None,
    add: bool = False,
    columns: Mapping[str, str] | None = None,
    work: str | Path = settings.DEFAULT_BUILD,
) -> BuildResult:
    """Turn articles into a new snapshot of every table.

    Args:
        sources: Files, folders and archives of articles, here or in object storage (``s3://…``); ``-`` is standard
            input.
        out: The build folder; an existing one gets a further snapshot, articles it knows are not extracted again.
            With a URL the snapshot is made in the build folder ``work`` and then copied there.
        config: Settings other than the shipped ones.
        workers: Processes that extract, all cores for many articles if left out; the tables do not depend on it.
        progress: Called at the start, after each article and whenever the build comes to another stage.
        scheduler: Address of a Dask scheduler (``tcp://host:8786``) whose workers extract instead.
        add: Keep the articles of the build in force beside those of the sources.
        columns: Which column of a table holds what (``{"text": "body"}``), where the usual names do not fit.
        work: The build folder on this machine where ``out`` is a URL.

    Returns:
        What was built: counts, and where the snapshot lies.

    Raises:
        SourceError: A source does not exist, cannot be reached or holds no article, or ``columns`` names a field that
            is none. One bad article is a row of ``documents`` instead.
        ModelMissingError: The language model is not installed.
        LexiconError: A lexicon file breaks its format.
        StoreError: ``out`` cannot be written.
        SidelinesError: The scheduler cannot be used, or the extra ``cluster`` is not installed.
    """
    from pipeline import standby

    chosen = config or settings.Config()
    folder = Path(work if settings.is_url(out) else out)
    is_alone = add and workers is None and scheduler is None
    with standby.beside(chosen, folder) if is_alone else nullcontext() as helper:
        from pipeline import remote, run  # here, for the process that stands by loads as long as they do
        from pipeline.read import columns as naming

        names = naming.parse(f"{field}={column}" for field, column in (columns or {}).items())
        if settings.is_url(out):
            remote.require(str(out))

        def fetched(done: int, total: int) -> None:
            if progress is not None:
                progress(run.Progress(done, total, 0, stage="fetch"))

        result = run.build(
            remote.here(sources, folder, fetched),
            folder,
            chosen,
            workers=workers,
            scheduler=scheduler,
            add=add,
            columns=names,
            progress=progress,
            helper=helper,
        )
    if settings.is_url(out):
        remote.publish(result.snapshot, str(out))
    return result


def read_tables(path: str | Path = settings.DEFAULT_BUILD) -> Tables:
    """Read the tables of a build, each as a pandas frame named after its table.

    Args:
        path: The build folder, or one snapshot in it.

    Returns:
        The tables: ``tables.meetings``, ``tables.participants`` and so on.

    Raises:
        StoreError: There is no build at ``path``.
    """
    from pipeline import store

    return store.read_tables(Path(path))


def load_nlp(config: settings.Config | None = None) -> Language:
    """Load the spaCy pipeline that finds meetings: ``nlp(text)._.meetings``.

    Args:
        config: Settings other than the shipped ones.

    Returns:
        A spaCy pipeline whose components are registered factories.

    Raises:
        ModelMissingError: The language model is not installed.
        LexiconError: A lexicon file breaks its format.
    """
    from pipeline import annotate

    return annotate.load_nlp(config or settings.Config())
