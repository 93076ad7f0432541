"""The command line: ``sidelines COMMAND …``. Printing, exit codes and the clock live here and nowhere else.

Bars and tables are drawn by ``pipeline.console``, for this module alone.

A command is one function here, which takes the parsed arguments and returns an exit code, and one entry in
``pipeline.commands``. Whatever is slow to import is imported inside the function, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pipeline
from pipeline import commands, config, errors, manual

if TYPE_CHECKING:
    from pipeline import diff as comparing
    from pipeline import run

BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells count
STANDARD_OUTPUT = Path("-")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The words after ``sidelines``; those of the process when omitted.

    Returns:
        The exit code; ``sidelines --help`` lists them. Unknown exceptions are bugs and propagate.
    """
    arguments = manual.parser(pipeline.__version__, ACTIONS).parse_args(argv)
    try:
        code: int = arguments.action(arguments)
        sys.stdout.flush()
        return code
    except errors.SidelinesError as error:
        print(f"sidelines: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("sidelines: interrupted", file=sys.stderr)
        return manual.INTERRUPTED
    except BrokenPipeError:
        # `sidelines describe | head`: point stdout elsewhere, or Python complains once more while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def build(arguments: argparse.Namespace) -> int:
    """``sidelines build``: articles → a snapshot of every table."""
    from pipeline import console

    if (arguments.engine == "dask") != (arguments.scheduler is not None):
        raise errors.SidelinesError("--engine dask and --scheduler tcp://HOST:PORT go together; give both or neither.")
    if arguments.watch:
        _watch(arguments)
    if arguments.interval is not None:
        raise errors.SidelinesError("--interval says how often --watch looks; give --watch, too, or leave it out.")
    result, spent = _build(arguments, arguments.sources)
    if not arguments.quiet:
        console.built(result, spent)
        if config.is_url(arguments.out):
            print(f"copied to {arguments.out}")
    return 0


def _build(arguments: argparse.Namespace, sources: Sequence[str | Path]) -> tuple[run.BuildResult, str]:
    """One build with its bar; what it gave, and where the time went."""
    from pipeline import console, meter

    followed = meter.Meter(time.monotonic)
    with console.building(followed, quiet=arguments.quiet):
        result = pipeline.build(
            sources,
            arguments.out,
            config.Config(lexicon_dirs=tuple(arguments.lexicon), triage=arguments.triage),
            workers=arguments.workers,
            scheduler=arguments.scheduler,
            progress=followed.tell,
            add=arguments.add,
            columns=_columns(arguments.map),
            work=arguments.work,
        )
    return result, followed.summary()


def _watch(arguments: argparse.Namespace) -> NoReturn:
    """``sidelines build --watch``: a build whenever something changed, one line each, until Ctrl-C."""
    from pipeline import meter, read, watch

    for source in arguments.sources:
        if source == read.STDIN or config.is_url(source):
            raise errors.SourceError(
                f"--watch looks at files and folders of this machine; {source} is none, leave it out."
            )
    read.require(arguments.sources)
    interval = arguments.interval or commands.INTERVAL

    def say(line: str) -> None:
        if not arguments.quiet:
            print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {line}", flush=True)

    def one(due: watch.Round) -> None:
        if due.words.paths() and not due.is_first:
            say(f"{due}; reading with the new words")
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - this command again: registers are read once a process
        read.require(arguments.sources)
        result, _ = _build(arguments, due.files)
        meetings, articles = result.counts["meetings"], result.counts["documents"]
        counts = f"{meter.counted(meetings, 'meeting')} in {meter.counted(articles, 'article')}"
        unusable = f", {len(result.problems):,} of no use" if result.problems else ""
        say(f"{due}: {counts}{unusable}, snapshot {result.snapshot.name}")

    say(
        f"watching {', '.join(map(str, (*arguments.sources, *arguments.lexicon)))} every {interval:g} s; Ctrl-C ends it"
    )
    watch.follow(
        lambda: watch.look(arguments.sources, arguments.lexicon),
        one,
        lambda: time.sleep(interval),
        say,
        lambda problem: print(f"sidelines: {problem}", file=sys.stderr, flush=True),
    )


def collect(arguments: argparse.Namespace) -> int:
    """``sidelines collect``: feeds and sitemaps → web archives."""
    from pipeline import collect as collecting
    from pipeline import console

    settings = collecting.Settings(
        since=arguments.since,
        delay=arguments.delay,
        limit=arguments.limit,
        contact=arguments.contact,
        allowed=collecting.ANYWHERE if arguments.allow_private else (),
    )
    with console.collecting_bar(quiet=arguments.quiet) as draw:
        result = collecting.collect(arguments.urls, arguments.into, settings, progress=draw)
    if not arguments.quiet:
        console.collected(result, arguments.into)
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """``sidelines serve``: the dashboard over a build. Becomes the Streamlit process, so signals reach it."""
    os.environ["SIDELINES_BUILD"] = str(arguments.build.resolve())
    where = ["--server.address", arguments.host, "--server.port", str(arguments.port)]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(dashboard_script()), *where])  # noqa: S606 - no shell is wanted
    return 0


def describe(arguments: argparse.Namespace) -> int:
    """``sidelines describe``: the codebook."""
    from pipeline import schema

    if arguments.format == "json":
        print(json.dumps(schema.data_package(), indent=2, ensure_ascii=False))
    else:
        print(schema.codebook(), end="")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """``sidelines check``: the tables of a build against the schema; one line a problem."""
    from pipeline import store

    problems = store.check(_here(arguments.build))
    for problem in problems:
        print(problem)
    if problems:
        found = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise errors.SchemaError(f"{arguments.build}: {found} found.")
    print(f"{arguments.build}: every table fits the schema.")
    return 0


def explain(arguments: argparse.Namespace) -> int:
    """``sidelines explain``: what one article says, and by which rule."""
    from pipeline import explain as explaining

    print(explaining.explain(arguments.file, as_json=arguments.json))
    return 0


def correct(arguments: argparse.Namespace) -> int:
    """``sidelines correct``: one act of a person, laid over the tables at once."""
    from pipeline import desk, lexicon, places

    registers = lexicon.load()
    lines = desk.command(
        arguments.build,
        arguments.words,
        arguments.by,
        arguments.why,
        register=registers,
        locate=lambda city, country: places.coordinates(city, registers, country),
    )
    for line in lines:
        print(line)
    return 0


def diff(arguments: argparse.Namespace) -> int:
    """``sidelines diff``: what changed from one build to another."""
    from dataclasses import asdict

    from pipeline import diff as comparing
    from pipeline import store

    old, new = _here(arguments.old), _here(arguments.new)
    changes = comparing.compare(
        store.read_tables(old), store.read_tables(new), store.manifest(old), store.manifest(new)
    )
    if arguments.json:
        print(json.dumps([asdict(change) for change in changes], indent=2, ensure_ascii=False))
    else:
        _print_changes(changes)
    return 0


def news(arguments: argparse.Namespace) -> int:
    """``sidelines news``: what each build of a folder changed, or that as a feed."""
    from pipeline import news as editions

    found = editions.editions(_here(arguments.build), arguments.most)
    if arguments.atom:
        print(editions.atom(found, arguments.address).decode())
        return 0
    for edition in found:
        print(f"{edition.at:%Y-%m-%d %H:%M} UTC  {edition.snapshot} after {edition.previous}")
        _print_changes(edition.changes)
    if not found:
        print(f"{arguments.build}: there is one build only, nothing to compare it with.")
    return 0


def score(arguments: argparse.Namespace) -> int:
    """``sidelines score``: how well a build agrees with annotated articles."""
    from dataclasses import asdict

    from pipeline import gold_score

    result = gold_score.score(pipeline.read_tables(_here(arguments.build)), arguments.gold)
    if arguments.json:
        print(json.dumps(asdict(result), indent=2, ensure_ascii=False))
        return 0
    for line in (*(result.notes if arguments.verbose else ()), *result.lines()):
        print(line)
    return 0


def export(arguments: argparse.Namespace) -> int:
    """``sidelines export``: a selection of meetings as a file."""
    from pipeline import export as exporting
    from pipeline import query

    database = query.open(_here(arguments.build))
    known = {name: set(by_id) for name, by_id in query.names(database).items()}
    given = {name: getattr(arguments, name) or () for name in query.NAMES}
    filters, problems = query.parse(given, known)
    if problems:
        raise errors.ExportError(f"{arguments.build}: {'; '.join(problems)}.")
    made = exporting.make(
        database,
        filters,
        arguments.format,
        accessed=datetime.now(UTC).date(),
        base=f"{arguments.address.rstrip('/')}/meetings",
        table=arguments.table,
    )
    target = arguments.out or Path(exporting.file_name(database, arguments.format, arguments.table))
    if target == STANDARD_OUTPUT:
        sys.stdout.buffer.write(made)
        return 0
    try:
        target.write_bytes(made)
    except OSError as error:
        raise errors.ExportError(f"{target} cannot be written ({error.strerror or error}).") from error
    print(f"{target}: {filters.in_words(query.names(database))}; {len(made):,} bytes")
    return 0


def dashboard_script() -> Path:
    """Where ``dashboard.py`` is: in its folder beside the installed package, or on top of a checkout.

    Raises:
        SidelinesError: This installation came without the dashboard.
    """
    above = Path(pipeline.__file__).resolve().parent.parent
    for candidate in (above / "sidelines_dashboard" / "dashboard.py", above / "dashboard.py"):
        if candidate.is_file():
            return candidate
    raise errors.SidelinesError(f"there is no dashboard.py beside {above}; install Sidelines again.")


def _here(build: str | Path) -> Path:
    """A build on this machine; one in object storage as it is now, copied into the user's cache."""
    if not config.is_url(build):
        return Path(build)
    from pipeline import remote

    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return remote.pull(str(build), Path(caches) / "sidelines")


def _print_changes(changes: Sequence[comparing.Change]) -> None:
    """One line a change, then how many of each kind."""
    from pipeline import diff as comparing

    for change in changes:
        print(change.line())
    counts = comparing.summary(changes)
    said = ", ".join(f"{number:,} {kind}" for kind, number in counts.items() if number)
    print(said or "nothing changed")


def _columns(maps: Sequence[str]) -> dict[str, str]:
    """``--map text=body,published=date`` as fields and columns."""
    from pipeline.read import columns

    return dict(columns.parse(maps).stated)


ACTIONS: dict[str, manual.Action] = {
    "build": build,
    "collect": collect,
    "serve": serve,
    "describe": describe,
    "check": check,
    "explain": explain,
    "correct": correct,
    "diff": diff,
    "news": news,
    "score": score,
    "export": export,
}


if __name__ == "__main__":
    sys.exit(main())
