"""What the command line draws: a bar on a terminal, sparse lines elsewhere, and the summary at the end.

Progress goes to standard error, so that standard output holds the summary alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich import console, live, markup, progress, progress_bar, table, text

if TYPE_CHECKING:
    from pipeline import collect as collecting
    from pipeline import meter as meters
    from pipeline import run

SHOWN_PROBLEMS = 10
"""A screen still shows the table above them."""

LINE_SECONDS = 30.0
"""Where nobody watches, as in a log, progress is a line now and then."""

BAR_WIDTH = 30


@contextmanager
def building(meter: meters.Meter, *, quiet: bool = False) -> Iterator[None]:
    """Show what a meter says while the block runs, and nothing of it afterwards."""
    terminal = console.Console(stderr=True, highlight=False, soft_wrap=True)
    if quiet:
        yield
    elif terminal.is_terminal:
        with live.Live(get_renderable=lambda: _bar(meter), console=terminal, transient=True):
            yield
    else:
        ended = threading.Event()
        teller = threading.Thread(target=lines, args=(meter, terminal.print, ended.wait), daemon=True)
        teller.start()
        try:
            yield
        finally:
            ended.set()
            teller.join()


def lines(meter: meters.Meter, tell: Callable[[str], None], ended: Callable[[float], bool]) -> None:
    """Tell a line now and then.

    Args:
        meter: What follows the build.
        tell: Takes a line.
        ended: Waits so many seconds, less when the build ends meanwhile; whether it has.
    """
    while not ended(LINE_SECONDS):
        tell(markup.escape(meter.line()))


def _bar(meter: meters.Meter) -> console.RenderableType:
    """A bar that knows how far, or one that only moves, and the words beside it."""
    share = meter.share()
    grid = table.Table.grid(padding=(0, 1))
    bar = progress_bar.ProgressBar(total=1.0, completed=share or 0.0, width=BAR_WIDTH, pulse=share is None)
    grid.add_row(bar, text.Text(meter.line()))
    return grid


@contextmanager
def collecting_bar(*, quiet: bool = False) -> Iterator[Callable[[collecting.Progress], None]]:
    """Show a collection; what is given back takes its progress."""
    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.completed:.0f} articles, {task.fields[waiting]} requests to go"),
        progress.TextColumn("{task.fields[url]}"),
    )
    with progress.Progress(*columns, console=console.Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("", total=None, waiting=0, url="")
        yield lambda state: bar.update(task, completed=state.kept, waiting=state.waiting, url=markup.escape(state.url))


def built(result: run.BuildResult, spent: str) -> None:
    """Draw what a build gave: a row a table, then each article that could not be used and why, then the time."""
    drawn = table.Table(box=None, pad_edge=False)
    drawn.add_column("table")
    drawn.add_column("rows", justify="right")
    for name, rows in result.counts.items():
        drawn.add_row(name, f"{rows:,}")
    terminal = _output()
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
    terminal.print(spent)


def collected(result: collecting.Collected, into: Path) -> None:
    """Say what a collection gave, and what could not be had."""
    terminal = _output()
    for outcome, count in sorted(result.counts.items()):
        terminal.print(f"{count:>8,} {outcome}")
    terminal.print(f"{result.waiting:>8,} left for next time")
    for url, reason in result.problems[:SHOWN_PROBLEMS]:
        terminal.print(markup.escape(f"  {url}: {reason}"))
    if len(result.problems) > SHOWN_PROBLEMS:
        terminal.print(f"  … and {len(result.problems) - SHOWN_PROBLEMS:,} more")
    terminal.print(markup.escape(f"\nNow: sidelines build {into}"))


def _output() -> console.Console:
    return console.Console(highlight=False, soft_wrap=True)
