"""How well reading agrees with annotated articles: the figures may rise, never fall below these."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline import gold_score
from pipeline.tables import Tables
from scripts import reliability

PRACTICE = Path(__file__).resolve().parent / "practice"

PRACTICE_FLOOR = {
    "meetings": 0.93,
    "exact": 0.90,
    "date": 0.93,
    "mode": 0.97,
    "place": 0.90,
    "occasion": 0.90,
    "principals": 0.92,
    "people": 0.90,
    "topics": 0.78,
    "row": 0.75,
}
SEEDS_FLOOR = {"meetings": 1.0, "exact": 1.0, "date": 1.0, "mode": 1.0, "place": 1.0, "people": 0.95, "topics": 0.80}

SURE = 0.8
"""From this confidence on a row is to be relied upon."""
RIGHT_WHEN_SURE = 0.95
"""Share of the sure rows with exactly the right parties, held."""


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The practice articles, built once."""
    out = tmp_path_factory.mktemp("practice")
    pipeline.build([PRACTICE / "texts"], out)
    return pipeline.read_tables(out)


@pytest.fixture(scope="session")
def practice_score(practice: Tables) -> gold_score.Score:
    """The score of the practice articles."""
    return gold_score.score(practice, PRACTICE / "gold")


@pytest.fixture(scope="session")
def seeds_score(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> gold_score.Score:
    """The score of the five seeds."""
    out = tmp_path_factory.mktemp("seeds")
    pipeline.build([seeds], out)
    return gold_score.score(pipeline.read_tables(out), PRACTICE / "seeds_gold")


def test_every_annotated_article_was_read(practice_score: gold_score.Score):
    assert (practice_score.documents, practice_score.missing_documents) == (36, ())


@pytest.mark.parametrize(("figure", "floor"), PRACTICE_FLOOR.items())
def test_practice_articles_are_read_at_least_so_well(practice_score: gold_score.Score, figure: str, floor: float):
    assert practice_score.figures[figure] >= floor, "\n".join(practice_score.notes)


@pytest.mark.parametrize(("figure", "floor"), SEEDS_FLOOR.items())
def test_the_seeds_are_read_at_least_so_well(seeds_score: gold_score.Score, figure: str, floor: float):
    assert seeds_score.figures[figure] >= floor, "\n".join(seeds_score.notes)


def test_rows_of_high_confidence_are_right(practice: Tables):
    """Right is: told as held, with exactly the parties of an annotated meeting of the same article."""
    sure = [right for confidence, right in reliability.judged(practice, [PRACTICE / "gold"]) if confidence >= SURE]
    assert len(sure) > 30
    assert sum(sure) / len(sure) >= RIGHT_WHEN_SURE


WRITTEN = Path(__file__).resolve().parent / "written"
WRITTEN_FLOOR = {
    "plain": {"meetings": 0.90, "exact": 0.90, "date": 0.82, "mode": 0.95, "place": 0.92, "topics": 0.80, "row": 0.72},
    "hard": {"meetings": 0.60, "exact": 0.57},
}


@pytest.mark.parametrize("kind", sorted(WRITTEN_FLOOR))
def test_articles_written_for_testing_read_no_worse_than_they_did(kind: str, tmp_path: Path):
    pipeline.build([WRITTEN / kind / "texts"], tmp_path)
    figures = gold_score.score(pipeline.read_tables(tmp_path), WRITTEN / kind / "gold").figures
    assert {name: figures[name] for name, floor in WRITTEN_FLOOR[kind].items() if figures[name] < floor} == {}
