"""Writes the figures of README.md and of the dashboard: builds the annotated articles, scores them, replaces both.

python -m scripts.figures
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pipeline
from pipeline import gold_score
from pipeline.tables import Tables
from scripts import reliability

ROOT = Path(__file__).resolve().parent.parent
PRACTICE = ROOT / "tests" / "practice"
README = ROOT / "README.md"
PAGE = ROOT / "pages" / "shared" / "figures.json"
"""What the Data page says of the extraction; of neither machine nor clock, it changes with the figures only."""

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


def page(score: gold_score.Score, rows: Sequence[reliability.Judged]) -> str:
    """The same for the dashboard, with how often rows of each confidence are right, as JSON.

    Args:
        score: Of the practice articles.
        rows: Of the practice articles and the seeds, as ``docs/extraction.md`` has them.
    """
    told = {
        "command": "make figures",
        "articles": score.documents,
        "meetings": score.gold,
        "figures": [
            {"says": words, "sidelines": score.figures[name], "people": PEOPLE.get(name)}
            for name, words in WORDS.items()
        ],
        "reliability": [
            {"from": low, "to": high, "rows": len(band), "right": sum(band)}
            for low, high in reliability.BANDS
            for band in [reliability.within(rows, low, high)]
        ],
    }
    return json.dumps(told, indent=2) + "\n"


def fill(page: Path, name: str, text: str) -> None:
    """Replace what stands in a page between ``<!-- name -->`` and ``<!-- /name -->``.

    Raises:
        ValueError: The page has no such place.
    """
    block = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    filled, places = block.subn(lambda _: text, page.read_text("utf-8"))
    if places != 1:
        raise ValueError(f"{page} has {places} places for <!-- {name} -->; it needs one, with <!-- /{name} --> below.")
    page.write_text(filled, "utf-8")


def measure(sources: Sequence[Path] = (PRACTICE / "texts",)) -> Tables:
    """Build the practice articles, or others."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(sources, folder)
        return pipeline.read_tables(folder)


def main() -> None:
    """Replace the table and the file."""
    score = gold_score.score(measure(), PRACTICE / "gold")
    fill(README, "figures", table(score.figures))
    PAGE.write_text(page(score, reliability.judged(measure(reliability.ARTICLES), reliability.GOLD)), "utf-8")


if __name__ == "__main__":
    main()
