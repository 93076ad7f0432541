"""The five seeds, all steps, to the letter: a change that shows here is meant, or it is a mistake.

``python -m tests.golden.update`` renews what is expected; the diff is part of the review.
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from tests.golden import update


@pytest.fixture(scope="module", autouse=True)
def top_of_the_checkout() -> Iterator[None]:
    """Sources are named from here, so that the tables hold the same paths everywhere."""
    with contextlib.chdir(update.ROOT):
        yield


@pytest.fixture(scope="module")
def built(top_of_the_checkout: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the seeds."""
    return pipeline.build([update.SEEDS], tmp_path_factory.mktemp("golden")).snapshot


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a snapshot."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("table", update.GOLDEN_TABLES)
def test_the_seeds_give_exactly_the_expected_table(built: Path, table: str):
    expected = (update.EXPECTED / f"{table}.csv").read_text("utf-8")
    assert (built / f"{table}.csv").read_text("utf-8").splitlines() == expected.splitlines()


def test_the_seeds_tell_thirteen_meetings_that_were_held():
    with (update.EXPECTED / "meetings.csv").open(encoding="utf-8", newline="") as lines:
        held = [row for row in csv.DictReader(lines) if row["status"] == "held"]
    assert len(held) == 13
    assert sorted(row["date"] for row in held if row["date_precision"] == "month") == ["2021-09", "2021-09"]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_articles_give_the_same_bytes(built: Path, workers: int, tmp_path: Path):
    again = pipeline.build([update.SEEDS], tmp_path, workers=workers).snapshot
    assert again.name == built.name
    assert contents(again) == contents(built)


def test_building_again_into_the_same_folder_gives_the_same_snapshot(built: Path):
    out = built.parents[1]
    again = pipeline.build([update.SEEDS], out)
    assert (again.snapshot, again.cached) == (built, 5)


def test_the_expected_tables_are_renewed_by_one_command(tmp_path: Path):
    update.renew(tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(update.GOLDEN_TABLES)
