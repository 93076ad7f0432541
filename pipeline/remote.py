"""Sources and builds in object storage (``s3://``, ``gs://``, ``abfs://``, ``https://`` …), through fsspec.

What is read is copied beside the build first, and a build is copied out when it is whole: a build folder needs a file
system with links and locks, which object storage has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline import config, errors, read, store
from pipeline.read import sidecar
from pipeline.read.blob import Copy

POINTER = "current.txt"
"""Names the snapshot in force, instead of the link ``current``; written last."""

FETCHED = Path("cache") / "fetched"
"""Where copies of sources lie in a build folder."""

RECORD = ".fetched.json"
"""What was copied, beside the copies; hidden, so that no build reads it."""

TOGETHER = 100
"""Files asked for at once; fsspec fetches them side by side where the storage lets it."""

_SNAPSHOT = re.compile(r"snapshots/[0-9a-f]+")

VERSIONS = frozenset(
    {"etag", "lastmodified", "last-modified", "last_modified", "mtime", "created", "updated", "md5hash", "content-md5"}
)
"""What the kinds of storage call that which changes with the content."""


def here(sources: Sequence[str | Path], out: Path, tell: Callable[[int, int], None] | None = None) -> list[read.Source]:
    """Sources as files of this machine, those in storage copied first.

    Args:
        sources: Paths and URLs, as the user named them.
        out: The build folder; copies lie in its cache.
        tell: Takes how many files are here, and how many there will be.

    Raises:
        SourceError: A source in storage is not there, or cannot be reached.
    """
    found: list[read.Source] = []
    for source in sources:
        found += fetch(str(source), out / FETCHED, tell) if config.is_url(source) else [Path(source)]
    return found


def fetch(url: str, folder: Path, tell: Callable[[int, int], None] | None = None) -> list[Copy]:
    """Copy a file or a folder here; what has not changed since it was last copied is not copied again.

    Of a folder only what :mod:`pipeline.read` would read is copied.

    Args:
        url: What fsspec can open.
        folder: Where copies go to, in a folder of its own for every URL.
        tell: Takes how many files are here, and how many there will be.

    Returns:
        The files in the order of their names, each with its own URL.

    Raises:
        SourceError: It is not there, or cannot be reached.
    """
    with _reached(url, errors.SourceError, "read"):
        files, start = _open(url)
        found = _listed(files, start)
    place = folder / url.replace("://", "/").strip("/")
    copies = {}
    for path in found:
        below = path.removeprefix(start).lstrip("/")
        local = place / below if below else place
        if not local.resolve().is_relative_to(folder.resolve()):
            raise errors.SourceError(f"{url} holds {path}, which would lie outside {folder}; rename it.")
        copies[path] = Copy(local, f"{url.rstrip('/')}/{below}" if below else url)
    record = _Record(place.parent / f"{RECORD}-{place.name}")
    record.forget_all_but(copy.local for copy in copies.values())
    missing = [path for path, said in found.items() if not record.has(copies[path].local, _version(said))]
    for first in range(0, len(missing), TOGETHER):
        if tell:
            tell(len(found) - len(missing) + first, len(found))
        batch = missing[first : first + TOGETHER]
        for path in batch:
            copies[path].local.parent.mkdir(parents=True, exist_ok=True)
        with _reached(url, errors.SourceError, "read"):
            files.get(batch, [str(copies[path].local) for path in batch])
        record.note({copies[path].local: _version(found[path]) for path in batch})
    return [copy for copy in copies.values() if not copy.local.name.endswith(sidecar.ENDING)]


def publish(snapshot: Path, url: str) -> None:
    """Copy a snapshot out, then name it as the one in force; readers of the last one are not disturbed.

    Args:
        snapshot: A snapshot of a build folder.
        url: The build's place in storage.

    Raises:
        StoreError: It cannot be written.
    """
    snapshot = snapshot.resolve()
    with _reached(url, errors.StoreError, "written"):
        files, start = _open(url)
        place = f"{start.rstrip('/')}/snapshots/{snapshot.name}"
        for path in sorted(path for path in snapshot.rglob("*") if path.is_file()):
            target = f"{place}/{path.relative_to(snapshot).as_posix()}"
            files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
            files.put_file(str(path), target)
        files.pipe_file(f"{start.rstrip('/')}/{POINTER}", f"snapshots/{snapshot.name}\n".encode())


def pull(url: str, folder: Path) -> Path:
    """Copy the snapshot in force here, to be read like any other.

    Args:
        url: A build's place in storage, as :func:`publish` filled it.
        folder: Where snapshots go to; one that is here already, whole, is not copied again.

    Returns:
        The snapshot.

    Raises:
        StoreError: There is no build, or it cannot be read or is not whole.
    """
    with _reached(url, errors.StoreError, "read"):
        files, start = _open(url)
        named: str = files.cat_file(f"{start.rstrip('/')}/{POINTER}").decode().strip()
        if not _SNAPSHOT.fullmatch(named):
            raise ValueError(f"{POINTER} names no snapshot")
    snapshot = folder / named.rpartition("/")[2]
    if store.check_files(snapshot):
        with _reached(url, errors.StoreError, "read"):
            for path in files.find(f"{start.rstrip('/')}/{named}"):
                local = snapshot / path.rpartition("/")[2]
                local.parent.mkdir(parents=True, exist_ok=True)
                files.get_file(path, str(local))
    if problems := store.check_files(snapshot):
        raise errors.StoreError(f"{url} is no whole build: {problems[0]}; publish it again.")
    return snapshot


def require(url: str) -> None:
    """Look whether a kind of storage can be spoken to, before anything is built for it.

    Raises:
        StoreError: It is not known, or its package is not installed.
    """
    with _reached(url, errors.StoreError, "written"):
        _open(url)


class _Record:
    """Which version of each file lies here; a line a batch, so that a copying that was stopped goes on."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.versions: dict[str, str | None] = {}
        try:
            for line in file.read_text("utf-8").splitlines():
                self.versions |= json.loads(line)
        except (OSError, ValueError):
            self.versions = {}  # what is not known to be here is copied again

    def has(self, local: Path, version: str | None) -> bool:
        """Whether a file lies here in this version; never where the storage does not tell versions apart."""
        return version is not None and self.versions.get(self._name(local)) == version and local.is_file()

    def note(self, versions: Mapping[Path, str | None]) -> None:
        """Write down what has just been copied."""
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({self._name(local): version for local, version in versions.items()}) + "\n")

    def forget_all_but(self, listed: Iterable[Path]) -> None:
        """Remove what is not there any more; a sidecar that stayed would still speak."""
        for gone in set(self.versions) - set(map(self._name, listed)):
            (self.file.parent / gone).unlink(missing_ok=True)

    def _name(self, local: Path) -> str:
        return local.relative_to(self.file.parent).as_posix()


def _open(url: str) -> tuple[Any, str]:
    """The file system behind a URL, and the path in it."""
    import fsspec  # type: ignore[import-untyped]  # it ships no types

    files, start = fsspec.url_to_fs(url)
    return files, start


def _listed(files: Any, start: str) -> dict[str, dict[str, Any]]:
    """The file itself, or what can be read below a folder, with what the storage says of each."""
    found: dict[str, dict[str, Any]] = files.find(start, detail=True)
    if not found:
        raise FileNotFoundError("nothing is there")
    if list(found) == [start]:
        return {start: found[start] or files.info(start)}
    below = {path: path.removeprefix(start).strip("/") for path in sorted(found)}
    wanted = {path: found[path] for path, name in below.items() if _is_wanted(name)}
    if not any(not path.endswith(sidecar.ENDING) for path in wanted):
        kinds = ", ".join(sorted(read.READABLE_SUFFIXES))
        raise FileNotFoundError(f"it holds nothing readable; expected files ending in {kinds}")
    return wanted


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    is_hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not is_hidden and (read.is_read(parts[-1]) or parts[-1].endswith(sidecar.ENDING))


def _version(said: Mapping[str, Any]) -> str | None:
    """What tells one content of a file from the next, as the storage says it; ``None`` if it does not."""
    told = {key.lower(): str(value) for key, value in said.items() if key.lower() in VERSIONS and value}
    return json.dumps({"size": said.get("size"), **told}, sort_keys=True, default=str) if told else None


@contextmanager
def _reached(url: str, kind: type[errors.SidelinesError], done: str) -> Iterator[None]:
    """Turn whatever a kind of storage raises into one sentence."""
    try:
        yield
    except ImportError as problem:
        missing = getattr(problem.__cause__ or problem, "name", None) or problem
        package = '"sidelines[cluster]"' if missing == "fsspec" else missing
        raise kind(f"{url} needs the package {missing}; install it with `pip install {package}`.") from problem
    except Exception as problem:  # each kind of storage has exceptions of its own
        reason = (str(problem) or type(problem).__name__).splitlines()[0].rstrip(".")
        raise kind(f"{url} cannot be {done}: {reason}.") from problem
