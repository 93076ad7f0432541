"""``sidelines build --watch``: what is noticed, what is waited for, what a failure does, and the command itself."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline import __main__ as cli
from pipeline import errors, store, watch

MEETING = "Nepali Foreign Minister Hari Thapa met Norwegian Foreign Minister Nils Haugen in Oslo on {day} June 2019.\n"


class WatchedEnoughError(Exception):
    """Ends a watch that would else go on for ever."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with two articles."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(MEETING.format(day=3), "utf-8")
    return folder


def watched(
    folder: Path, *between: Callable[[], object], lexicon: tuple[Path, ...] = (), fails: int = 0, quiet_looks: int = 2
) -> tuple[list[str], list[str], list[list[str]]]:
    """Watch a folder while things happen to it, one in each pause between two looks.

    Returns:
        What each build was for, what was told and complained of meanwhile, and the files of each build.
    """
    events: Iterator[Callable[[], object]] = iter([*between, *[lambda: None] * quiet_looks])
    built: list[str] = []
    told: list[str] = []
    files: list[list[str]] = []

    def build(due: watch.Round) -> None:
        built.append(str(due).replace(f"{folder}/", ""))
        files.append([path.name for path in due.files])
        if len(built) <= fails:
            raise errors.StoreError("the disk is full.")

    def pause() -> None:
        event = next(events, None)
        if event is None:
            raise WatchedEnoughError
        event()

    def tell(sentence: str) -> None:
        told.append(sentence.replace(f"{folder}/", ""))

    with pytest.raises(WatchedEnoughError):
        watch.follow(lambda: watch.look([folder], lexicon), build, pause, tell, tell)
    return built, told, files


def nothing() -> None:
    """A pause in which nothing happens."""


def test_the_first_build_comes_once_everything_stands_still(corpus: Path):
    assert watched(corpus) == (["2 files"], [], [["a.txt", "b.txt"]])


def test_new_changed_and_removed_files_are_noticed_and_several_are_one_build(corpus: Path):
    def change() -> None:
        (corpus / "c.txt").write_text("new")
        (corpus / "a.txt").write_text("changed")
        (corpus / "b.txt").unlink()

    built, _, files = watched(corpus, nothing, change)
    assert built == ["2 files", "1 new (c.txt), 1 changed (a.txt), 1 removed (b.txt)"]
    assert files[-1] == ["a.txt", "c.txt"]


def test_many_files_are_counted_and_not_named(corpus: Path):
    def change() -> None:
        for number in range(3):
            (corpus / f"{number}.txt").write_text("new")

    assert watched(corpus, nothing, change)[0][-1] == "3 new"


def test_a_file_is_not_read_while_it_grows_and_is_named_when_that_takes_long(corpus: Path):
    def grow() -> None:
        with (corpus / "c.txt").open("a") as file:
            file.write("more\n")

    built, told, _ = watched(corpus, nothing, grow, grow, grow, grow)
    assert built == ["2 files", "1 new (c.txt)"]
    assert told == ["waiting for c.txt, which is still being written"]


def test_a_file_that_came_and_went_between_two_builds_is_no_build(corpus: Path):
    built, _, _ = watched(corpus, nothing, lambda: (corpus / "c.txt").touch(), lambda: (corpus / "c.txt").unlink())
    assert built == ["2 files"]


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_noticed(corpus: Path):
    def replace() -> None:
        before = (corpus / "a.txt").stat()
        (corpus / ".a").write_text(MEETING.format(day=4), "utf-8")
        os.utime(corpus / ".a", ns=(before.st_atime_ns, before.st_mtime_ns))
        (corpus / ".a").replace(corpus / "a.txt")

    assert watched(corpus, nothing, replace)[0][-1] == "1 changed (a.txt)"


def test_what_no_build_reads_is_no_reason_for_one(corpus: Path):
    def write() -> None:
        for name in (".a.txt.part", "picture.jpg"):
            (corpus / name).write_text("x")

    assert watched(corpus, nothing, write)[0] == ["2 files"]


def test_a_sidecar_is_a_reason_and_no_article(corpus: Path):
    built, _, files = watched(corpus, nothing, lambda: (corpus / "a.meta.json").write_text("{}"))
    assert built[-1] == "1 new (a.meta.json)"
    assert files[-1] == ["a.txt", "b.txt"]


def test_a_sidecar_beside_a_file_named_outright_is_a_reason(corpus: Path):
    before = watch.look([corpus / "a.txt"])
    (corpus / "a.txt.meta.json").write_text("{}")
    assert [path.name for path in watch.compare(before.articles, watch.look([corpus / "a.txt"]).articles).added] == [
        "a.txt.meta.json"
    ]


def test_a_changed_word_list_is_a_reason(corpus: Path, tmp_path: Path):
    words = tmp_path / "words"
    words.mkdir()
    built, _, _ = watched(corpus, nothing, lambda: (words / "people.csv").touch(), lexicon=(words,))
    assert built[-1] == f"lexicon: 1 new ({words}/people.csv)"


def test_a_failure_is_said_once_and_the_next_change_is_built(corpus: Path):
    built, told, _ = watched(corpus, nothing, nothing, lambda: (corpus / "c.txt").touch(), fails=1)
    assert built == ["2 files", "1 new (c.txt)"]
    assert told == ["the disk is full."]


def test_a_failure_is_tried_again_without_a_change_and_complained_of_once(corpus: Path):
    built, told, _ = watched(corpus, fails=2, quiet_looks=3 * watch.LOOKS_BEFORE_A_RETRY)
    assert built == ["2 files", "once more", "once more"]
    assert told == ["the disk is full."]


def test_a_share_that_is_gone_for_a_while_is_waited_for(corpus: Path):
    """Its folder is no empty folder; a build from nothing would empty the tables."""
    looks = iter([None, None, OSError("stale file handle"), OSError("stale file handle"), None, None])
    built, told = [], []

    def looking() -> watch.Look:
        now = next(looks, WatchedEnoughError())
        if now is not None:
            raise now
        return watch.look([corpus])

    with pytest.raises(WatchedEnoughError):
        watch.follow(looking, lambda due: built.append(str(due)), nothing, told.append, told.append)
    assert built == ["2 files"]
    assert told == ["stale file handle"]


def test_standard_input_and_storage_cannot_be_watched(capsys: pytest.CaptureFixture[str]):
    for source in ("-", "s3://archive/2017"):
        assert cli.main(["build", source, "--watch"]) == errors.SourceError.exit_code
        assert source in capsys.readouterr().err


def test_a_source_that_does_not_exist_is_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["build", str(tmp_path / "nowhere"), "--watch"]) == errors.SourceError.exit_code
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--watch", "--interval", "0"], ["--watch", "--interval", "soon"]], ids=" ".join)
def test_an_interval_is_a_time(words: list[str], corpus: Path):
    with pytest.raises(SystemExit) as end:
        cli.main(["build", str(corpus), *words])
    assert end.value.code == 2


def test_an_interval_without_a_watch_is_refused(corpus: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["build", str(corpus), "--interval", "3"]) == 1
    assert "--watch" in capsys.readouterr().err


class Watching:
    """The command as a process, and what it has printed."""

    def __init__(self, *words: str, printed: Path) -> None:
        self.printed = printed
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "build", *words, "--watch", "--interval", "0.2", "--workers", "1"],
            stdout=printed.open("w"),
            stderr=subprocess.STDOUT,
        )

    def until(self, said: str, seconds: float = 90) -> str:
        """Wait for words among what it prints; all of it."""
        deadline = time.monotonic() + seconds
        while said not in (text := self.printed.read_text("utf-8")):
            assert self.process.poll() is None, f"ended: {text}"
            assert time.monotonic() < deadline, f"never said {said!r}: {text}"
            time.sleep(0.1)
        return text

    def interrupt(self) -> int:
        """Press Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


def test_the_command_follows_files_words_and_failures_and_ends_with_ctrl_c(corpus: Path, tmp_path: Path):
    out, words = tmp_path / "build", tmp_path / "words"
    words.mkdir()
    watching = Watching(str(corpus), "--out", str(out), "--lexicon", str(words), printed=tmp_path / "printed.txt")
    try:
        assert "1 meeting in 1 article" in watching.until("2 files: ")
        (corpus / "c.txt").write_text(MEETING.format(day=9), "utf-8")
        watching.until(f"1 new ({corpus}/c.txt): 2 meetings in 2 articles, snapshot ")
        assert store.snapshot_path(out).name in watching.printed.read_text("utf-8").splitlines()[-1]
        (corpus / "c.txt").unlink()
        watching.until(f"1 removed ({corpus}/c.txt): 1 meeting in 1 article")
        shutil.move(corpus, tmp_path / "away")
        watching.until("does not exist")
        assert len(pipeline.read_tables(out).meetings) == 1, "a source that is away empties nothing"
        shutil.move(tmp_path / "away", corpus)
        (words / "people.csv").write_text(
            "person_id,name,aliases,party_id,office,level,from,to\nhari-thapa,Hari Thapa,,NPL,Foreign Minister,minister,,\n"
        )
        assert watching.until("reading with the new words").count("2 files: ") == 1
        deadline = time.monotonic() + 90
        while watching.until("new words").count("2 files: ") < 2:
            assert time.monotonic() < deadline, watching.printed.read_text()
            time.sleep(0.1)
        assert watching.interrupt() == 130
    finally:
        watching.process.kill()
    assert watching.printed.read_text("utf-8").endswith("sidelines: interrupted\n")
    assert "Traceback" not in watching.printed.read_text("utf-8")
    assert store.check(out) == []


def test_with_add_what_was_removed_stays_in_the_tables(corpus: Path, tmp_path: Path):
    """A folder that is emptied once its articles are in."""
    out = tmp_path / "build"
    pipeline.build(watch.look([corpus]).files(), out)
    (corpus / "c.txt").write_text(MEETING.format(day=9), "utf-8")
    (corpus / "a.txt").unlink()
    (corpus / "b.txt").unlink()
    added = pipeline.build(watch.look([corpus]).files(), out, add=True)
    assert added.counts["meetings"] == 2
    assert pipeline.build(watch.look([corpus]).files(), out).counts["meetings"] == 1
