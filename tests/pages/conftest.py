"""Builds for the tests of pages, and a page opened in them without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import gold_build

PAGE_SECONDS = 30


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seed articles as annotated by hand: thirteen held meetings."""
    build = tmp_path_factory.mktemp("seeds") / "build"
    gold_build.write_seeds(build)
    return build


@pytest.fixture
def dashboard(monkeypatch: pytest.MonkeyPatch, root: Path) -> Callable[..., AppTest]:
    """Open a page of the dashboard over a build, as if following a link."""

    def opened(build: Path, page: str = "", **parameters: str | list[str]) -> AppTest:
        monkeypatch.chdir(root)
        monkeypatch.setenv("SIDELINES_BUILD", str(build))
        app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=PAGE_SECONDS)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(f"pages/{page}.py")
            for name, value in parameters.items():
                app.query_params[name] = value
            app.run()
        return app

    return opened
