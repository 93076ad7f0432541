"""Publishes a second snapshot again and again, each time killed one file operation later, and looks at what is left.

Run by ``test_killed_writer.py`` in a process of its own, because it forks before any library has started threads.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from pipeline import store, tables
from tests import handmade

FILE_EVENTS = frozenset(
    {"open", "os.rename", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "fcntl.flock"}
)


def kill_before(operation: int, folder: Path) -> None:
    """Kill this process when it is about to do its n-th operation on a file of the folder."""
    seen = itertools.count(1)  # counts right also when several threads write

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in FILE_EVENTS and (event == "fcntl.flock" or str(arguments[0]).startswith(str(folder))):
            if next(seen) == operation:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def in_child(action) -> int:
    """Run an action in a forked process; its exit status."""
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - a forked child must never return into the loop
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
    return os.waitpid(child, 0)[1]


def whole(build: Path) -> str:
    """The id of the snapshot in force after comparing every file with its manifest, without any library."""
    current = build / "current"
    manifest = json.loads((current / "manifest.json").read_text())
    for name, table in manifest["tables"].items():
        for ending in ("csv", "parquet"):
            data = (current / f"{name}.{ending}").read_bytes()
            if hashlib.sha256(data).hexdigest() != table[ending]["sha256"]:
                raise ValueError(f"{name}.{ending} is not whole")
    return manifest["snapshot"]


def main(folder: Path) -> dict[str, object]:
    """Kill before each operation in turn, until one run gets through."""
    template, build = folder / "template", folder / "build"
    if in_child(lambda: store.write(handmade.built(), template)):
        raise SystemExit("the first snapshot could not be written")
    old = whole(template)
    outcome: dict[str, object] = {"problems": []}
    in_force = {"old": 0, "new": 0}
    for operation in range(1, 1000):
        shutil.rmtree(build, ignore_errors=True)
        shutil.copytree(template, build, symlinks=True)

        def publish(operation: int = operation) -> None:
            other = handmade.built()
            kill_before(operation, build)
            store.write(replace(other, aliases=tables.Tables.empty().aliases), build, keep=1)

        status = in_child(publish)
        try:
            in_force["old" if whole(build) == old else "new"] += 1
            if operation % 5 == 0 and in_child(lambda: store.write(handmade.built(), build, {"version": "next"})):
                raise ValueError("the next build failed")
            if [path for path in (build / "snapshots").glob(".draft*") if operation % 5 == 0]:
                raise ValueError("the next build left the killed one's draft lying")
        except (OSError, ValueError) as error:
            outcome["problems"] = [*outcome["problems"], f"killed before operation {operation}: {error}"]  # type: ignore[misc]
        if status == 0:
            break
    return outcome | {
        "killed_before": operation - 1,
        "old_in_force": in_force["old"],
        "new_in_force": in_force["new"],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]).resolve())))
