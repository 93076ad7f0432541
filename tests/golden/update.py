"""Renews the expected tables of the seeds: ``python -m tests.golden.update``, then read the diff before committing it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

import pipeline

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SEEDS = Path("seeds")
"""Read from the top of the checkout, so that the paths in the tables are the same on every machine."""
EXPECTED = HERE / "seeds"
GOLDEN_TABLES = ("documents", "meetings", "participants", "meeting_topics", "meeting_sources")
"""What a reader of the tables looks at; the evidence is held by the spec tests, registers by their own."""


def renew(expected: Path = EXPECTED) -> None:
    """Build the seeds and keep the tables that are held to the letter."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(ROOT):
        built = pipeline.build([SEEDS], folder).snapshot
        for table in GOLDEN_TABLES:
            shutil.copyfile(built / f"{table}.csv", expected / f"{table}.csv")


if __name__ == "__main__":
    renew()
