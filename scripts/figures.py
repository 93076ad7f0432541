"""Writes the figures of README.md: builds the annotated articles, scores them, replaces the table.

python -m scripts.figures
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pipeline
from pipeline import gold_score

ROOT = Path(__file__).resolve().parent.parent
PRACTICE = ROOT / "tests" / "practice"
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)

WORDS: Mapping[str, str] = {
    "meetings": "meetings found, F1",
    "exact": "with exactly the right parties, F1",
    "date": "date right",
    "mode": "mode right",
    "place": "place right",
    "principals": "who led each side, F1",
    "people": "all named people, F1",
    "topics": "topics, F1",
    "row": "row right throughout: parties, date, mode and place",
}
"""The figures shown, and what they say."""

NAIVE: Mapping[str, float] = {"meetings": 0.11}
"""An afternoon's script over spaCy: named entities, a list of verbs, two countries in a sentence."""

PEOPLE: Mapping[str, float] = {
    "meetings": 0.99,
    "exact": 0.99,
    "date": 0.96,
    "mode": 1.0,
    "place": 1.0,
    "topics": 0.99,
    "row": 0.93,
}
"""Two careful people who annotated the same articles."""


def table(figures: Mapping[str, float]) -> str:
    """The figures beside those of a naive script and of two people, in Markdown."""
    lines = ["| | Sidelines | naive script | two people |", "|---|---|---|---|"]
    for name, words in WORDS.items():
        cells = (figures.get(name), NAIVE.get(name), PEOPLE.get(name))
        lines.append(f"| {words} | " + " | ".join("" if cell is None else f"{cell:.2f}" for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def measure() -> gold_score.Score:
    """Build and score the practice articles."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build([PRACTICE / "texts"], folder)
        return gold_score.score(pipeline.read_tables(folder), PRACTICE / "gold")


def main() -> None:
    """Replace the table."""
    text = README.read_text("utf-8")
    README.write_text(BLOCK.sub(lambda _: table(measure().figures), text), "utf-8")


if __name__ == "__main__":
    main()
