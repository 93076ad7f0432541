"""Builds for the tests of pages, and a page opened in them without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pipeline import store
from tests.benchmarks import generate
from tests.pages import gold_build

PAGE_SECONDS = 30
MANY = 100_000
SENTENCES = ("title", "header", "subheader", "caption", "markdown", "info", "warning", "error", "success")


def said(app: AppTest) -> str:
    """Everything a page says: sentences, markup, figures, and the rows of its tables."""
    words = [element.value for kind in SENTENCES for element in app.get(kind)]
    words += [element.proto.body for element in app.get("html")]
    words += [f"{metric.label}: {metric.value}" for metric in app.metric]
    words += [
        " | ".join(str(cell) for cell in row) for table in (*app.dataframe, *app.table) for row in _rows(table.value)
    ]
    return "\n".join(words)


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seed articles as annotated by hand: thirteen held meetings."""
    build = tmp_path_factory.mktemp("seeds") / "build"
    gold_build.write_seeds(build)
    return build


@pytest.fixture(scope="session")
def seeds_frames() -> dict[str, pd.DataFrame]:
    """The tables of that build, to be changed by a test; each test gets the same, so none may write into them."""
    return gold_build.tables_of((gold_build.PRACTICE / "seeds_gold", gold_build.ROOT / "seeds"))


@pytest.fixture(scope="session")
def large_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred thousand made-up meetings, and a build before them in which one was held in another city."""
    build = tmp_path_factory.mktemp("many") / "build"
    made = generate.generate(MANY)
    first = made.meetings["meeting_id"] == made.meetings["meeting_id"].iloc[0]
    store.write(
        replace(made, meetings=made.meetings.assign(city=made.meetings["city"].mask(first, "Elsewhere"))), build
    )
    store.write(made, build)
    return build


@pytest.fixture
def dashboard(monkeypatch: pytest.MonkeyPatch, root: Path) -> Callable[..., AppTest]:
    """Open a page of the dashboard over a build, as if following a link."""

    def opened(build: Path, page: str = "", seconds: int = PAGE_SECONDS, **parameters: str | list[str]) -> AppTest:
        monkeypatch.chdir(root)
        monkeypatch.setenv("SIDELINES_BUILD", str(build))
        app = AppTest.from_file(str(root / "dashboard.py"), default_timeout=seconds)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        if page not in ("", "overview"):
            app.switch_page(f"pages/{page}.py")
            for name, value in parameters.items():
                app.query_params[name] = value
            app.run()
        return app

    return opened
