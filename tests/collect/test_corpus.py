"""What a collection leaves on disk: web archives that ``sidelines build`` reads and anybody can trace, whatever happens."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from pipeline import collect, errors, read
from pipeline.__main__ import main
from tests.collect.conftest import STORY, page


def records(path: Path) -> list[tuple[str, str | None, bytes]]:
    """Type, URL and content of each record of an archive."""
    with path.open("rb") as stream:
        return [
            (record.headers["WARC-Type"], record.headers.get("WARC-Target-URI"), record.reader.read())
            for record in ArchiveIterator(stream, parse_http=False)
        ]


def test_build_reads_what_was_collected(site, run, corpus):
    run(site.feed("/a", "/b"))
    documents = list(read.read([corpus]))
    assert [(document.url, document.title, document.status) for document in documents] == [
        (f"{site.url}/a", "Talks /a", "ok"),
        (f"{site.url}/b", "Talks /b", "ok"),
    ]
    assert all(document.path.startswith(f"{corpus}/127.0.0.1/0001.warc.gz#") for document in documents)


def test_a_page_that_does_not_say_its_day_has_that_of_the_feed(site, run, corpus, reply):
    dated = page("Talks").replace(b"<head>", b'<head><meta property="article:published_time" content="2024-02-03">')
    site.replies["/dated"] = reply(dated)
    site.replies["/text"] = reply(STORY.encode(), headers={"Content-Type": "text/plain"})
    run(site.feed("/dated", "/undated", "/text"))
    run(site.feed("/undated", path="/later", date="Tue, 06 Feb 2024 10:00:00 GMT"))
    days = {document.url: (str(document.published), document.published_basis) for document in read.read([corpus])}
    assert days == {
        f"{site.url}/dated": ("2024-02-03", "metadata"),
        f"{site.url}/undated": ("2024-02-05", "metadata"),
        f"{site.url}/text": ("2024-02-05", "metadata"),
    }


def test_a_collection_of_an_earlier_version_goes_on(site, run, corpus):
    run(site.feed("/a"))
    with sqlite3.connect(corpus / collect.HIDDEN / "state.sqlite") as state:
        state.execute("ALTER TABLE urls DROP COLUMN published")
    run(site.feed("/a", "/b"))
    assert [(document.url, str(document.published)) for document in read.read([corpus])] == [
        (f"{site.url}/a", "2024-02-05"),
        (f"{site.url}/b", "2024-02-05"),
    ]


def test_a_response_is_kept_as_it_came(site, run, corpus, reply):
    feed = site.feed("/a")
    packed = gzip.compress(b"a story")
    site.replies["/a"] = reply(packed, headers={"Content-Type": "text/plain", "Content-Encoding": "gzip", "X-Own": "1"})
    run(feed)
    information, response = records(corpus / "127.0.0.1" / "0001.warc.gz")
    assert information[0] == "warcinfo"
    assert b"software: sidelines/" in information[2]
    assert response[:2] == ("response", f"{site.url}/a")
    head, _, body = response[2].partition(b"\r\n\r\n")
    assert body == packed
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nX-Own: 1\r\n" in head


def test_the_digests_of_the_archive_are_right(site, run, corpus):
    run(site.feed("/a"))
    with (corpus / "127.0.0.1" / "0001.warc.gz").open("rb") as stream:
        assert all(record.verify_block_digest() for record in ArchiveIterator(stream, parse_http=False))


def test_a_chunked_answer_is_kept_in_one_piece(site, run, corpus, reply):
    feed = site.feed("/a")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.replies["/a"] = reply(send=lambda connection: connection.sendall(head + b"5\r\na sto\r\n2\r\nry\r\n0\r\n\r\n"))
    run(feed)
    (document,) = read.read([corpus])
    assert document.text == "a story"


def test_the_state_tells_where_each_article_lies(site, run, corpus):
    run(site.feed("/a", "/b"))
    with sqlite3.connect(corpus / collect.HIDDEN / "state.sqlite") as state:
        rows = state.execute("SELECT url, file, start FROM urls WHERE kind = 'page' ORDER BY place").fetchall()
    for url, file, start in rows:
        with (corpus / file).open("rb") as stream:
            stream.seek(start)
            assert next(iter(ArchiveIterator(stream))).headers["WARC-Target-URI"] == url


def test_feeds_and_rules_are_kept_where_build_does_not_look(site, run, corpus, reply):
    site.replies["/robots.txt"] = reply(b"User-agent: *\nDisallow: /x", headers={"Content-Type": "text/plain"})
    run(site.feed("/a"))
    kept = records(corpus / collect.HIDDEN / "sources" / "127.0.0.1" / "0001.warc.gz")
    assert [url for _, url, _ in kept[1:]] == [f"{site.url}/robots.txt", f"{site.url}/feed"]
    assert len(list(read.read([corpus]))) == 1


def test_a_record_that_was_cut_off_is_cut_away(site, run, corpus):
    run(site.feed("/a"))
    archive = corpus / "127.0.0.1" / "0001.warc.gz"
    with archive.open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: resp")[:20])
    run(site.feed("/a", "/b"))
    assert [url for _, url, _ in records(archive)[1:]] == [f"{site.url}/a", f"{site.url}/b"]


def test_a_full_disk_is_said_in_a_sentence(site, run, corpus):
    corpus.parent.mkdir(exist_ok=True)
    corpus.write_text("a file where a folder should be")
    with pytest.raises(errors.SourceError, match="cannot be written"):
        run(site.feed("/a"))


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_collection_that_was_stopped_goes_on_where_it_was(site, corpus, reply, ending: signal.Signals):
    paths = [f"/{number}" for number in range(6)]
    feed = site.feed(*paths)
    site.replies[paths[3]].seconds = 5  # it is under way when the signal comes, however busy the machine is
    words = [
        sys.executable,
        "-m",
        "pipeline",
        "collect",
        feed,
        "--into",
        str(corpus),
        "--allow-private",
        "--delay",
        "0",
    ]
    process = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": "."},
    )
    deadline = time.monotonic() + 10
    while len(site.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(ending)
    assert process.wait(timeout=5) == (-9 if ending == signal.SIGKILL else 130)
    before = len(site.paths())
    site.replies[paths[3]].seconds = 0
    assert main([*words[3:], "--quiet"]) == 0
    assert len(site.paths()) - before <= 1 + len(paths) - 2  # the feed, what was left, and the one under way
    assert sorted(document.url for document in read.read([corpus])) == sorted(f"{site.url}{path}" for path in paths)


def test_the_command_says_what_it_did(site, corpus, capsys):
    words = ["collect", site.feed("/a", "/b"), "--into", str(corpus), "--allow-private", "--delay", "0"]
    site.replies.pop("/b")
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "1 kept" in shown
    assert f"{site.url}/b: HTTP 404" in shown


def test_the_command_refuses_private_addresses_unless_told(site, corpus, capsys):
    assert main(["collect", site.feed("/a"), "--into", str(corpus), "--delay", "0"]) == errors.SourceError.exit_code
    assert "--allow-private" in capsys.readouterr().err
