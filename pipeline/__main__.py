"""The command line: ``sidelines COMMAND …``. Printing and exit codes live here and nowhere else.

A command is one function here, which takes the parsed arguments and returns an exit code, and one entry in
``pipeline.manual``. Whatever is slow to import is imported inside the function, so that ``--help`` answers at once.
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
    from pipeline import run

BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells count
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

    settings = config.Config(lexicon_dirs=tuple(arguments.lexicon))
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

        result = pipeline.build(arguments.sources, arguments.out, settings, workers=arguments.workers, progress=draw)
    if not arguments.quiet:
        _print_summary(result)
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
    terminal.print(markup.escape(f"\nSnapshot {result.snapshot}"))


ACTIONS: dict[str, manual.Action] = {
    "build": build,
    "serve": serve,
    "describe": describe,
    "check": check,
    "explain": explain,
}


if __name__ == "__main__":
    sys.exit(main())
