"""What makes a build read its articles again: the modules that extraction stands on, and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import dependencies, run

NEEDED = dependencies.modules("pipeline.annotate")


@pytest.mark.parametrize(
    "module",
    [
        "annotate",
        "clean",
        "extract.actors",
        "extract.reporter",
        "lexicon",
        "lexicon.phrases",
        "dates",
        "records",
        "tokens",
    ],
)
def test_does_extraction_need_a_module_that_reads_articles(module: str) -> None:
    assert f"pipeline.{module}" in NEEDED


@pytest.mark.parametrize(
    "module", ["__main__", "manual", "run", "merge", "store", "tables", "query", "schema", "engine"]
)
def test_is_a_module_that_only_shows_or_stores_left_out(module: str) -> None:
    assert f"pipeline.{module}" not in NEEDED


def test_is_every_module_that_importing_annotate_loads_among_the_needed() -> None:
    """Compared with what Python itself loads, apart from packages that hold only the modules needed."""
    script = "import sys, pipeline.annotate; print(*(name for name in sys.modules if name.startswith('pipeline.')))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    holders = {name.rpartition(".")[0] for name in NEEDED}
    around = set(printed.split()) - set(NEEDED) - holders
    # what `pipeline.read`, imported on the way to `pipeline.read.article`, imports for itself
    assert {name for name in around if not name.startswith("pipeline.read.")} == set()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of four modules: reading needs words, and help needs nothing."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "reading.py").write_text("from pipeline import words\nfrom pipeline.deep import rules\nimport json\n")
    (tmp_path / "words.py").write_text("def split():\n    from pipeline.deep.rules import RULE\n")
    (tmp_path / "help.py").write_text("TEXT = 'how to'\n")
    (tmp_path / "deep" / "__init__.py").write_text("from pipeline import help\n")
    (tmp_path / "deep" / "rules.py").write_text("RULE = 1\n")
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    return tmp_path


def test_which_modules_does_a_small_package_need(package: Path) -> None:
    assert dependencies.modules("pipeline.reading") == ("pipeline.deep.rules", "pipeline.reading", "pipeline.words")


def test_does_a_name_taken_from_a_package_make_the_package_needed(package: Path) -> None:
    (package / "words.py").write_text("from pipeline.deep import NAME\n")
    assert "pipeline.deep" in dependencies.modules("pipeline.words")
    assert "pipeline.help" in dependencies.modules("pipeline.words")


@pytest.mark.parametrize(("name", "changes"), [("help.py", False), ("deep/rules.py", True), ("reading.py", True)])
def test_does_an_edit_change_the_fingerprint(package: Path, name: str, changes: bool) -> None:
    before = dependencies.fingerprint("pipeline.reading")
    (package / name).write_text((package / name).read_text() + "# edited\n")
    assert (dependencies.fingerprint("pipeline.reading") != before) is changes


def test_does_the_cache_of_a_build_follow_the_modules_of_extraction() -> None:
    assert run._code_fingerprint() == dependencies.fingerprint("pipeline.annotate")
