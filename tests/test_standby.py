"""The process that stands by: the same as extracting here, whatever becomes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline import config, engine, errors, read, standby
from pipeline.records import Document, Extraction

ROOT = Path(pipeline.__file__).parent.parent
SETTINGS = config.Config()

SCRIPT = """
import json, sys, pipeline
result = pipeline.build([sys.argv[1]], sys.argv[2], add=True)
print(json.dumps({"counts": dict(result.counts), "snapshot": result.snapshot.name, "spacy": "spacy" in sys.modules}))
"""
"""As somebody writes it who has never heard of ``if __name__ == "__main__"``."""


@pytest.fixture(scope="module")
def documents(seeds: Path) -> list[Document]:
    return list(read.read([seeds], SETTINGS))


@pytest.fixture(scope="module")
def expected(documents: list[Document]) -> list[Extraction]:
    return list(engine.run(documents, SETTINGS))


@pytest.fixture
def helper() -> Iterator[standby.Standby]:
    with standby.Standby(SETTINGS) as started:
        yield started


def test_it_gives_what_this_process_gives(helper, documents, expected, monkeypatch):
    monkeypatch.setattr(standby, "AT_ONCE", 2)
    assert list(helper.run(iter(documents))) == expected
    assert list(helper.run(documents[:1])) == expected[:1]
    assert list(helper.run([])) == []


def test_what_it_does_not_answer_any_more_is_done_here(helper, documents, expected, monkeypatch):
    monkeypatch.setattr(standby, "AT_ONCE", 3)
    answers = helper.run(iter(documents))
    assert next(answers) == expected[0]
    helper._process.kill()
    helper._process.wait()
    assert list(answers) == expected[1:]
    assert list(helper.run(documents)) == expected


def test_why_it_could_not_start_is_told_as_ever(documents):
    with (
        standby.Standby(config.Config(model="xx_no_such_model")) as helper,
        pytest.raises(errors.ModelMissingError, match="xx_no_such_model is not installed; install it with"),
    ):
        list(helper.run(documents))


def test_it_ends_with_the_build(tmp_path):
    with pytest.raises(KeyboardInterrupt), standby.Standby(SETTINGS) as helper:
        raise KeyboardInterrupt
    assert helper._process.poll() is not None


def test_it_ends_when_nobody_is_there_any_more(helper):
    helper._process.stdin.close()
    helper._process.stdin = None
    assert helper._process.wait(timeout=60) == 0


def test_it_is_started_only_where_it_saves_time(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "spacy")
    with standby.beside(SETTINGS, tmp_path / "no build") as nothing:
        assert nothing is None
    with standby.beside(SETTINGS, tmp_path) as helper:
        assert helper is not None
    monkeypatch.undo()
    with standby.beside(SETTINGS, tmp_path) as nothing:
        assert nothing is None


def test_a_script_that_adds_gets_the_same_bytes_without_the_model(seeds, tmp_path):
    one, *others = sorted(seeds.glob("*.txt"))
    for name in ("here", "beside"):
        pipeline.build(others, tmp_path / name)
    here = pipeline.build([one], tmp_path / "here", add=True)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, script, one, tmp_path / "beside"]
    printed = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ).stdout
    told = json.loads(printed)
    assert told == {"counts": dict(here.counts), "snapshot": here.snapshot.name, "spacy": False}
