"""Which column of a table, or which key of a JSON object, holds what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from pipeline import errors

FIELDS = ("text", "title", "published", "url", "outlet", "language")


@dataclass(frozen=True, slots=True)
class Columns:
    """The user's word about columns: field → column, empty where the usual names will do."""

    stated: Mapping[str, str] = field(default_factory=dict)

    def choose(self, available: Iterable[str]) -> dict[str, str]:
        """Field → column for the fields that are there; usual names of columns are tried in the order of the list."""
        by_name = {name.casefold().strip(): name for name in available}
        chosen: dict[str, str] = {}
        for wanted in FIELDS:
            names = [self.stated[wanted]] if wanted in self.stated else _usual()[wanted]
            found = next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)
            if found is not None:
                chosen[wanted] = found
        return chosen

    def missing(self, available: Iterable[str]) -> str:
        """The sentence for a table without a text column."""
        wanted = self.stated.get("text", "text")
        found = ", ".join(sorted(available)) or "none"
        return f"has no column {wanted!r} (columns: {found}); say which holds the article with --map text=COLUMN."


def parse(maps: Iterable[str]) -> Columns:
    """Read ``--map`` arguments, ``text=body,published=date``.

    Raises:
        SourceError: A part is no ``field=column`` or names a field we do not know.
    """
    stated: dict[str, str] = {}
    for part in (part.strip() for text in maps for part in text.split(",")):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column or name not in FIELDS:
            known = ", ".join(FIELDS)
            raise errors.SourceError(f"--map {part!r}: expected FIELD=COLUMN with a field out of {known}.")
        stated[name] = column
    return Columns(stated)


@cache
def _usual() -> dict[str, list[str]]:
    """Usual column names by field."""
    file = resources.files("pipeline") / "lexicon" / "columns.toml"
    return dict(tomllib.loads(file.read_text(encoding="utf-8")))
