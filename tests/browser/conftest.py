"""Tests in a real browser: Chromium from the system, driven by Playwright, with every host but this one out of reach."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import pipeline
from tests.pages import gold_build

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
DESK = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
SERVER_START_SECONDS = 30
PATIENCE_MILLISECONDS = 20_000
"""How long something may take to appear: Streamlit loads each kind of widget as a file of its own, machines are busy."""


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is; without one the test is skipped on a laptop and fails under ``CI=true``."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found:
        return found
    sentence = "no Chromium found; install it (Debian: apt-get install chromium) or name it in CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Any]:
    """One browser for all tests; each test has a profile of its own in it."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=[OFFLINE])
        yield browser
        browser.close()


@dataclass
class Server:
    """A running dashboard."""

    process: subprocess.Popen[bytes]
    address: str


def start(root: Path, build: Path, log: Path) -> Server:
    """Start a dashboard over ``build`` on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address=127.0.0.1"]
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [*command, f"--server.port={port}"],
            cwd=root,
            env={**os.environ, "SIDELINES_BUILD": str(build)},
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return Server(process, address)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    process.kill()
    pytest.fail(f"the dashboard did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def start_server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Server]]:
    """Start dashboards; all are stopped at the end."""
    running: list[Server] = []

    def begin(build: Path) -> Server:
        server = start(root, build, tmp_path_factory.mktemp("server") / "log")
        running.append(server)
        return server

    yield begin
    for server in running:
        server.process.terminate()
    for server in running:
        server.process.wait(timeout=10)


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seed articles as annotated by hand."""
    build = tmp_path_factory.mktemp("browser") / "build"
    gold_build.write_seeds(build)
    return build


@pytest.fixture(scope="session")
def extracted(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seed articles, read by the program itself; to be copied by a test that adds or corrects."""
    out = tmp_path_factory.mktemp("extracted") / "build"
    pipeline.build([root / "seeds"], out, workers=1)
    return out


@pytest.fixture(scope="session")
def server(start_server: Callable[[Path], Server], seeds_build: Path) -> Server:
    """One dashboard over the seeds, for the tests that need no fresh one."""
    return start_server(seeds_build)


@dataclass
class Visit:
    """A page in the browser, with all that it asked for."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Any:
        """Go to a path of the dashboard and wait until it has been drawn."""
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the app has a title and its script has come to rest."""
        self.page.wait_for_selector("[data-testid=stMain] h1", timeout=PATIENCE_MILLISECONDS)
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE_MILLISECONDS
        )

    @property
    def strangers(self) -> list[str]:
        """Requests that left this machine, or tried to."""
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Open the dashboard in a fresh profile; at the end nothing may have asked for another host."""
    with visiting(chromium) as begin:
        yield begin


@contextmanager
def visiting(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """What :func:`visit` gives, for fixtures that keep a page open over several tests."""
    contexts: list[Any] = []
    visits: list[Visit] = []

    def begin(server: Server, viewport: dict[str, int] = DESK, scheme: str = "light") -> Visit:
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        found = Visit(page, server.address)
        page.on("request", lambda request: found.requests.append(request.url))
        visits.append(found)
        return found

    yield begin
    strangers = [url for found in visits for url in found.strangers]
    for context in contexts:
        context.close()
    assert strangers == []
