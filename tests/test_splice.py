"""Rows that were written before with new ones between them: what sorting all of them would give."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from pipeline import splice

KEYS = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), max_size=12)


def rows(keys: list[str]) -> pa.Table:
    """Rows of a table sorted by ``key``, each with its number."""
    return pa.table({"key": pa.array(keys, pa.large_string()), "row": pa.array(range(len(keys)), pa.int64())})


def cut(keys: list[str], size: int) -> list[pa.Table]:
    """The same in stretches."""
    whole = rows(sorted(keys))
    return [whole.slice(start, size) for start in range(0, len(keys), size)]


@given(kept=KEYS, fresh=KEYS, sizes=st.tuples(st.integers(1, 5), st.integers(1, 5)))
def test_all_rows_come_in_order_and_those_of_one_key_as_they_were(kept, fresh, sizes):
    new = [key for key in fresh if key not in kept]
    found = list(splice.between(cut(kept, sizes[0]), cut(new, sizes[1]), "key"))
    expected = pa.concat_tables([rows(sorted(kept)), rows(sorted(new))])
    expected = expected.sort_by([("key", "ascending"), ("row", "ascending")])
    assert pa.concat_tables([rows([]), *found]).to_pylist() == expected.to_pylist()


def test_a_stretch_without_rows_between_others_ends_nothing():
    found = splice.between([rows(["b"])], [rows([]), rows(["a"]), rows([]), rows(["c"])], "key")
    assert [key for part in found for key in part["key"].to_pylist()] == ["a", "b", "c"]


@given(keys=KEYS, without=st.sets(st.sampled_from("abcdefghij")), size=st.integers(1, 5))
def test_rows_of_a_file_are_kept_save_some(tmp_path_factory, keys, without, size):
    file = tmp_path_factory.mktemp("splice") / "table.parquet"
    pq.write_table(rows(sorted(keys)), file, row_group_size=size)
    found = splice.kept(file, "key", without)
    expected = [row for row in rows(sorted(keys)).to_pylist() if row["key"] not in without]
    assert pa.concat_tables([rows([]), *found]).to_pylist() == expected
