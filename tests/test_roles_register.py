"""Guards of the register of titles: every test asks a question of ``roles.csv`` and ``portfolios.csv``."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from pipeline import lexicon, records

ROLES = [row for row, _ in lexicon.rows("roles.csv")]
PORTFOLIOS = [row for row, _ in lexicon.rows("portfolios.csv")]
KINDS = {"office", "pattern", "honorific", "rank", "side", "modifier"}
TITLES = {row["title"]: row for row in ROLES if row["kind"] == "office"}


def test_is_any_title_listed_twice_with_one_kind() -> None:
    """A second row of one title and kind would never be read."""
    seen = Counter((row["title"], row["kind"]) for row in ROLES)
    assert [key for key, count in seen.items() if count > 1] == []


def test_is_any_title_not_lower_case_or_padded() -> None:
    """Titles are lower case without spaces around them, for matching ignores case; abbreviations are in capitals."""
    titles = [row["title"] for row in ROLES]
    assert [one for one in titles if one not in (one.lower().strip(), one.upper().strip()) or "  " in one] == []


def test_is_every_level_one_of_the_participants_table() -> None:
    """An office without a level of the vocabulary could not be stored."""
    levels = {*get_args(records.Level)}
    wrong = [r["title"] for r in ROLES if r["kind"] in {"office", "pattern"} and r["level"] not in levels]
    assert wrong == []


def test_is_every_kind_and_position_known() -> None:
    """The kinds and positions are closed lists."""
    assert {row["kind"] for row in ROLES} == KINDS
    assert {row["position"] for row in ROLES} == {"before", "after", "both"}


def test_does_every_party_of_a_title_exist() -> None:
    """A title can only tell a party that a register knows."""
    parties = {
        row["party_id"]
        for name in ("countries.csv", "territories.csv", "organisations.csv")
        for row, _ in lexicon.rows(name)
    }
    assert sorted({row["party_id"] for row in ROLES if row["party_id"]} - parties) == []


def test_does_any_portfolio_belong_to_two_fields() -> None:
    """A portfolio listed twice would give a minister two domains."""
    names = Counter(name for row in PORTFOLIOS for name in (row["portfolio"], *lexicon.split(row["aliases"])) if name)
    assert [name for name, count in names.items() if count > 1] == []


def test_are_aliases_of_portfolios_sorted() -> None:
    """Sorted cells keep changes readable."""
    unsorted = [
        r["portfolio"] for r in PORTFOLIOS if lexicon.split(r["aliases"]) != sorted(lexicon.split(r["aliases"]))
    ]
    assert unsorted == []


def test_has_every_pattern_exactly_one_portfolio() -> None:
    """A frame without its slot, or with two, cannot be filled."""
    wrong = [row["title"] for row in ROLES if (row["title"].count("{portfolio}") == 1) != (row["kind"] == "pattern")]
    assert wrong == []


def test_does_any_plural_repeat_the_singular() -> None:
    """The plural column is for plurals that are not the title plus "s"."""
    assert [row["title"] for row in ROLES if row["plural"] in {row["title"], row["title"] + "s"}] == []


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("minister of foreign affairs and expatriates", "minister"),
        ("deputy foreign minister", "deputy_minister"),
        ("minister of state for foreign affairs", "deputy_minister"),
        ("chargé d'affaires", "ambassador"),
        ("apostolic nuncio", "ambassador"),
        ("un special envoy", "envoy"),
        ("toraga", "parliament"),
        ("taoiseach", "head_of_government"),
        ("emir", "head_of_state"),
        ("captain regent", "head_of_state"),
        ("secretary-general", "official"),
        ("chairman-in-office", "official"),
    ],
)
def test_has_a_title_every_ministry_uses_its_level(title: str, level: str) -> None:
    """Titles of the whole world, at the level they have."""
    assert TITLES[title]["level"] == level


@pytest.mark.parametrize(
    ("title", "party"),
    [("custodian of the two holy mosques", "SAU"), ("un special envoy", "un"), ("eu high representative", "eu")],
)
def test_does_a_title_that_tells_its_party_name_it(title: str, party: str) -> None:
    """Some titles belong to one party only."""
    assert TITLES[title]["party_id"] == party


@pytest.mark.parametrize("title", ["secretary of state", "chancellor", "foreign secretary", "high representative"])
def test_is_a_title_of_several_states_left_without_party(title: str) -> None:
    """One word, "secretary of state", is a foreign minister here and a deputy there: the note says so."""
    assert TITLES[title]["party_id"] == ""
    assert TITLES[title]["note"]
