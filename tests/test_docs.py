"""The documents against the program: what README and CONTRIBUTING say to type can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import pipeline
from pipeline import __main__ as cli
from pipeline import manual

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
MADE_BY_A_READER = ("pages/<address>.py", "my-build/current/")


def texts(root: Path) -> str:
    """README and CONTRIBUTING, one after the other."""
    return "\n".join((root / name).read_text("utf-8") for name in DOCUMENTS)


def commands(text: str) -> list[str]:
    """What a text says to type after ``sidelines``: in blocks of code, in backticks, among the examples of the manual."""
    lines = re.findall(r"^ *(?:\.venv/bin/)?sidelines ([a-z][^#\n]*)", text, re.MULTILINE)
    inline = re.findall(r"`sidelines ([a-z][^`\n]*)`", text)
    return [re.split(r" {2,}| > ", line)[0].strip() for line in [*lines, *inline]]


def test_every_command_line_of_the_documents_is_understood(root: Path):
    parser = manual.parser(pipeline.__version__, cli.ACTIONS)
    pages = "\n".join(page.read_text("utf-8") for page in sorted((root / "docs").glob("*.md")))
    found = commands(texts(root)) + commands(pages) + commands(manual.EPILOG)
    assert len(found) > 10
    for line in found:
        if line in cli.ACTIONS:  # named, not typed
            continue
        try:
            parser.parse_args(shlex.split(line))
        except SystemExit:
            pytest.fail(f"not understood: sidelines {line}")


@pytest.mark.parametrize("command", [command.name for command in manual.COMMANDS])
def test_the_readme_shows_every_command(root: Path, command: str):
    assert f"sidelines {command} " in (root / "README.md").read_text("utf-8")


def test_every_target_of_make_in_the_documents_exists(root: Path):
    makefile = (root / "Makefile").read_text("utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    named = set(
        re.findall(r"\bmake ([a-z]+)\b(?=[`;,. ]|$)", re.sub(r"[Ww]ithout make", "", texts(root)), re.MULTILINE)
    )
    assert {"serve", "test", "check"} <= named
    assert named - targets - {"only", "and"} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_names_exists(root: Path, name: str):
    text = (root / name).read_text("utf-8")
    named = set(re.findall(r"`((?:pipeline|pages|tests|docs|static)/[^`* ]*)`", text)) | set(
        re.findall(r"\]\((\w[^):]*)\)", text)
    )
    missing = {path for path in named - set(MADE_BY_A_READER) if not (root / path).exists()}
    assert missing == set()


def test_the_python_of_the_readme_runs(root: Path, seeds: Path, tmp_path: Path, monkeypatch, capsys):
    """On the seeds, where Syria is the one who meets: somebody is met, and the one sentence holds one meeting."""
    first, second = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    pipeline.build([seeds])
    names: dict[str, object] = {}
    exec(compile(first, "README.md", "exec"), names)
    assert "Kazakhstan" in capsys.readouterr().out
    exec(compile(second, "README.md", "exec"), names)
    (report,) = names["doc"]._.meetings
    assert report.parties == ("KAZ", "SYR")
