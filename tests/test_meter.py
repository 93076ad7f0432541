"""What a build shows of its progress: how far, how fast, what is slow, where the time went. The clock is set by hand."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from pipeline import console, meter
from pipeline.run import Progress, Stage


class Clock:
    """Shows what it was set to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
def followed(clock: Clock) -> meter.Meter:
    """A meter of a build that has just begun to read a hundred files, after half a second of imports."""
    begun = meter.Meter(clock)
    clock.now += 0.5
    begun.tell(Progress(0, 100, 0, stage="read"))
    return begun


def test_a_line_says_how_far_how_fast_how_many_known_and_how_long_still(followed: meter.Meter, clock: Clock):
    clock.now += 10
    followed.tell(Progress(20, 100, 7, 5))
    assert followed.line() == "Reading articles: 20 of 100, 2.0/s, 5 known, 7 meetings, 40 s left"


def test_the_time_left_is_told_from_the_last_half_minute(followed: meter.Meter, clock: Clock):
    """Eighty known articles in a second, then one new article every ten seconds."""
    clock.now += 1
    followed.tell(Progress(80, 100, 0, 80))
    for done in range(81, 91):
        clock.now += 10
        followed.tell(Progress(done, 100, 0, 80))
    assert followed.line().endswith("1 min 40 s left")


def test_a_table_of_many_articles_is_one_file_and_has_no_total(followed: meter.Meter, clock: Clock):
    clock.now += 10
    followed.tell(Progress(5000, 5000, 12))
    assert followed.share() is None
    assert followed.line() == "Reading articles: 5,000, 500.0/s, 12 meetings"


def test_an_article_that_takes_long_is_named_until_it_is_through(followed: meter.Meter, clock: Clock):
    followed.tell(Progress(1, 100, 0, waiting="corpus/long.txt"))
    clock.now += meter.SLOW_SECONDS - 0.1
    assert followed.slow() == ""
    clock.now += 2.1
    assert followed.slow() == "12 s at corpus/long.txt"
    assert followed.line().endswith("12 s at corpus/long.txt")
    followed.tell(Progress(2, 100, 0, waiting="corpus/short.txt"))
    assert followed.slow() == ""


def test_the_first_article_is_not_blamed_for_the_model(followed: meter.Meter, clock: Clock):
    followed.tell(Progress(3, 100, 0, 3, waiting="corpus/a.txt"))
    clock.now += 20
    assert followed.slow() == "20 s at corpus/a.txt or loading the model"


@pytest.mark.parametrize("stage", ["merge", "people", "tables", "write"])
def test_each_stage_after_the_articles_has_its_name_and_its_time(followed: meter.Meter, clock: Clock, stage: Stage):
    followed.tell(Progress(100, 100, 31, stage=stage))
    clock.now += 65
    assert followed.line() == f"{meter.DOING[stage]}: 31 reports of 100 articles, 1 min 05 s"
    assert followed.slow() == ""


def test_the_summary_says_where_the_time_went(followed: meter.Meter, clock: Clock):
    for stage, seconds in (("read", 1), ("extract", 20), ("read", 2), ("extract", 10), ("merge", 3), ("people", 1)):
        followed.tell(Progress(1, 100, 0, stage=stage))
        clock.now += seconds
    followed.tell(Progress(1, 100, 0, stage="tables"))
    clock.now += 1
    followed.tell(Progress(1, 100, 0, stage="write"))
    clock.now += 4
    assert followed.summary() == "42 s: start 0.5 s, read 3.0 s, extract 30 s, merge 5.0 s, write 4.0 s"


def test_every_stage_of_a_build_has_words_and_a_part_of_the_summary():
    stages = set(Stage.__args__)
    assert set(meter.DOING) == stages
    assert {stage for _, part in meter.PARTS for stage in part} == stages


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.21, "0.2 s"), (41.6, "42 s"), (59.7, "1 min 00 s"), (187, "3 min 07 s"), (7300, "2 h 01 min")],
)
def test_spans_of_time_are_said_as_people_say_them(seconds: float, words: str):
    assert meter.said(seconds) == words


def test_where_nobody_watches_a_line_comes_now_and_then(followed: meter.Meter, clock: Clock):
    told: list[str] = []

    def ended(seconds: float) -> bool:
        clock.now += seconds
        return len(told) == 2

    console.lines(followed, told.append, ended)
    assert told == ["Reading articles: 0 of 100, 0.0/s, 0 meetings"] * 2


def test_a_path_with_brackets_is_no_markup(followed: meter.Meter, clock: Clock):
    followed.tell(Progress(1, 100, 0, waiting="corpus/[bold]a.txt"))
    clock.now += 20
    written = io.StringIO()
    ends = iter([False, True])
    console.lines(followed, Console(file=written, width=200).print, lambda _seconds: next(ends))
    assert "corpus/[bold]a.txt" in written.getvalue()


def test_a_terminal_shows_a_bar_and_standard_output_the_summary_alone(seeds: Path, tmp_path: Path):
    """On a real terminal: progress is on standard error and is gone at the end."""
    above, terminal = pty.openpty()
    building = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "build", str(next(seeds.glob("*.txt"))), "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that nobody writes to the terminal any more
        while piece := os.read(above, 65_536):
            shown += piece
    os.close(above)
    summary = building.communicate(timeout=60)[0].decode()
    assert building.returncode == 0
    assert b"Reading articles: " in shown
    assert "Reading articles" not in summary
    assert re.fullmatch(r".* s: start .* s, read .* s, extract .* s, merge .* s, write .* s", summary.splitlines()[-1])
