"""The word index, from the texts or from an earlier index: the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import search

WORDS = st.lists(st.sampled_from(["Minister", "met", "Élan", "zoo", "oslo", "كلمة", "2019", "aa"]), max_size=6)
ARTICLES = st.dictionaries(st.sampled_from([f"d{letter}" for letter in "abcdefgh"]), WORDS.map(" ".join))


def index(
    folder: Path,
    texts: Mapping[str, str],
    earlier: search.Earlier | None = None,
    only: set[str] | None = None,
    name: str = "index",
) -> Path:
    """The index of some texts by article; of ``only`` those texts can be read."""
    readable = {doc_id: text for doc_id, text in texts.items() if text and (only is None or doc_id in only)}
    columns = pa.array(list(readable), pa.large_string()), pa.array(list(readable.values()), pa.large_string())
    pq.write_table(pa.table(columns, ["doc_id", "text"]), folder / "texts.parquet")
    pq.write_table(pa.table({"doc_id": pa.array(reversed(texts), pa.large_string())}), folder / "documents.parquet")
    with duckdb.connect() as connection:
        path = folder / f"{name}.parquet"
        search.write(folder / "texts.parquet", folder / "documents.parquet", path, connection, earlier)
    return path


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Articles gone or changed, and those that are new or changed."""
    return {one for one in before if after.get(one) != before[one]}, {
        one for one in after if before.get(one) != after[one]
    }


@settings(max_examples=30, deadline=None)  # each opens three databases
@given(before=ARTICLES, after=ARTICLES)
def test_an_index_made_from_an_earlier_one_is_that_made_from_the_texts(tmp_path_factory, before, after):
    """Only the new texts can be read: what the others say comes from the earlier index."""
    folder = tmp_path_factory.mktemp("index")
    gone, new = differences(before, after)
    earlier = search.Earlier(index(folder, before, name="earlier"), sorted(before), gone)
    made = index(folder, after, earlier, only=new, name="made").read_bytes()
    assert made == index(folder, after).read_bytes()


@pytest.mark.parametrize("count", [255, 256, 257, 600])
def test_row_groups_are_cut_as_from_the_texts(tmp_path, count):
    before = {f"d{number:03}": f"word{number:03} common" for number in range(count)}
    after = {**before, "d0005": "word0005 Common new", "d100": "another"}
    gone, new = differences(before, after)
    earlier = search.Earlier(index(tmp_path, before, name="earlier"), sorted(before), gone)
    made = index(tmp_path, after, earlier, only=new, name="made")
    assert made.read_bytes() == index(tmp_path, after).read_bytes()
    assert {row["word"]: len(row["documents"]) for row in pq.read_table(made).to_pylist()}["common"] == count
