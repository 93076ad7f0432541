"""What is shipped: every import is declared, every pin is one, nothing names a machine."""

from __future__ import annotations

import ast
import itertools
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pipeline import config

OURS = {"pipeline", "pages", "dashboard"}
ONLY_LOADED_BY_NAME = {
    canonicalize_name(config.MODEL_NAME): "spaCy loads the model by its name",
    "pyarrow": "pandas reads and writes Parquet with it",
    "lxml-html-clean": "justext, a part of trafilatura, does not import without it",
    "htmldate": "trafilatura finds the day of a page with it",
}
SUPPORTED_PYTHONS = ("3.11", "3.12", "3.13")


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    """The ``[project]`` table of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def declared(project: dict) -> dict[str, Requirement]:
    """What an ordinary installation asks for, by name."""
    requirements = [Requirement(line) for line in project["dependencies"]]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


@pytest.fixture(scope="module")
def pins(root: Path) -> dict[str, Requirement]:
    """The lines of constraints.txt, by name."""
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def imported(root: Path) -> Iterator[str]:
    """Top-level names that the shipped modules import."""
    for path in [*(root / "pipeline").rglob("*.py"), *(root / "pages").rglob("*.py"), root / "dashboard.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


@pytest.fixture(scope="module")
def distributions(root: Path) -> dict[str, set[str]]:
    """The distributions that provide each third-party name the shipped modules import."""
    providers = metadata.packages_distributions()
    names = set(imported(root)) - OURS - set(sys.stdlib_module_names)
    return {name: {canonicalize_name(one) for one in providers.get(name, [])} for name in names}


def test_is_every_import_declared(distributions: dict[str, set[str]], declared: dict[str, Requirement], project: dict):
    """What only a cluster needs is an extra."""
    extra = {canonicalize_name(Requirement(line).name) for line in project["optional-dependencies"]["cluster"]}
    known = declared.keys() | extra
    undeclared = {name for name, providers in distributions.items() if not providers & known}
    assert undeclared == set()


def test_is_every_declared_dependency_used(distributions: dict[str, set[str]], declared: dict[str, Requirement]):
    used = set().union(*distributions.values()) | ONLY_LOADED_BY_NAME.keys()
    assert declared.keys() - used == set()


def test_does_the_config_name_the_model_that_is_declared(declared: dict[str, Requirement]):
    requirement = declared[canonicalize_name(config.MODEL_NAME)]
    pinned = config.MODEL_INSTALL.removeprefix("pip install ")
    assert Requirement(pinned).specifier == requirement.specifier


def test_is_every_pin_exact(pins: dict[str, Requirement]):
    for name, requirement in pins.items():
        assert requirement.url is None, name
        assert re.fullmatch(r"==[0-9][^*]*", str(requirement.specifier)), name


def test_does_every_pin_lie_in_the_range_of_pyproject(project: dict, pins: dict[str, Requirement]):
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    for requirement in map(Requirement, itertools.chain.from_iterable(groups)):
        if requirement.name == project["name"]:  # one extra asks for another
            continue
        pin = pins[canonicalize_name(requirement.name)]
        (version,) = (one.version for one in pin.specifier)
        assert requirement.specifier.contains(version, prereleases=True), requirement.name


def test_are_the_supported_pythons_the_ones_the_readme_promises(root: Path, project: dict):
    supported = SpecifierSet(project["requires-python"])
    minor = [f"3.{number}" for number in range(9, 20)]
    assert tuple(version for version in minor if supported.contains(version)) == SUPPORTED_PYTHONS
    assert "Python 3.11, 3.12 or 3.13" in (root / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "Makefile", ".ci/run", "README.md"])
def test_does_no_set_up_file_name_a_machine_or_an_index(root: Path, name: str):
    text = (root / name).read_text("utf-8")
    assert not re.search(r"--(extra-)?index-url|--find-links|file://|/home/|/work/|/root/", text)


def test_is_the_pipeline_typed_for_those_who_import_it(root: Path):
    assert (root / "pipeline" / "py.typed").is_file()


def test_is_the_dashboard_next_to_its_pages_static_files_and_settings(root: Path):
    from pipeline import __main__ as cli

    beside = cli.dashboard_script().parent
    assert beside == root
    for name in ("pages", "static", ".streamlit/config.toml"):
        assert (beside / name).exists(), name


@pytest.fixture(scope="module")
def shipped(root: Path) -> set[str]:
    """The files of the wheel, as the build backend lists them."""
    return {file.distribution_path for file in WheelBuilder(str(root)).recurse_included_files()}


def test_does_the_wheel_hold_every_module_and_word_list_of_the_pipeline(root: Path, shipped: set[str]):
    files = {path for path in (root / "pipeline").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path.relative_to(root).as_posix() for path in files} - shipped == set()


def test_does_the_wheel_hold_the_whole_dashboard_in_one_folder(root: Path, shipped: set[str]):
    """Streamlit looks for pages, static files and settings beside the script; see docs/decisions/0001-packaging.md."""
    beside = [path for name in ("pages", "static") for path in (root / name).rglob("*") if path.is_file()]
    expected = [root / "dashboard.py", root / ".streamlit" / "config.toml", *beside]
    names = {path.relative_to(root).as_posix() for path in expected if "__pycache__" not in path.parts}
    assert {f"sidelines_dashboard/{name}" for name in names} - shipped == set()


def test_does_the_wheel_leave_tests_and_articles_at_home(shipped: set[str]):
    assert {name.partition("/")[0] for name in shipped} == {"pipeline", "sidelines_dashboard"}


def test_does_the_dashboard_report_nothing_and_listen_here_only(root: Path):
    settings = tomllib.loads((root / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["headless"] is True
