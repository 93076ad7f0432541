"""``docs/extraction.md`` against the program: its generated parts are current, and it explains every rule."""

from __future__ import annotations

import re

import pytest

import pipeline
from pipeline.tables import Tables
from scripts import extraction_page, reliability


@pytest.fixture(scope="module")
def page() -> str:
    """The page as committed."""
    return extraction_page.PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of the annotated articles."""
    out = tmp_path_factory.mktemp("annotated")
    pipeline.build(reliability.ARTICLES, out)
    return pipeline.read_tables(out)


def test_the_generated_parts_are_what_the_program_says(page: str, built: Tables):
    parts = extraction_page.generated(built)
    assert sorted(parts) == ["example", "reliability"]
    assert extraction_page.filled(page, parts) == page, "renew them: python -m scripts.extraction_page"


def test_every_rule_in_the_evidence_is_explained(page: str, built: Tables):
    rows = [line for line in page.splitlines() if line.startswith("|")]
    explained = {rule for row in rows for rule in re.findall(r"`([^`]+)`", row)}
    given = {re.sub(r"^home side \(.*", "home side", rule) for rule in built.evidence["rule"]}
    assert given - explained == set()


def test_the_page_shows_the_words_of_the_example(page: str):
    shown = " ".join(re.sub(r"^> ?", "", line) for line in page.splitlines() if line.startswith(">"))
    told = " ".join(extraction_page.EXAMPLE.read_text("utf-8").splitlines())
    assert " ".join(shown.split()) == " ".join(told.split())
