"""How values read, everywhere."""

from __future__ import annotations

import pytest

from pages.shared import chips, words
from pipeline.query import Filters


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2021-02-17", "17 Feb 2021"),
        ("2021-09", "Sep 2021"),
        ("2021", "2021"),
        (None, "No date"),
        (float("nan"), "No date"),
    ],
)
def test_a_date_reads_as_precisely_as_it_is_known(value, read):
    assert words.day(value) == read


def test_a_period_of_one_day_is_one_date():
    assert words.period("2021-02-17", "2021-02-17") == "17 Feb 2021"


def test_counts_carry_their_noun():
    assert words.count(1, "meeting") == "1 meeting"
    assert words.count(12345, "meeting") == "12\u202f345 meetings"


def test_long_lists_are_cut_and_counted():
    assert words.listed(["a", "b", "c", "d"], limit=2) == "a, b and 2 more"


def test_markdown_in_a_name_stays_words():
    assert words.plain("[x](y) $z$ :red[a]\n# b") == r"\[x\]\(y\) \$z\$ \:red\[a\] \# b"


def test_each_chip_takes_away_its_own_filter_only():
    filters = Filters(country=("KAZ", "CUB"), match="all", status=("planned",), q="visit")
    found = {
        chip.label: chip.without for chip in chips.chips(filters, {"country": {"KAZ": "Kazakhstan", "CUB": "Cuba"}})
    }
    assert found["Country: Kazakhstan"].country == ("CUB",)
    assert found["Status: Planned"].status == ("held",)
    assert found["With all of them"].match == "any"
    assert found["Text: “visit”"].q == ""
    assert found["Text: “visit”"].country == ("KAZ", "CUB")


def test_without_filters_there_is_no_chip():
    assert chips.chips(Filters(), {}) == []
