"""Keeping a store up to date: which files came, changed or went, and whether they stand still and can be read.

Files are looked at again and again, for their size, time and inode. The kernel's own notices would come sooner, but not
for what another machine writes to a network share, and not for what happened while nobody listened; a look misses
neither, and one at 100,000 files costs about a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from pipeline import errors, meter, read
from pipeline.lexicon import registers
from pipeline.read import sidecar

LOOKS_BEFORE_A_RETRY = 12
"""A build that failed (the disk is full, another one writes) is tried again after so many looks without a change."""

NAMED = 2
"""Up to so many files of a kind are named, more are counted."""

Stamps = Mapping[Path, tuple[int, int, int]]
"""Size, time and inode of each file: a file replaced by one of the same size and time has another inode."""


@dataclass(frozen=True, slots=True)
class Look:
    """What lies there at one moment: articles with what says more of them, and the user's own word lists."""

    articles: Stamps = field(default_factory=dict)
    words: Stamps = field(default_factory=dict)

    def files(self) -> list[Path]:
        """What a build has to open, in its order."""
        return [path for path in self.articles if not path.name.endswith(sidecar.ENDING)]


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that came, changed and went."""

    added: tuple[Path, ...]
    changed: tuple[Path, ...]
    removed: tuple[Path, ...]

    def __str__(self) -> str:
        kinds = {"new": self.added, "changed": self.changed, "removed": self.removed}
        return ", ".join(_counted(kind, paths) for kind, paths in kinds.items() if paths)

    def paths(self) -> set[Path]:
        """All of them."""
        return {*self.added, *self.changed, *self.removed}


@dataclass(frozen=True, slots=True)
class Round:
    """One build that is due.

    Attributes:
        files: What to build from; nothing else was seen to stand still.
        articles: What changed of the sources since the last build.
        words: What changed of the lexicon folders.
        is_first: Whether there was none before.
        is_retry: Whether nothing changed, but the last one failed.
    """

    files: list[Path]
    articles: Changes
    words: Changes
    is_first: bool = False
    is_retry: bool = False

    def __str__(self) -> str:
        if self.is_first:
            return meter.counted(len(self.files), "file")
        if self.is_retry:
            return "once more"
        said = [str(self.articles)] if self.articles.paths() else []
        said += [f"lexicon: {self.words}"] if self.words.paths() else []
        return "; ".join(said)


def look(sources: Sequence[Path], folders: Sequence[Path] = ()) -> Look:
    """Look at everything a build depends on.

    Args:
        sources: Files and folders, as the user named them.
        folders: Lexicon folders.

    Raises:
        SourceError: A folder cannot be looked into.
    """
    words = (path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()))
    return Look(
        _stamps(read.files(sources, sidecars=True)),
        _stamps(path for path in words if path.suffix in registers.SUFFIXES),
    )


def compare(before: Stamps, now: Stamps) -> Changes:
    """What came, changed and went from one moment to another."""
    return Changes(
        tuple(path for path in now if path not in before),
        tuple(path for path in now if path in before and now[path] != before[path]),
        tuple(path for path in before if path not in now),
    )


def follow(
    looking: Callable[[], Look],
    build: Callable[[Round], None],
    pause: Callable[[], None],
    tell: Callable[[str], None],
    fail: Callable[[str], None],
) -> NoReturn:
    """Build whenever something changed and then stood still from one look to the next, until interrupted.

    Several changes at once are one build. A file that is being copied or written holds the build back, for a build
    reads everything; once it holds it back for a second look, it is named. What fails is said once, not at every look.

    Args:
        looking: Looks at everything.
        build: Makes one build.
        pause: Waits between two looks.
        tell: Takes a sentence on what is waited for.
        fail: Takes a sentence on what went wrong; the next change, or a minute or so, gives it another chance.
    """
    built: Look | None = None
    before: Look | None = None
    restless: set[Path] = set()
    told: set[str] = set()
    looks_after_failure: int | None = None
    while True:
        now: Look | None = None
        try:
            now = looking()
            if before != now:
                moving = _differing(before, now) if before is not None else set()
                for path in sorted(moving & restless):
                    _once(f"waiting for {path}, which is still being written", told, tell)
                restless = moving
            elif now != built or looks_after_failure == LOOKS_BEFORE_A_RETRY:
                due = _round(built, now, is_retry=now == built)
                built, restless, looks_after_failure = now, set(), 0
                build(due)
                looks_after_failure = None
                told.clear()
            elif looks_after_failure is not None:
                looks_after_failure += 1
        except (errors.SidelinesError, OSError) as problem:
            _once(str(problem), told, fail)
        before = now
        pause()


def _round(built: Look | None, now: Look, *, is_retry: bool) -> Round:
    last = built or Look()
    articles, words = compare(last.articles, now.articles), compare(last.words, now.words)
    return Round(now.files(), articles, words, is_first=built is None, is_retry=is_retry)


def _differing(before: Look, now: Look) -> set[Path]:
    return compare(before.articles, now.articles).paths() | compare(before.words, now.words).paths()


def _once(sentence: str, told: set[str], tell: Callable[[str], None]) -> None:
    if sentence not in told:
        told.add(sentence)
        tell(sentence)


def _stamps(paths: Iterable[Path]) -> Stamps:
    stamps = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue  # it went away since its folder was listed
        stamps[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return stamps


def _counted(kind: str, paths: Sequence[Path]) -> str:
    named = f" ({', '.join(map(str, paths))})" if len(paths) <= NAMED else ""
    return f"{len(paths):,} {kind}{named}"
