"""The guide against the program."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from pages.shared import api
from pipeline import query


@pytest.fixture(scope="module")
def guide() -> str:
    return (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")


def test_the_guide_names_every_filter_by_its_name_in_the_address(guide):
    named = set(re.findall(r"`(\w+)=", guide))
    assert set(query.NAMES) <= named


def test_every_picture_of_the_guide_is_there_and_made_by_the_script(guide, root):
    specification = importlib.util.spec_from_file_location("screenshots", root / "scripts" / "screenshots.py")
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    named = set(re.findall(r"pictures/([\w-]+)\.png", guide))
    made = {name for name, *_ in script.SHOTS} | {"meeting"}
    assert named <= made
    assert all((root / "docs" / "pictures" / f"{name}.png").is_file() for name in named)


def test_the_guide_tells_the_addresses_that_are_served(guide):
    assert all(f".{ending}" in guide for ending in api.FORMATS)
