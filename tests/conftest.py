"""What every test may use, and the closing line about tests that need a browser."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SKIPPED_BROWSER_TESTS = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the list of browser tests that were skipped, and heed Ctrl-C.

    A shell lets what it runs in its background ignore Ctrl-C, and so would the processes that tests interrupt.
    """
    config.stash[SKIPPED_BROWSER_TESTS] = []
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Remember each browser test that was skipped."""
    report = yield
    if report.skipped and item.nodeid.startswith("tests/browser/"):
        item.config.stash[SKIPPED_BROWSER_TESTS].append(item.nodeid)
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say it on the very last line when browser tests were skipped: green without them is not the whole green."""
    skipped = config.stash.get(SKIPPED_BROWSER_TESTS, [])
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if skipped and reporter is not None:
        reporter.write_line(
            f"{len(skipped)} browser tests were skipped: no Chromium found (Debian: apt-get install chromium)."
        )


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds(root: Path) -> Path:
    """The five articles the project started from."""
    return root / "seeds"
