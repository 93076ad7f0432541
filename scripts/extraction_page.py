"""Renews the generated parts of ``docs/extraction.md``: ``python -m scripts.extraction_page`` (some seconds)."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pipeline
from pipeline import explain, tables
from scripts import reliability

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "extraction.md"
EXAMPLE = ROOT / "docs" / "example.txt"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def generated(frames: tables.Tables) -> dict[str, str]:
    """The generated parts of the page, by the name of their place.

    Args:
        frames: The tables of the annotated articles.
    """
    rows = reliability.judged(frames, reliability.GOLD)
    return {"example": f"```\n{_explained()}\n```", "reliability": "\n".join(reliability.table(rows))}


def _explained() -> str:
    """What ``sidelines explain`` says of the example, without colours and without the text, which the page shows."""
    lines = [line.rstrip() for line in _COLOUR.sub("", explain.explain(EXAMPLE)).splitlines()]
    first = next(number for number, line in enumerate(lines) if line.startswith("1. "))
    return "\n".join(lines[first:]).rstrip()


def filled(page: str, parts: Mapping[str, str]) -> str:
    """The page with each part between its two marks."""
    for name, part in parts.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page = mark.sub(lambda found, part=part: f"{found[1]}\n{part}\n\n{found[2]}", page)
    return page


def main() -> None:
    """Build the annotated articles and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(reliability.ARTICLES, folder)
        parts = generated(pipeline.read_tables(folder))
    PAGE.write_text(filled(PAGE.read_text("utf-8"), parts), "utf-8")


if __name__ == "__main__":
    main()
