"""Guards of the register of office holders, ``pipeline/lexicon/people.csv``: each test asks one question of the file."""

from __future__ import annotations

import csv
import re
import typing
import unicodedata
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import records

LEXICON = Path(__file__).parents[1] / "pipeline" / "lexicon"
COLUMNS = ["person_id", "name", "aliases", "party_id", "office", "level", "from", "to", "source"]
FOREIGN_MINISTERS = {
    "foreign minister",
    "acting foreign minister",
    "secretary of state",
    "foreign secretary",
    "secretary for relations with states",
}
ENOUGH_ROWS = 1200
FIRST_YEAR = "2011"
WITHOUT_FOREIGN_MINISTRY = {"HKG"}  # its foreign affairs are China's; it is here for its chief executive
NOT_UN_MEMBERS_BUT_EXPECTED = {"PSE", "TWN", "VAT", "XKX"}


def read_lexicon(name: str) -> list[dict[str, str]]:
    """Rows of a lexicon file without its comment lines; skips the test while the file is not there."""
    path = LEXICON / name
    if not path.exists():
        pytest.skip(f"{name} is not part of this tree")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.fixture(scope="module")
def people() -> list[dict[str, str]]:
    """All rows of the register."""
    return read_lexicon("people.csv")


def folded(name: str) -> str:
    """A name as alias matching sees it: no case, no accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def test_does_every_row_have_exactly_the_declared_columns(people: list[dict[str, str]]) -> None:
    assert list(people[0]) == COLUMNS
    assert [row for row in people if None in row or None in row.values()] == []


def test_are_there_enough_rows(people: list[dict[str, str]]) -> None:
    assert len(people) >= ENOUGH_ROWS


def test_does_every_row_name_a_person_an_office_a_beginning_and_a_source(people: list[dict[str, str]]) -> None:
    needed = ("person_id", "name", "party_id", "office", "level", "from", "source")
    assert [row for row in people if not all(row[column].strip() for column in needed)] == []


def test_is_any_date_not_a_year_a_month_or_a_day(people: list[dict[str, str]]) -> None:
    dates = [row[column] for row in people for column in ("from", "to") if row[column]]
    for value in dates:
        assert records.PartialDate.from_iso(value).iso() == value


def test_does_anybody_end_before_they_begin(people: list[dict[str, str]]) -> None:
    """Compared at the coarser of the two precisions, since "2019" to "2019-05" is no contradiction."""
    wrong = []
    for row in people:
        common = min(len(row["from"]), len(row["to"]))
        if row["to"] and row["to"][:common] < row["from"][:common]:
            wrong.append((row["person_id"], row["from"], row["to"]))
    assert wrong == []


def test_did_anybody_leave_before_the_register_begins(people: list[dict[str, str]]) -> None:
    """The register begins with 2011, so nobody who left earlier belongs in it."""
    assert [row["person_id"] for row in people if row["to"] and row["to"] < FIRST_YEAR] == []


def test_are_levels_in_the_vocabulary(people: list[dict[str, str]]) -> None:
    assert {row["level"] for row in people} <= set(typing.get_args(records.Level))


def test_are_offices_lower_case(people: list[dict[str, str]]) -> None:
    assert [row["office"] for row in people if row["office"] != row["office"].lower()] == []


def test_is_a_person_id_a_slug_that_ends_in_the_party(people: list[dict[str, str]]) -> None:
    wrong = []
    for row in people:
        ending = "-" + re.sub(r"[^a-z0-9]+", "-", row["party_id"].lower())
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", row["person_id"]) or not row["person_id"].endswith(ending):
            wrong.append(row["person_id"])
    assert wrong == []


def test_does_one_person_id_mean_one_name_one_party_and_one_list_of_aliases(people: list[dict[str, str]]) -> None:
    seen: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for row in people:
        seen[row["person_id"]].add((row["name"], row["party_id"], row["aliases"]))
    assert {person for person, facts in seen.items() if len(facts) > 1} == set()


def test_do_two_different_persons_share_an_alias_within_one_party(people: list[dict[str, str]]) -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in people:
        for alias in [row["name"], *filter(None, row["aliases"].split(";"))]:
            owners[row["party_id"], folded(alias)].add(row["person_id"])
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}


def test_are_alias_lists_sorted_trimmed_and_free_of_the_name_itself(people: list[dict[str, str]]) -> None:
    wrong = []
    for row in people:
        aliases = row["aliases"].split(";") if row["aliases"] else []
        if aliases != sorted({alias.strip() for alias in aliases}) or "" in aliases or row["name"] in aliases:
            wrong.append(row["person_id"])
    assert wrong == []


def test_are_rows_sorted_by_party_and_beginning(people: list[dict[str, str]]) -> None:
    keys = [(row["party_id"], row["from"]) for row in people]
    assert [pair for pair in pairwise(keys) if pair[0] > pair[1]] == []


def test_does_any_row_stand_twice(people: list[dict[str, str]]) -> None:
    keys = [(row["person_id"], row["office"], row["from"]) for row in people]
    assert len(keys) == len(set(keys))


def test_do_two_terms_of_one_person_in_one_office_overlap(people: list[dict[str, str]]) -> None:
    terms: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in people:
        terms[row["person_id"], row["office"]].append((row["from"], row["to"] or "9999"))
    wrong = []
    for office, spells in terms.items():
        for (_, end), (start, _) in pairwise(sorted(spells)):
            common = min(len(end), len(start))
            if end[:common] > start[:common]:
                wrong.append(office)
    assert wrong == []


def test_do_two_people_hold_the_foreign_ministry_of_one_country_today(people: list[dict[str, str]]) -> None:
    holders: dict[str, set[str]] = defaultdict(set)  # by level too: India's foreign secretary is an official
    for row in people:
        if row["office"] in FOREIGN_MINISTERS and row["level"] == "minister" and not row["to"]:
            holders[row["party_id"]].add(row["person_id"])
    assert {party: ids for party, ids in holders.items() if len(ids) > 1} == {}


def test_is_every_party_known(people: list[dict[str, str]]) -> None:
    known = set()
    for name in ("countries.csv", "territories.csv", "organisations.csv"):
        known |= {row["party_id"] for row in read_lexicon(name)}
    assert {row["party_id"] for row in people} - known == set()


def test_is_any_country_without_a_foreign_minister_row(people: list[dict[str, str]]) -> None:
    """Every party of the register that is a country, and the four that are not members of the UN."""
    with_minister = {
        row["party_id"] for row in people if row["office"] in FOREIGN_MINISTERS and row["level"] == "minister"
    }
    countries = {row["party_id"] for row in people if row["party_id"].isupper()} | NOT_UN_MEMBERS_BUT_EXPECTED
    assert countries - with_minister - WITHOUT_FOREIGN_MINISTRY == set()


def test_are_the_two_jaafaris_two_people_of_two_countries(people: list[dict[str, str]]) -> None:
    """Bashar (SYR) and Ibrahim (IRQ) were in office at the same time and are called by the one surname."""
    parties = {row["person_id"]: row["party_id"] for row in people if "jaafari" in row["person_id"]}
    assert parties == {"bashar-jaafari-syr": "SYR", "ibrahim-al-jaafari-irq": "IRQ"}
