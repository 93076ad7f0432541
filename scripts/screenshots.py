"""Makes the pictures of docs/guide.md: builds the practice articles, serves them, photographs the pages offline.

    python scripts/screenshots.py

Needs Chromium (``CHROMIUM`` names another one) and the development tools; takes about a minute.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SOURCES = ("seeds", "tests/practice/texts")
DESK, PHONE = (1280, 800), (390, 844)
START_SECONDS, SETTLE_MILLISECONDS = 60, 2500

SHOTS = (
    ("overview", "/", DESK, "light"),
    ("overview-dark", "/?country=KAZ", DESK, "dark"),
    ("overview-phone", "/", PHONE, "light"),
    ("meetings", "/meetings?topic=sanctions", DESK, "light"),
    ("map-links", "/map?show=links", DESK, "light"),
    ("map-years", "/map?show=years", (1280, 980), "light"),
    ("timeline", "/timeline", (1280, 1240), "light"),
    ("countries", "/countries?who=KAZ", DESK, "light"),
    ("compare", "/countries?who=SYR&who=IRN&who=LBN", DESK, "light"),
    ("network", "/network", DESK, "light"),
    ("try", "/try", DESK, "light"),
    ("data", "/data", DESK, "light"),
)
"""Name of the picture, address, size of the window, theme."""


def main() -> None:
    """Build, serve, photograph."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "build"
        run = [sys.executable, "-m", "pipeline", "build", *SOURCES, "--out", str(build)]
        subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        port = _free_port()
        server = _serve(build, port)
        try:
            _photograph(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _serve(build: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address=127.0.0.1"]
    server = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "SIDELINES_BUILD": str(build)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return server
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the dashboard did not start")


def _photograph(address: str) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[offline])
        for name, path, (width, height), scheme in SHOTS:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.goto(address + path)
            _settle(page)
            if name == "try":
                page.get_by_role("button", name="Read it").click()
                page.locator("mark[data-tip]").first.wait_for(timeout=60_000)
                page.locator("mark[data-tip]").first.scroll_into_view_if_needed()
                _settle(page)
            page.screenshot(path=PICTURES / f"{name}.png")
            context.close()
        _photograph_meeting(browser, address)
        browser.close()


def _photograph_meeting(browser: Any, address: str) -> None:
    """The meeting laid over the list by a click on its row, the way a reader gets there."""
    page = browser.new_context(viewport={"width": DESK[0], "height": 1000}, color_scheme="light").new_page()
    page.goto(f"{address}/meetings?mode=phone&country=RUS")
    _settle(page)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + 250, box["y"] + 50)
    page.locator("mark[data-tip]").first.wait_for()
    _settle(page)
    page.screenshot(path=PICTURES / "meeting.png")


def _settle(page: Any) -> None:
    page.wait_for_selector("[data-testid=stMain] h1")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    page.wait_for_timeout(SETTLE_MILLISECONDS)


if __name__ == "__main__":
    main()
