"""The Dask engine with a real scheduler and real worker processes, one of which is killed half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import config, errors, records, run

distributed = pytest.importorskip("distributed", reason="needs the extra [cluster]")

from pipeline import cluster  # noqa: E402 - it needs distributed

SETTINGS = config.Config(batch_size=2)
SECONDS_TO_START = 60
PRACTICE = Path(__file__).parent / "practice" / "texts"


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root
        self.processes: list[subprocess.Popen[bytes]] = []
        self.file = folder / "scheduler.json"
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file))
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.file.exists() or not self.file.stat().st_size:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with distributed.Client(scheduler_file=str(self.file), set_as_default=False) as client:
            self.address = client.scheduler.address

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a process of Dask's."""
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
        place = {**os.environ, "PYTHONPATH": str(self.root)}
        output = (self.folder / f"{len(self.processes)}.log").open("wb")
        self.processes.append(subprocess.Popen(command, cwd=self.folder, env=place, stdout=output, stderr=output))
        return self.processes[-1]

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker that nobody restarts."""
        return self.start("worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")

    def close(self) -> None:
        """End them all."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    started = Cluster(tmp_path_factory.mktemp("dask"), root)
    yield started
    started.close()


def written(snapshot: Path) -> dict[str, bytes]:
    """The tables of a snapshot, as files."""
    return {path.name: path.read_bytes() for path in snapshot.iterdir() if path.suffix in (".csv", ".parquet")}


def test_the_tables_are_the_same_to_the_byte_though_a_worker_is_killed_half_way(
    dask: Cluster, seeds: Path, tmp_path: Path
):
    sources = [seeds, *sorted(PRACTICE.glob("*.txt"))[:7]]
    first = dask.start_worker()
    dask.start_worker()
    with distributed.Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=SECONDS_TO_START)

    def watch(state: run.Progress) -> None:
        if state.total and state.done == state.total // 2:
            first.send_signal(signal.SIGKILL)

    spread = run.build(sources, tmp_path / "many", SETTINGS, scheduler=dask.address, progress=watch)
    assert first.wait(timeout=10) == -signal.SIGKILL
    alone = run.build(sources, tmp_path / "one", SETTINGS, workers=1)
    assert written(spread.snapshot) == written(alone.snapshot)
    assert alone.counts["documents"] >= 12
    assert alone.counts["meetings"] > 0


def test_an_article_that_kills_its_workers_fails_alone():
    """No article is known that does; what Dask says of one stands in for it, and nothing of ours is replaced."""
    documents = tuple(records.Document(f"d{n}", f"{n}.txt", "", "0", status="empty") for n in range(2))

    class Dead:
        def result(self) -> None:
            raise distributed.KilledWorker("task", None, 3)  # type: ignore[arg-type]  # as the scheduler sends it

    class Client:
        def submit(self, _function: object, batch: tuple[records.Document, ...], *_: object, **__: object) -> object:
            return Dead() if batch[0].doc_id == "d1" else Done(batch)

    class Done:
        def __init__(self, batch: tuple[records.Document, ...]) -> None:
            self.batch = batch

        def result(self) -> list[records.Extraction]:
            return [records.Extraction(document) for document in self.batch]

    given = cluster._result(Client(), documents, Dead(), SETTINGS, "")  # type: ignore[arg-type]
    assert [item.document.status for item in given] == ["empty", "failed"]
    assert "every worker that read it died" in (given[1].document.error or "")


def test_a_worker_with_another_lexicon_is_refused(tmp_path: Path):
    (tmp_path / "not_parties.csv").write_text("phrase,note\nnew zealand flax,a plant\n", "utf-8")
    own = config.Config(lexicon_dirs=(tmp_path,))
    assert cluster.version(own) != cluster.version(SETTINGS)
    with pytest.raises(errors.SidelinesError, match="another version"):
        cluster.extract_batch((), SETTINGS, cluster.version(own))


def test_a_scheduler_that_is_not_there_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 1)
    with pytest.raises(errors.SidelinesError, match="no Dask scheduler answers at tcp:"):
        next(cluster.run([], SETTINGS, "tcp://127.0.0.1:1"))
