"""When two spellings are one person, and when they are two people of one surname."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline import names

PAIRS = Path(__file__).parent.parent / "pairs" / "names.csv"
REGISTERS = Path(names.__file__).parent / "lexicon"


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a commented CSV file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Fayssal Mikdad", "Faisal al-Miqdad"),
        ("Dr. Fayssal Mikdad", "Mekdad"),
        ("Yuriy Polurez", "Yury Polores"),
        ("Dmitry Kuleba", "Dmytro Kuleba"),
        ("Jacques Cholet", "Jacques Scholle"),
        ("Miguel Díaz-Canel Bermúdez", "Diaz-Canel"),
        ("Sergey Lavrov", "S. Lavrov"),
        ("Park Jin", "Jin Park"),
        ("Abdallah Bou Habib", "Abdullah Bouhabib"),
        ("Ursula von der Leyen", "Leyen"),
    ],
)
def test_spellings_of_one_person(first: str, second: str) -> None:
    """Transliteration, title, particle, initial, order and spacing do not make a second person."""
    assert names.same_person(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bashar al-Jaafari", "Ibrahim al-Jaafari"),
        ("Bashar al-Assad", "Hafez al-Assad"),
        ("Hassan Rouhani", "Hussein Rouhani"),
        ("Abdullah bin Zayed Al Nahyan", "Mohamed bin Zayed Al Nahyan"),
        ("Mohammed bin Abdulrahman Al Thani", "Abdulrahman Al Thani"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("Ibrahim", "Ibrahim al-Jaafari"),
        ("Sergey Lavrov", "Sergey Ryabkov"),
    ],
)
def test_two_people_of_one_name_stay_two(first: str, second: str) -> None:
    """A shared surname, house or given name is not yet the same person."""
    assert not names.same_person(first, second)


def test_written_pairs_are_decided_right() -> None:
    """Of the written pairs, 98 in a hundred are decided as an editor would."""
    wrong = [
        (row["first"], row["second"])
        for row in rows(PAIRS)
        if names.same_person(row["first"], row["second"]) != (row["same"] == "true")
    ]
    assert len(wrong) <= 0.02 * len(rows(PAIRS)), wrong


def test_fold_keeps_words_and_drops_accents_and_apostrophes() -> None:
    """Hyphens part words, apostrophes and accents vanish."""
    assert names.fold("Ja’afari") == "jaafari"
    assert names.fold("Díaz-Canel") == "diaz canel"
    assert names.fold("  Løkke   RASMUSSEN ") == "lokke rasmussen"


def test_surname_is_the_word_of_the_second_mention() -> None:
    """The last word, but the first where family names come first."""
    assert names.surname("H.E. Dr. Fayssal al-Mikdad") == "mikdad"
    assert names.surname("Wang Yi") == "wang"
    assert names.surname("Ursula von der Leyen") == "leyen"


def test_does_any_spelling_belong_to_two_given_names() -> None:
    """A spelling in two rows would make the answer depend on the order of the file."""
    spellings = [spelling for row in rows(REGISTERS / "given_names.csv") for spelling in row["spellings"].split(";")]
    assert sorted(set(spellings)) == sorted(spellings)


def test_is_every_register_word_folded() -> None:
    """A word that is not as ``fold`` writes it would never be found."""
    spellings = [spelling for row in rows(REGISTERS / "given_names.csv") for spelling in row["spellings"].split(";")]
    particles = [row["word"] for row in rows(REGISTERS / "name_words.csv")]
    assert [word for word in spellings + particles if names.fold(word) != word] == []


NAMES = st.sampled_from([row["first"] for row in rows(PAIRS)] + [row["second"] for row in rows(PAIRS)])


@given(NAMES, NAMES)
def test_comparison_is_symmetric(first: str, second: str) -> None:
    """It does not matter which article was read first."""
    assert names.score(first, second) == names.score(second, first)


@given(NAMES)
def test_a_name_is_itself_with_any_title_and_case(name: str) -> None:
    """Titles and capitals never make another person."""
    assert names.score(name, name) == 1.0
    assert names.same_person(f"H.E. {name.upper()}", name)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_answered(first: str, second: str) -> None:
    """Scripts, symbols and empty strings give a score between 0 and 1."""
    assert 0.0 <= names.score(first, second) <= 1.0


def test_a_person_is_one_row_with_every_spelling_counted_and_every_office_dated(tmp_path):
    """One minister in three articles under two spellings, first as deputy."""
    for number, (day, title, name) in enumerate(
        [
            ("2021-03-02", "Deputy Foreign Minister", "Kwabena Ofosu-Mensa"),
            ("2022-03-02", "Foreign Minister", "Kwabena Ofosu-Mensah"),
            ("2022-05-02", "Foreign Minister", "Kwabena Ofosu-Mensah"),
        ]
    ):
        text = f"Accra, {day}\n\nGhanaian {title} {name} met Norwegian Foreign Minister Nils Haugen in Accra on {day}."
        (tmp_path / f"{number}.txt").write_text(text)
    tables = pipeline.read_tables(pipeline.build([tmp_path], tmp_path / "build").snapshot)
    rows = tables.people[tables.people["party_id"] == "GHA"]
    assert len(rows) == 1
    assert rows["spellings"].item() == "Kwabena Ofosu-Mensah (2);Kwabena Ofosu-Mensa (1)"
    assert "2022-03-02 – 2022-05-02" in rows["offices"].item()
    assert "Deputy Foreign Minister (2021-03-02)" in rows["offices"].item()
