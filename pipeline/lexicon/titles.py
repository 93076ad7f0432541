"""Official titles, from ``roles.csv`` and the portfolios of ``portfolios.csv``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

from pipeline import errors, tokens
from pipeline.lexicon import registers
from pipeline.lexicon.entries import Party, PartyForm, Title
from pipeline.lexicon.phrases import FrameBook, PhraseBook
from pipeline.records import Level

SLOT = "{portfolio}"
"""Where a frame of ``roles.csv`` takes a portfolio; in its column ``domain``, the domain of that portfolio."""
_WITH_PLURAL = frozenset({"office", "pattern", "side"})


def load(
    extra: Sequence[Path], parties: Mapping[str, Party], forms: PhraseBook[PartyForm]
) -> tuple[FrameBook[Title], frozenset[str]]:
    """The titles, and the abbreviations among them ("gen" of "gen.") that end no sentence.

    Args:
        extra: Folders of the user's own files.
        parties: By ``party_id``.
        forms: Names of parties; an organ named as party ("unrwa") stands for the organisation it belongs to.

    Raises:
        LexiconError: A row breaks the format.
    """
    portfolios = [
        (name, row["domain"])
        for row, where in registers.rows("portfolios.csv", extra)
        for name in [registers.need(row, where, "portfolio")["portfolio"], *registers.split(row["aliases"])]
    ]
    book: FrameBook[Title] = FrameBook(name for name, _ in portfolios)
    abbreviations: set[str] = set()
    for row, where in registers.rows("roles.csv", extra):
        registers.need(row, where, "title", "kind")
        title, plural = row["title"], row["plural"] or pluralise(row["title"])
        level = cast(Level, registers.member(row["level"] or "other", Level, "level", where))
        make = _maker(level, row, _party(row["party_id"], where, parties, forms))
        if SLOT in title:
            for spelling, is_plural in ((title, False), (plural, True)):
                book.add_frame(*_sides(spelling, where), _filler(title, portfolios, make, is_plural))
            continue
        book.add(title, make(title, row["domain"], False))
        if row["kind"] in _WITH_PLURAL:
            book.add(plural, make(title, row["domain"], True))
        if title.endswith("."):
            abbreviations.add(tokens.normalise(title.rstrip(".").split()[-1]))
    return book, frozenset(abbreviations)


def _party(party_id: str, where: str, parties: Mapping[str, Party], forms: PhraseBook[PartyForm]) -> str | None:
    if not party_id or party_id in parties:
        return party_id or None
    listed = forms.get(party_id)
    if not listed:
        raise errors.LexiconError(f"{where}: party_id {party_id!r} is in no register; add it to organisations.csv")
    return listed[0].party_id


_Maker = Callable[[str, str, bool], Title]


def _maker(level: Level, row: registers.Row, party_id: str | None) -> _Maker:
    """What makes the titles of one row, of title, domain and whether it is a plural."""
    kind, position = row["kind"], row["position"] or "both"
    return lambda title, domain, is_plural: Title(title, level, domain, kind, position, party_id, is_plural)


def _sides(spelling: str, where: str) -> tuple[str, str]:
    """What stands before and after the slot of "ministers of {portfolio}"."""
    before, slot, after = spelling.partition(SLOT)
    stands_alone = (not before or before.endswith(" ")) and (not after or after.startswith(" "))
    if not slot or SLOT in after or not stands_alone:
        raise errors.LexiconError(f"{where}: {spelling!r} needs {SLOT} once, with spaces around it")
    return before, after


def _filler(title: str, portfolios: Sequence[tuple[str, str]], make: _Maker, is_plural: bool) -> Callable[[int], Title]:
    """Titles of a frame by the number of the portfolio, made once; their domain is the portfolio's."""

    @cache
    def fill(number: int) -> Title:
        portfolio, domain = portfolios[number]
        return make(title.replace(SLOT, portfolio), domain, is_plural)

    return fill


def pluralise(title: str) -> str:
    """Plural of a title: its head noun, the word before "of", "for", "to", "in", "at" or a comma, takes the ending."""
    head, separator, tail = title, "", ""
    for preposition in (" of ", " for ", " to ", " in ", " at ", ", "):
        position = title.find(preposition)
        if 0 < position < len(head):
            head, separator, tail = title[:position], preposition, title[position + len(preposition) :]
    if head.endswith("general") and "-" not in head and " " in head:
        stem, _, last = head.rpartition(" ")
        return f"{_plural_noun(stem)} {last}{separator}{tail}"
    if head.endswith("-general"):
        return f"{_plural_noun(head.removesuffix('-general'))}-general{separator}{tail}"
    return f"{_plural_noun(head)}{separator}{tail}"


def _plural_noun(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("man") and not noun.endswith("human"):
        return noun[:-3] + "men"
    if noun.endswith("woman"):
        return noun[:-5] + "women"
    return noun + "s"
