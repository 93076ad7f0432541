"""Building from a crawl: what triage passes over is a document, is never cached, and can be read later after all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import __main__ as cli
from pipeline import config, errors, run, store

MEETING = "DAMASCUS, 5 May 2021 - Foreign Minister Faisal Mikdad met the Ambassador of Kazakhstan in Damascus today.\n"
WEATHER = "Rain is expected through the week, with up to nine millimetres in the hills and none in the valley.\n"
SIFTED = config.Config(triage=True)


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Two articles, one of which could report a meeting."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "meeting.txt").write_text(MEETING, "utf-8")
    (folder / "weather.txt").write_text(WEATHER, "utf-8")
    return folder


def test_what_is_passed_over_is_a_document_that_was_not_found_in_the_cache(crawl: Path, tmp_path: Path):
    seen: list[run.Progress] = []
    first = run.build([crawl], tmp_path / "out", SIFTED, progress=seen.append)
    assert (first.counts["documents"], first.counts["meetings"], first.cached) == (2, 1, 0)
    assert (seen[-1].done, seen[-1].cached) == (2, 0)
    documents = store.read_tables(tmp_path / "out").documents.set_index("path")
    assert documents["kind"].filter(like="weather").tolist() == ["other"]
    again = run.build([crawl], tmp_path / "out", SIFTED)
    assert again.cached == 1, "the meeting's article alone was extracted before"


def test_a_build_without_triage_reads_what_one_with_it_passed_over(crawl: Path, tmp_path: Path):
    run.build([crawl], tmp_path / "out", SIFTED)
    assert run.build([crawl], tmp_path / "out").cached == 1
    assert run.build([crawl], tmp_path / "out").cached == 2


def test_triage_comes_before_the_cache_and_does_not_change_its_key(crawl: Path, tmp_path: Path):
    assert run.fingerprint(SIFTED) == run.fingerprint(config.Config())
    assert run.build([crawl], tmp_path / "out").cached == 0
    assert run.build([crawl], tmp_path / "out", SIFTED).cached == 1


def test_the_command_line_sifts(crawl: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert cli.main(["build", str(crawl), "--out", str(out), "--triage", "--quiet"]) == 0
    assert run.build([crawl], out).cached == 1


@pytest.mark.parametrize("words", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]], ids=" ".join)
def test_an_engine_without_its_scheduler_is_refused_in_a_sentence(
    words: list[str], crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert cli.main(["build", str(crawl), "--out", str(tmp_path / "out"), *words]) == errors.SidelinesError.exit_code
    assert "go together" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_extra_is_said_in_a_sentence(crawl: Path, tmp_path: Path):
    """A process in which the extra's package cannot be imported, as where it was never installed."""
    words = ["build", str(crawl), "--out", str(tmp_path / "out"), "--quiet"]
    words += ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"]
    code = (
        f"import sys; sys.modules['distributed'] = None; from pipeline import __main__ as m; sys.exit(m.main({words}))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == errors.SidelinesError.exit_code
    assert 'pip install "sidelines[cluster]"' in ended.stderr
    assert "Traceback" not in ended.stderr
