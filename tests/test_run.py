"""Composing the steps: progress, what is kept between builds, articles that give nothing, what a manifest says."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline import config, errors, run

MEETING = "Nepali Foreign Minister Hari Thapa met Norwegian Foreign Minister Nils Haugen in Oslo on {day} June 2019."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two articles with a meeting each."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for day in (3, 4):
        (folder / f"{day}.txt").write_text(MEETING.format(day=day), "utf-8")
    return folder


def test_progress_is_told_after_each_article(articles: Path, tmp_path: Path):
    told: list[run.Progress] = []
    pipeline.build([articles], tmp_path / "build", progress=told.append)
    through = {state.done: state for state in reversed(told) if state.stage == "extract"}
    assert through[1] == run.Progress(1, 2, 1, 0, waiting=str(articles / "4.txt"))
    assert through[2] == run.Progress(2, 2, 2, 0)


def test_progress_names_the_stage_from_reading_to_writing(articles: Path, tmp_path: Path):
    told: list[run.Progress] = []
    pipeline.build([articles], tmp_path / "build", progress=told.append)
    stages = [state.stage for state in told]
    assert list(dict.fromkeys(stages)) == ["read", "extract", "merge", "people", "tables", "write"]
    assert stages.index("merge") > max(i for i, stage in enumerate(stages) if stage == "extract")


def test_an_article_known_from_before_is_not_read_again(articles: Path, tmp_path: Path):
    out = tmp_path / "build"
    assert pipeline.build([articles], out).cached == 0
    (articles / "5.txt").write_text(MEETING.format(day=5), "utf-8")
    again = pipeline.build([articles], out)
    assert (again.cached, again.counts["meetings"]) == (2, 3)


def test_a_meeting_keeps_its_id_when_articles_are_added(articles: Path, tmp_path: Path):
    out = tmp_path / "build"
    pipeline.build([articles], out)
    before = set(pipeline.read_tables(out).meetings["meeting_id"])
    (articles / "5.txt").write_text(MEETING.format(day=5), "utf-8")
    pipeline.build([articles], out)
    assert before < set(pipeline.read_tables(out).meetings["meeting_id"])


def test_one_bad_article_is_a_row_and_does_not_stop_the_build(articles: Path, tmp_path: Path):
    (articles / "empty.txt").write_text("  \n", "utf-8")
    result = pipeline.build([articles], tmp_path / "build")
    documents = pipeline.read_tables(tmp_path / "build").documents
    assert sorted(documents["status"]) == ["empty", "ok", "ok"]
    assert [Path(path).name for path, _ in result.problems] == ["empty.txt"]
    assert result.counts["meetings"] == 2


def test_a_source_that_does_not_exist_is_an_error_before_anything_is_written(tmp_path: Path):
    with pytest.raises(errors.SourceError, match="nowhere"):
        pipeline.build([tmp_path / "nowhere"], tmp_path / "build")
    assert not (tmp_path / "build" / "current").exists()


def test_the_fingerprint_changes_with_the_lexicon(tmp_path: Path):
    (tmp_path / "roles.csv").write_text(
        "title,plural,level,domain,kind,position,party_id,note\nchief herald,,minister,foreign,office,both,,\n", "utf-8"
    )
    shipped = run.fingerprint(config.Config())
    assert run.fingerprint(config.Config()) == shipped
    assert run.fingerprint(config.Config(lexicon_dirs=(tmp_path,))) != shipped


def test_a_manifest_says_nothing_of_the_machine(tmp_path: Path):
    said = " ".join(str(value) for value in run.manifest(config.Config()).values())
    assert str(Path.home()) not in said
    assert pipeline.__version__ in said
