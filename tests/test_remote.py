"""Object storage, by fsspec's store in memory: sources come in, snapshots go out, whole and the pointer last.

The command line is run on ``file://``, for what is in memory is in one process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec", reason="needs the extra [cluster]")

import pipeline  # noqa: E402 - they need fsspec
from pipeline import __main__ as cli  # noqa: E402
from pipeline import errors, read, remote, store  # noqa: E402

MEETING = b"Nepali Foreign Minister Hari Thapa met Norwegian Foreign Minister Nils Haugen in Oslo on 3 June 2019.\n"


@pytest.fixture
def bucket() -> str:
    """A place of its own in memory."""
    return f"memory://{uuid.uuid4().hex}"


def put(url: str, content: bytes) -> None:
    """Lay a file into storage."""
    fsspec.url_to_fs(url)[0].pipe_file(url, content)


def test_a_folder_in_storage_is_read_like_one_here(bucket: str, seeds: Path, tmp_path: Path):
    files, start = fsspec.url_to_fs(bucket)
    files.put(str(seeds), f"{start}/deep/seeds", recursive=True)
    found = remote.fetch(bucket, tmp_path / "here")
    assert [d.doc_id for d in read.read(found)] == [d.doc_id for d in read.read([seeds])]


def test_articles_are_called_as_they_are_called_there(bucket: str, tmp_path: Path):
    put(f"{bucket}/2017/a.txt", MEETING)
    assert [d.path for d in read.read(remote.fetch(bucket, tmp_path))] == [f"{bucket}/2017/a.txt"]
    assert [d.path for d in read.read(remote.fetch(f"{bucket}/2017/", tmp_path))] == [f"{bucket}/2017/a.txt"]


def test_a_single_file_is_that_file(bucket: str, tmp_path: Path):
    put(f"{bucket}/a.txt", MEETING)
    assert [d.path for d in read.read(remote.fetch(f"{bucket}/a.txt", tmp_path))] == [f"{bucket}/a.txt"]


def test_a_sidecar_comes_with_its_article_and_goes_with_its_removal(bucket: str, tmp_path: Path):
    put(f"{bucket}/a.txt", MEETING)
    put(f"{bucket}/a.meta.json", json.dumps({"outlet": "Dagsavisen"}).encode())
    assert [d.outlet for d in read.read(remote.fetch(bucket, tmp_path))] == ["Dagsavisen"]
    fsspec.url_to_fs(bucket)[0].rm_file(f"{bucket}/a.meta.json")
    assert [d.outlet for d in read.read(remote.fetch(bucket, tmp_path))] == [None]


def test_what_no_build_reads_is_not_copied(bucket: str, tmp_path: Path):
    for name in ("a.txt", "film.mp4", ".hidden.txt", ".git/b.txt"):
        put(f"{bucket}/{name}", MEETING)
    remote.fetch(bucket, tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith(".")] == ["a.txt"]


def test_what_has_not_changed_is_not_copied_again_and_what_has_is(bucket: str, tmp_path: Path):
    """Also when the size stays: a corrected digit."""
    put(f"{bucket}/a.txt", b"on 3 June")
    put(f"{bucket}/b.txt", b"on 3 June")
    here = [copy.local for copy in remote.fetch(bucket, tmp_path)]
    for path in here:
        path.write_text("as it lies here")
    put(f"{bucket}/b.txt", b"on 4 June")
    remote.fetch(bucket, tmp_path)
    assert [path.read_text() for path in here] == ["as it lies here", "on 4 June"]


def test_a_copying_that_was_stopped_goes_on(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote, "TOGETHER", 2)
    for number in range(5):
        put(f"{bucket}/{number}.txt", MEETING)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        remote.fetch(bucket, tmp_path, stop)
    assert told == [(0, 5), (2, 5), (4, 5)]
    told.clear()
    assert len(remote.fetch(bucket, tmp_path, lambda done, total: told.append((done, total)))) == 5
    assert told == [(4, 5)]


def test_nothing_there_is_said_in_a_sentence(bucket: str, tmp_path: Path):
    with pytest.raises(errors.SourceError, match="nothing is there"):
        remote.fetch(bucket, tmp_path)


def test_nothing_readable_there_is_said_in_a_sentence(bucket: str, tmp_path: Path):
    put(f"{bucket}/film.mp4", b"x")
    with pytest.raises(errors.SourceError, match="nothing readable"):
        remote.fetch(bucket, tmp_path)


def test_an_unknown_kind_of_storage_is_said_in_a_sentence(tmp_path: Path):
    with pytest.raises(errors.SourceError, match="cannot be read"):
        remote.fetch("floppy://a/b", tmp_path)


def test_the_package_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Most kinds of storage are spoken to through a package of their own; none of them is a dependency here."""
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(
        errors.SourceError, match=r"s3://a/b needs the package s3fs; install it with `pip install s3fs`\."
    ):
        remote.fetch("s3://a/b", tmp_path)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(errors.StoreError, match=r'needs the package fsspec; install it with `pip install "sidelines\['):
        remote.require("s3://a/b")


def test_a_name_that_leads_elsewhere_is_refused(bucket: str, tmp_path: Path):
    put(f"{bucket}/../../../../../../a.txt", b"x")
    with pytest.raises(errors.SourceError, match="outside"):
        remote.fetch(bucket, tmp_path / "here")
    assert not (tmp_path / "a.txt").exists()


def test_a_snapshot_goes_out_whole_and_is_named_last(bucket: str, tmp_path: Path):
    (tmp_path / "abc" / "export").mkdir(parents=True)
    (tmp_path / "abc" / "meetings.csv").write_text("meeting_id\n")
    (tmp_path / "abc" / "export" / "x.json").write_text("{}")
    remote.publish(tmp_path / "abc", bucket)
    files, start = fsspec.url_to_fs(bucket)
    assert sorted(path.removeprefix(f"{start}/") for path in files.find(start)) == [
        "current.txt",
        "snapshots/abc/export/x.json",
        "snapshots/abc/meetings.csv",
    ]
    named = files.cat_file(f"{start}/current.txt").decode().strip()
    assert files.cat_file(f"{start}/{named}/meetings.csv") == b"meeting_id\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, subprocess.CompletedProcess[str]]:
    """``sidelines build file://… --out file://…`` as a process: the storage, the build folder here, how it ended."""
    storage, here = tmp_path_factory.mktemp("storage"), tmp_path_factory.mktemp("here")
    (storage / "corpus").mkdir()
    (storage / "corpus" / "a.txt").write_bytes(MEETING)
    url = storage.as_uri()
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline", "build", f"{url}/corpus", "--out", f"{url}/tables", "--work", str(here)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return url, here, ended


def test_the_command_builds_from_storage_into_storage(built):
    url, here, ended = built
    assert ended.returncode == 0, ended.stderr
    assert pipeline.read_tables(here).documents["path"].tolist() == [f"{url}/corpus/a.txt"]
    storage = Path(url.removeprefix("file://")) / "tables"
    assert store.check(storage / (storage / "current.txt").read_text().strip()) == []


def test_a_build_in_storage_is_exported_and_checked_like_one_here(built, tmp_path, monkeypatch, capsysbinary):
    url, here, _ = built
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cli.main(["check", f"{url}/tables"]) == 0
    capsysbinary.readouterr()
    assert cli.main(["export", f"{url}/tables", "--out", "-"]) == 0
    from_storage = capsysbinary.readouterr().out
    assert cli.main(["export", str(here), "--out", "-"]) == 0
    assert from_storage == capsysbinary.readouterr().out
    assert from_storage.count(b"\n") == 2


def test_a_damaged_build_in_storage_is_refused(built, tmp_path: Path):
    url, here, _ = built
    storage = tmp_path / "storage"
    remote.publish(here / "current", storage.as_uri())
    table = next(storage.glob("snapshots/*/meetings.csv"))
    table.write_text(table.read_text().replace("Oslo", "Ulso"))
    with pytest.raises(errors.StoreError, match="no whole build"):
        remote.pull(storage.as_uri(), tmp_path / "cache")
    (storage / "current.txt").write_text("../../elsewhere")
    with pytest.raises(errors.StoreError, match="names no snapshot"):
        remote.pull(storage.as_uri(), tmp_path / "cache")
    with pytest.raises(errors.StoreError, match="cannot be read"):
        remote.pull(f"{url}/corpus", tmp_path / "cache")


def test_storage_that_cannot_be_written_is_said_before_anything_is_built(tmp_path: Path, capsys):
    (tmp_path / "a.txt").write_bytes(MEETING)
    ended = cli.main(["build", str(tmp_path), "--out", "floppy://a/b", "--work", str(tmp_path / "build")])
    assert ended == errors.StoreError.exit_code
    assert "floppy://a/b cannot be written" in capsys.readouterr().err
    assert not os.path.lexists(tmp_path / "build")
