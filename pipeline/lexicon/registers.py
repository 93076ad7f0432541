"""Reads the data files of the lexicon, a user's own (``--lexicon DIR``) laid over the shipped ones.

In a CSV register a user's row with the key of a shipped row replaces it, any other row is added.
In a TOML register lists are joined, tables merged key by key, and plain values replaced.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pipeline import errors

HERE = Path(__file__).parent
SUFFIXES = frozenset({".csv", ".toml", ".tsv"})

KEYS: Mapping[str, tuple[str, ...]] = {
    "name_words.csv": ("word", "kind"),
    "people.csv": ("person_id", "office", "from"),
    "roles.csv": ("title", "kind"),
    "score_words.csv": ("spelling", "kind"),
}
"""The columns that tell rows of a CSV register apart, where it is not the first column alone."""

Row = dict[str, str]

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def folders(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The folders whose files make the lexicon, the shipped one first.

    Raises:
        LexiconError: A folder is not there, or holds a register that Sidelines does not know.
    """
    for folder in extra:
        if not folder.is_dir():
            raise errors.LexiconError(f"{folder}: no such lexicon folder; name a folder that holds lexicon files")
        for path in sorted(folder.iterdir()):
            if path.suffix in SUFFIXES and not (HERE / path.name).exists():
                known = ", ".join(sorted(p.name for p in HERE.iterdir() if p.suffix in SUFFIXES - {".tsv"}))
                raise errors.LexiconError(f"{path}: no register has this name; name it as one of {known}")
    return (HERE, *extra)


def rows(name: str, extra: Sequence[Path] = ()) -> Iterator[tuple[Row, str]]:
    """Rows of one CSV register from all folders, ``#`` lines skipped; later folders win.

    Args:
        name: The register, such as ``"people.csv"``.
        extra: Folders of the user's own files; a file there may leave out columns that are not part of the key.

    Yields:
        The row with every column of the shipped register, and where it stands (``file:line``), for error messages.

    Raises:
        LexiconError: A file breaks the format of the register.
    """
    columns = _columns(name)
    key = KEYS.get(name, columns[:1])
    found: dict[tuple[str, ...], tuple[Row, str]] = {}
    for folder in folders(extra):
        own: dict[tuple[str, ...], str] = {}
        for row, where in _read(folder / name, columns, key):
            values = tuple(row[column] for column in key)
            if values in own:
                said = ", ".join(f"{column} {row[column]!r}" for column in key)
                raise errors.LexiconError(f"{where}: {said} stands in {own[values]} already; keep one of the two rows")
            own[values] = where
            found[values] = row, where
    yield from found.values()


def _columns(name: str) -> tuple[str, ...]:
    """The columns of a shipped register."""
    return next(tuple(cells) for cells, _ in _cells(HERE / name))


def _cells(path: Path) -> Iterator[tuple[list[str], int]]:
    """The cells of each line that is not a comment, with the line's number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip() and not line.startswith("#"):
                    yield next(csv.reader([line])), number
    except UnicodeDecodeError as error:
        raise errors.LexiconError(f"{path}: not UTF-8 ({error.reason}); save it as UTF-8") from error


def _read(path: Path, columns: Sequence[str], key: Sequence[str]) -> Iterator[tuple[Row, str]]:
    if not path.exists():
        return
    header: list[str] | None = None
    for cells, number in _cells(path):
        where = f"{path}:{number}"
        if header is None:
            header = cells
            if unknown := [column for column in header if column not in columns]:
                raise errors.LexiconError(
                    f"{where}: unknown column {unknown[0]!r}; the columns are {', '.join(columns)}"
                )
            if missing := [column for column in key if column not in header]:
                raise errors.LexiconError(f"{where}: column {missing[0]!r} is missing; it tells the rows apart")
            absent = dict.fromkeys((column for column in columns if column not in header), "")
        elif len(cells) != len(header):
            raise errors.LexiconError(
                f"{where}: {len(cells)} cells where the header has {len(header)}; add a cell, or quote one with a comma"
            )
        else:
            yield dict(zip(header, cells, strict=True)) | absent, where


def toml(name: str, extra: Sequence[Path] = ()) -> dict[str, Any]:
    """One TOML register, a user's tables and lists laid over the shipped ones.

    Lists are joined, tables merged key by key, plain values replaced.

    Raises:
        LexiconError: A file is not TOML, or gives a list or table where the shipped file has something else.
    """
    merged: dict[str, Any] = {}
    for folder in folders(extra):
        path = folder / name
        if path.exists():
            try:
                above = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise errors.LexiconError(f"{path}: {error}; mend the TOML") from error
            merged = _overlay(merged, above, str(path))
    return merged


def _overlay(below: Mapping[str, Any], above: Mapping[str, Any], where: str) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        if old is not None and type(old) is not type(value):
            kinds = {dict: "a table", list: "a list", str: "a text", int: "a number", float: "a number"}
            wanted = kinds.get(type(old), type(old).__name__)
            raise errors.LexiconError(f"{where}: {key} is {value!r}; write {wanted}, as the shipped file has")
        if isinstance(old, dict):
            result[key] = _overlay(old, value, f"{where}: {key}")
        elif isinstance(old, list):
            result[key] = old + [item for item in value if item not in old]
        else:
            result[key] = value
    return result


def split(cell: str) -> list[str]:
    """The entries of a list cell (``;``-separated)."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def need(row: Row, where: str, *keys: str) -> Row:
    """The row, once these cells are known to be filled."""
    for key in keys:
        if not row[key]:
            raise errors.LexiconError(f"{where}: {key} is empty; every row needs it")
    return row


def number(row: Row, key: str, where: str) -> float | None:
    """A cell's number, ``None`` when it is empty."""
    if not row.get(key):
        return None
    try:
        return float(row[key])
    except ValueError:
        raise errors.LexiconError(f"{where}: {key} is {row[key]!r}; write a decimal number or leave it empty") from None


def day(row: Row, key: str, where: str) -> str:
    """A cell's ISO date as precise as known, ``""`` when it is empty."""
    if row[key] and not _DAY.fullmatch(row[key]):
        raise errors.LexiconError(
            f"{where}: {key} is {row[key]!r}; write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty"
        )
    return row[key]


def member(value: str, vocabulary: Any, key: str, where: str) -> str:
    """A cell's value, once it is known to be of a closed vocabulary."""
    if value not in get_args(vocabulary):
        raise errors.LexiconError(f"{where}: {key} is {value!r}; write one of {', '.join(get_args(vocabulary))}")
    return value


def fingerprint(extra: Sequence[Path] = ()) -> str:
    """Changes when any data file changes."""
    digest = hashlib.sha256()
    for folder in folders(extra):
        for path in sorted(folder.glob("*")):
            if path.suffix in SUFFIXES:
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
