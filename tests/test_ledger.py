"""The ids a build folder ever gave: kept in order of age, replaced in one step, refused when damaged."""

from __future__ import annotations

import pytest

from pipeline import errors, ledger


def test_ids_come_back_in_the_order_of_their_age(tmp_path):
    ids = {"m-9": "m-9", "m-1": "m-9", "m-5": "m-5"}
    ledger.write(tmp_path, ids)
    assert list(ledger.read(tmp_path).items()) == list(ids.items())


def test_there_are_no_ids_before_the_first_build(tmp_path):
    assert ledger.read(tmp_path) == {}


def test_nothing_but_the_list_is_left_behind(tmp_path):
    ledger.write(tmp_path, {"m-1": "m-1"})
    ledger.write(tmp_path, {"m-1": "m-1", "m-2": "m-2"})
    assert [path.name for path in tmp_path.iterdir()] == [ledger.FILE]


@pytest.mark.parametrize("damage", ["", "nonsense\n", "old_id,meeting_id\nm-1\n"])
def test_a_damaged_list_is_refused_with_what_to_do(tmp_path, damage):
    (tmp_path / ledger.FILE).write_text(damage)
    with pytest.raises(errors.StoreError, match="build again"):
        ledger.read(tmp_path)
