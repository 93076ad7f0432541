"""What the disk, other processes and sudden ends can do to a build folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import cache, store
from tests import handmade

FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from pipeline import errors, store
from tests import handmade
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
built = handmade.built()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.write(built, Path(sys.argv[1]), {"version": "2"})
except errors.StoreError as error:
    sys.exit(f"told: {error}")
"""

WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from pipeline import store
from tests import handmade
built = handmade.built()
for number in range(8):
    documents = built.documents.assign(outlet=f"{sys.argv[2]} {number}").astype({"outlet": "str"})
    store.write(replace(built, documents=documents), Path(sys.argv[1]), keep=2)
"""

EXTRACTOR = """
import itertools, sys
from dataclasses import replace
from pathlib import Path
from pipeline import cache
from tests import handmade
found = handmade.extractions()[0]
with cache.open_cache(Path(sys.argv[1]), "v1") as opened:
    for number in itertools.count():
        document = replace(found.document, doc_id=f"d{number}")
        opened.put(document, replace(found, document=document))
        print(number, flush=True)
"""


def start(root: Path, script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("limit", [0, 300, 1_000, 3_000])
def test_a_full_disk_is_one_clear_sentence_and_leaves_the_build_in_force(tmp_path, root, limit):
    """A limit on the size of files stands for the full disk; Parquet and CSV are written by different libraries."""
    before = store.write(handmade.built(), tmp_path / "build")
    _, told = start(root, FULL_DISK, str(tmp_path / "build"), str(limit)).communicate(timeout=60)
    assert told.startswith("told: "), told
    assert "cannot be written" in told
    assert "the build in force is unchanged" in told
    assert store.snapshot_path(tmp_path / "build") == before
    assert store.check(tmp_path / "build") == []
    store.write(handmade.built(), tmp_path / "build", {"version": "2"})
    assert [path.name for path in (tmp_path / "build" / "snapshots").glob(".draft*")] == []


def test_two_builds_at_once_both_publish_whole_snapshots(tmp_path, root):
    writers = [start(root, WRITER, str(tmp_path), name) for name in ("one", "two")]
    assert [writer.communicate(timeout=120)[1] for writer in writers] == ["", ""]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert store.check(tmp_path) == []
    assert len(list((tmp_path / "snapshots").iterdir())) == 2
    assert set(store.read_table(tmp_path, "documents")["outlet"]) & {"one 7", "two 7"}


def test_a_build_killed_while_it_extracts_keeps_what_it_had_committed(tmp_path, root):
    extractor = start(root, EXTRACTOR, str(tmp_path))
    put = 0
    while put < 3 * cache.COMMIT_EVERY:
        put = int(extractor.stdout.readline())
    extractor.send_signal(signal.SIGKILL)
    extractor.wait(timeout=30)
    found = handmade.extractions()[0].document
    with cache.open_cache(tmp_path, "v1") as opened:
        ids = [f"d{number}" for number in range(put)]
        known = [opened.get(replace(found, doc_id=doc_id)) is not None for doc_id in ids]
    assert all(known[: put - cache.COMMIT_EVERY])
