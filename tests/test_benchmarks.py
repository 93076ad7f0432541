"""The benchmarks' own machinery: figures are read as printed, a failure costs one row, peers answer what we answer."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from pipeline import query, store
from pipeline.query import Filters
from scripts import figures
from tests.benchmarks import (
    bench_peers,
    bench_query,
    bench_start,
    bench_triage,
    chart,
    generate,
    peers,
    printed,
    report,
)


@pytest.mark.parametrize(
    ("line", "what", "value", "unit", "target", "is_met"),
    [
        ("ratio                       1.09   (must reach 3; rounds 1.09, 0.84)", "ratio", 1.09, "", 3, False),
        ("ratio   12.34   (must be at most 0.03)", "ratio", 12.34, "", 0.03, False),
        ("ratio                      1,267 times   (must reach 60)", "ratio", 1267, "times", 60, True),
        ("diplomatic kept          99.50 %   (must reach 99.5 %; of 200)", "diplomatic kept", 99.5, "%", 99.5, True),
        ("diplomatic kept          99.49 %   of 200 (must reach 99.5 %)", "diplomatic kept", 99.49, "%", 99.5, False),
        ("95th percentile            150 ms   (must be at most 150)", "95th percentile", 150, "ms", 150, True),
        ("sidelines --help         0.301 s   (must be at most 0.3)", "sidelines --help", 0.301, "s", 0.3, False),
    ],
)
def test_a_line_with_a_target_is_read(line, what, value, unit, target, is_met):
    (found,) = printed.read(f"before\n{line}\nafter (of 3)")
    assert (found.what, found.value, found.unit, found.target) == (what, value, unit, target)
    assert found.is_met is is_met
    assert (found.margin >= 1) is is_met


@pytest.mark.parametrize(
    "line",
    [
        "plain spaCy                 20.3 articles/s",
        "median    12 ms   (of 3)",
        "facet mode  (must reach 3)",
        "(must reach 3)",
    ],
)
def test_a_line_without_a_figure_or_a_target_is_left_alone(line):
    assert printed.read(line) == []


def test_what_a_benchmark_prints_is_what_the_report_reads():
    line = printed.line("two workers", "1,234.50 articles/s", "reach 1.8", "rounds 1, 2")
    assert printed.read(line) == [printed.Figure("two workers", 1234.5, "articles/s", 1.8, is_least=True)]
    assert printed.read(printed.line("two workers", "1.5 s", note="must be seen")) == []


def outcome(text: str = "", failure: str = "") -> report.Outcome:
    """What a made-up benchmark gave."""
    return report.Outcome(report.Benchmark("bench_made_up", "made up", "Says it."), text, 3.0, failure)


def test_a_benchmark_that_fails_costs_its_own_row_only():
    bad = report.run(report.Benchmark("bench_that_is_missing", "missing", ""))
    table = report.table([bad, outcome(printed.line("ratio", "2.00", "reach 1.8"))])
    assert "| missing | exit 1: " in table
    assert "bench_that_is_missing" in table
    assert not re.search(r"/\w+/", table), "a folder of this machine"
    assert "| made up | 2 | at least 1.8 | met |" in table


def test_a_benchmark_that_stops_printing_its_figure_has_failed():
    silent = report.run(report.Benchmark("printed", "silent", ""))
    assert silent.failure == "it printed no figure with a target"
    assert report.run(report.Benchmark("printed", "silent", "", has_target=False)).failure == ""


def test_the_table_says_plainly_what_is_not_met():
    table = report.table([outcome(printed.line("ratio", "1.50", "reach 1.8")), outcome(failure="exit 1: no disk")])
    assert "| made up | 1.5 | at least 1.8 | **not met** |" in table
    assert "| made up | exit 1: no disk | | **failed** |" in table


def test_the_page_holds_every_line_that_was_printed():
    text = report.page([outcome("plain   3 s"), outcome(failure="exit 1: no disk")], (0.1, 2.0), 5, is_quick=False)
    assert "\nplain   3 s\n" in text
    assert "\nexit 1: no disk\n" in text
    assert "Not met: made up (it failed)." in text
    assert "a quick run" not in text.lower()
    assert "a quick run" in report.page([], (0.1, 2.0), 5, is_quick=True).lower()


def test_a_busy_machine_is_said_on_the_page():
    assert report.busy(0.0) != report.busy(1000.0)


def test_a_start_is_printed_as_the_report_reads_it(capsys):
    bench_start.main(rounds=1)
    found = printed.read(capsys.readouterr().out)
    assert {one.what: one.target for one in found} == dict.fromkeys(("import pipeline", "sidelines --help"), 0.3)


def test_triage_is_printed_as_the_report_reads_it(capsys, monkeypatch):
    monkeypatch.setattr(bench_triage, "PARSED", 2)
    bench_triage.main(100)
    found = {one.what: one for one in printed.read(capsys.readouterr().out)}
    assert (found["ratio"].target, found["diplomatic kept"].target) == (60, 99.5)
    assert found["diplomatic kept"].value == 100  # both of two


def test_questions_are_printed_as_the_report_reads_them(database, capsys, monkeypatch):
    monkeypatch.setattr(bench_query, "REPEATS", 1)
    bench_query.main(database.path)
    (found,) = printed.read(capsys.readouterr().out)
    assert (found.what, found.unit, found.target, found.is_least) == ("95th percentile", "ms", 150, False)


def test_every_benchmark_named_in_the_report_is_there():
    """But for those that are being written; the run itself gives them a row that says they are missing."""
    named = {one.module for one in report.benchmarks(1, 1, "", "", is_quick=False)}
    assert {path.stem for path in Path(report.__file__).parent.glob("bench_*.py")} <= named


def test_the_picture_draws_met_to_the_right_of_the_target_and_missed_to_the_left():
    picture = etree.fromstring(chart.draw([("met & more", 20.0), ("missed", 0.5), ("far", 1e9)]))
    bars = {one.get("class"): one for one in picture.iter("{http://www.w3.org/2000/svg}rect")}
    line = next(one for one in picture.iter("{http://www.w3.org/2000/svg}line") if one.get("class") is None)
    target = float(line.get("x1"))
    assert float(bars["met"].get("x")) == target
    assert float(bars["missed"].get("x")) + float(bars["missed"].get("width")) == pytest.approx(target, abs=0.1)
    assert all(float(one.get("x")) + float(one.get("width")) <= chart.WIDTH for one in bars.values())


def test_the_readme_is_filled_between_its_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- speed -->\nold\n<!-- /speed -->\nb\n", "utf-8")
    figures.fill(page, "speed", "new\n")
    assert page.read_text("utf-8") == "a\n<!-- speed -->\nnew\n<!-- /speed -->\nb\n"
    with pytest.raises(ValueError, match="<!-- other -->"):
        figures.fill(page, "other", "new\n")


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> query.Database:
    """A small made-up build, with a meeting that a person rejected."""
    folder = tmp_path_factory.mktemp("made-up")
    tables = generate.generate(600)
    tables.meetings.loc[tables.meetings["status"] == "held", "review"] = ["rejected", *["unreviewed"] * 10_000][
        : int((tables.meetings["status"] == "held").sum())
    ]
    store.write(tables, folder, {"version": "made-up"})
    with_texts = query.open(folder)
    yield with_texts
    with_texts.close()


def agrees(database: query.Database, peer: peers.Peer) -> None:
    """Asks everything that the benchmark asks, and a little more."""
    ours = peers.Ours(database)
    more = {"nothing": Filters(country=("XXX",)), "every status": Filters(status=())}
    for selection, filters in {**bench_peers.selections(database), **more}.items():
        for question in peers.QUESTIONS:
            mine, other = ours.ask(question, filters), peer.ask(question, filters)
            assert peers.same(mine, other), (selection, question, mine, other)


def test_pandas_answers_what_we_answer(database):
    agrees(database, peers.Pandas(peers.Frames(database)))


@pytest.mark.parametrize("is_wide", [False, True], ids=["same tables", "wide tables"])
def test_datasette_answers_what_we_answer(database, tmp_path, is_wide):
    pytest.importorskip("datasette", reason="datasette is installed by make bench")
    peers.write_sqlite(peers.Frames(database), tmp_path / "tables.db", is_wide=is_wide)
    datasette = peers.Datasette(tmp_path / "tables.db")
    agrees(database, datasette)
    datasette.close()


def test_a_wrong_answer_of_a_peer_is_noticed(database):
    class Wrong(peers.Ours):
        def ask(self, question: str, filters: Filters) -> peers.Answer:
            return super().ask(question, Filters(since=date(2015, 1, 1)))

    with pytest.raises(ValueError, match="wrong answers count of"):
        bench_peers.measure({"ours": peers.Ours(database), "wrong": Wrong(database)}, {"held": Filters()}, rounds=1)


def test_answers_agree_when_either_value_of_a_tie_is_the_last_one_shown():
    assert peers.same({"a": 3, "b": 2}, {"a": 3, "c": 2})
    assert not peers.same({"a": 3, "b": 2}, {"c": 3, "b": 2})
    assert not peers.same({"a": 3, "b": 2}, {"a": 3, "b": 1})
    assert not peers.same(3, 4)
