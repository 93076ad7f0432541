"""Object storage, by fsspec's store in memory: sources come in, snapshots go out, whole and the pointer last."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec", reason="needs the extra [cluster]")

from pipeline import errors, read, remote  # noqa: E402 - it needs fsspec


@pytest.fixture
def bucket() -> str:
    """A place of its own in memory."""
    return f"memory://{uuid.uuid4().hex}"


def test_a_folder_in_storage_is_read_like_one_here(bucket: str, seeds: Path, tmp_path: Path):
    files, start = fsspec.url_to_fs(bucket)
    files.put(str(seeds), f"{start}/deep/seeds", recursive=True)
    folder = remote.fetch(bucket, tmp_path / "here")
    assert [d.doc_id for d in read.read([folder])] == [d.doc_id for d in read.read([seeds])]


def test_a_single_file_is_that_file(bucket: str, tmp_path: Path):
    fsspec.url_to_fs(bucket)[0].pipe_file(f"{bucket}/a.txt", b"A minister met.")
    assert remote.fetch(f"{bucket}/a.txt", tmp_path).read_text() == "A minister met."


def test_what_is_here_in_the_same_size_is_not_copied_again(bucket: str, tmp_path: Path):
    fsspec.url_to_fs(bucket)[0].pipe_file(f"{bucket}/a.txt", b"new")
    (tmp_path / "a.txt").write_text("old")
    remote.fetch(bucket, tmp_path)
    assert (tmp_path / "a.txt").read_text() == "old"


def test_nothing_there_is_said_in_a_sentence(bucket: str, tmp_path: Path):
    with pytest.raises(errors.SourceError, match="nothing is there"):
        remote.fetch(bucket, tmp_path)


def test_an_unknown_kind_of_storage_is_said_in_a_sentence(tmp_path: Path):
    with pytest.raises(errors.SourceError, match="cannot be read"):
        remote.fetch("floppy://a/b", tmp_path)


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
