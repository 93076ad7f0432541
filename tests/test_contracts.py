"""The import contracts of pyproject.toml hold, and each of them trips when it is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = Path(sys.executable).with_name("lint-imports")


def lint(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of a checkout."""
    return subprocess.run([LINT, "--no-cache"], capture_output=True, text=True, cwd=checkout, timeout=120, check=False)


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A copy of the modules and their contracts, free to be spoiled."""
    for name in ("pipeline", "pages"):
        shutil.copytree(root / name, tmp_path / name, ignore=lambda _, names: [n for n in names if n.endswith(".csv")])
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(checkout: Path):
    ended = lint(checkout)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("pipeline/merge.py", "from pipeline import store", "The flow goes one way"),
        ("pipeline/dates.py", "from pipeline import merge", "The flow goes one way"),
        ("pipeline/calendars.py", "from pipeline.extract import actors", "The flow goes one way"),
        ("pipeline/query/overview.py", "from pipeline import export", "The flow goes one way"),
        ("pipeline/publish.py", "from pipeline import desk", "The flow goes one way"),
        ("pages/overview.py", "import spacy", "The dashboard reads tables"),
        ("pages/shared/data.py", "from pipeline import merge", "The dashboard reads tables"),
        ("pipeline/tables.py", "import streamlit", "Streamlit lives in dashboard.py"),
        ("pipeline/store.py", "from rich import print", "Only the command line draws"),
    ],
    ids=lambda value: value if "import" in value else None,
)
def test_a_contract_trips(checkout: Path, module: str, line: str, contract: str):
    with (checkout / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    ended = lint(checkout)
    assert ended.returncode == 1
    broken = [text for text in ended.stdout.splitlines() if text.startswith(contract) and "BROKEN" in text]
    assert broken, ended.stdout
