"""Every meeting id a build folder ever gave, oldest first, with the meeting that answers for it now.

The file ``ids.csv`` lies beside the snapshots and only grows, so that of two meetings that turn out to be one the older
id stays, and so that a link to a meeting that is gone can still be answered.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline import errors

FILE = "ids.csv"
HEADER = ["old_id", "meeting_id"]


def read(out: Path) -> dict[str, str]:
    """The ids of a build folder, oldest first.

    Args:
        out: The build folder.

    Returns:
        Every id to the one that answers for it; empty before the first build.

    Raises:
        StoreError: The file is there and is not what ``write`` made.
    """
    path = out / FILE
    try:
        with path.open(newline="", encoding="utf-8") as handle:
            rows = list(csv.reader(handle))
    except FileNotFoundError:
        return {}
    if not rows or rows[0] != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise errors.StoreError(f"{path} is not a list of meeting ids; restore it, or remove it and build again.")
    return dict(rows[1:])


def write(out: Path, ids: Mapping[str, str]) -> None:
    """Replace the list in one step; a build killed before leaves the old one whole.

    Args:
        out: The build folder.
        ids: What ``merge.meeting_ids`` gave.
    """
    draft = out / f".{FILE}-{os.getpid()}"
    with draft.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(ids.items())
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(out / FILE)
