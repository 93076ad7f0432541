"""The command line: ``sidelines COMMAND …``. Printing and exit codes live here and nowhere else.

A command is one function here, which takes the parsed arguments and returns an exit code, and one entry in
``pipeline.commands``. Whatever is slow to import is imported inside the function, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pipeline
from pipeline import config, errors, manual

if TYPE_CHECKING:
    from pipeline import collect as collecting
    from pipeline import diff as comparing
    from pipeline import run

BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells count
STANDARD_OUTPUT = Path("-")
SHOWN_PROBLEMS = 10  # a screen still shows the table above them


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
    from rich import console, progress

    if (arguments.engine == "dask") != (arguments.scheduler is not None):
        raise errors.SidelinesError("--engine dask and --scheduler tcp://HOST:PORT go together; give both or neither.")
    settings = config.Config(lexicon_dirs=tuple(arguments.lexicon), triage=arguments.triage)
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]:.1f} articles/s"),
        progress.TextColumn("{task.fields[meetings]} meetings"),
        progress.TimeRemainingColumn(),
    )
    # The bar goes to stderr, so that stdout holds the summary alone.
    with progress.Progress(*columns, console=console.Console(stderr=True), disable=arguments.quiet) as bar:
        task = bar.add_task("Reading articles", total=None, rate=0.0, meetings=0)

        def draw(state: run.Progress) -> None:
            elapsed = bar.tasks[task].elapsed or 0.0
            rate = state.done / elapsed if elapsed else 0.0
            bar.update(task, completed=state.done, total=state.total, rate=rate, meetings=state.meetings)

        result = pipeline.build(
            arguments.sources,
            arguments.out,
            settings,
            workers=arguments.workers,
            scheduler=arguments.scheduler,
            progress=draw,
            add=arguments.add,
            columns=_columns(arguments.map),
        )
    if not arguments.quiet:
        _print_summary(result)
    return 0


def collect(arguments: argparse.Namespace) -> int:
    """``sidelines collect``: feeds and sitemaps → web archives."""
    from rich import console, markup, progress

    from pipeline import collect as collecting

    settings = collecting.Settings(
        since=arguments.since,
        delay=arguments.delay,
        limit=arguments.limit,
        contact=arguments.contact,
        allowed=collecting.ANYWHERE if arguments.allow_private else (),
    )
    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.completed:.0f} articles, {task.fields[waiting]} requests to go"),
        progress.TextColumn("{task.fields[url]}"),
    )
    with progress.Progress(*columns, console=console.Console(stderr=True), disable=arguments.quiet) as bar:
        task = bar.add_task("", total=None, waiting=0, url="")

        def draw(state: collecting.Progress) -> None:
            bar.update(task, completed=state.kept, waiting=state.waiting, url=markup.escape(state.url))

        result = collecting.collect(arguments.urls, arguments.into, settings, progress=draw)
    if not arguments.quiet:
        _print_collected(result, arguments.into)
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

    problems = store.check(arguments.build)
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

    changes = comparing.compare(
        store.read_tables(arguments.old),
        store.read_tables(arguments.new),
        store.manifest(arguments.old),
        store.manifest(arguments.new),
    )
    if arguments.json:
        print(json.dumps([asdict(change) for change in changes], indent=2, ensure_ascii=False))
    else:
        _print_changes(changes)
    return 0


def news(arguments: argparse.Namespace) -> int:
    """``sidelines news``: what each build of a folder changed, or that as a feed."""
    from pipeline import news as editions

    found = editions.editions(arguments.build, arguments.most)
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

    result = gold_score.score(pipeline.read_tables(arguments.build), arguments.gold)
    if arguments.json:
        print(json.dumps(asdict(result), indent=2, ensure_ascii=False))
        return 0
    for line in (*(result.notes if arguments.verbose else ()), *result.lines()):
        print(line)
    return 0


def export(arguments: argparse.Namespace) -> int:
    """``sidelines export``: a selection of meetings as a file."""
    from datetime import UTC, datetime

    from pipeline import export as exporting
    from pipeline import query

    database = query.open(arguments.build)
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


def _print_summary(result: run.BuildResult) -> None:
    """Draw what a build gave: a row a table, then each article that could not be used and why."""
    from rich import console, markup, table

    drawn = table.Table(box=None, pad_edge=False)
    drawn.add_column("table")
    drawn.add_column("rows", justify="right")
    for name, rows in result.counts.items():
        drawn.add_row(name, f"{rows:,}")
    terminal = console.Console(highlight=False, soft_wrap=True)
    terminal.print(drawn)
    if result.problems:
        terminal.print(f"\n{len(result.problems):,} of {result.counts['documents']:,} articles could not be used:")
    for path, reason in result.problems[:SHOWN_PROBLEMS]:
        terminal.print(markup.escape(f"  {path}: {reason}"))
    if len(result.problems) > SHOWN_PROBLEMS:
        terminal.print("  … the rest are in the table documents, column error")
    if result.repeated:
        terminal.print(f"\n{len(result.repeated):,} articles repeat the words of another and count once")
    for item in result.unplaced:
        terminal.print(markup.escape(f"\nNot laid over the tables: {item.act_id} {item.reason}"))
    terminal.print(markup.escape(f"\nSnapshot {result.snapshot}"))


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


def _print_collected(result: collecting.Collected, into: Path) -> None:
    """Say what a collection gave, and what could not be had."""
    from rich import console, markup

    terminal = console.Console(highlight=False, soft_wrap=True)
    for outcome, count in sorted(result.counts.items()):
        terminal.print(f"{count:>8,} {outcome}")
    terminal.print(f"{result.waiting:>8,} left for next time")
    for url, reason in result.problems[:SHOWN_PROBLEMS]:
        terminal.print(markup.escape(f"  {url}: {reason}"))
    if len(result.problems) > SHOWN_PROBLEMS:
        terminal.print(f"  … and {len(result.problems) - SHOWN_PROBLEMS:,} more")
    terminal.print(markup.escape(f"\nNow: sidelines build {into}"))


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
