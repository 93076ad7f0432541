"""What a broken or hostile server can send, and what comes of it: one article less, never more than that."""

from __future__ import annotations

import contextlib
import gzip
import ssl
import time
import zlib
from ipaddress import ip_address

import pytest
import trustme

from pipeline import collect, errors, read
from pipeline.collect import addresses, fetch
from pipeline.collect.outcomes import RefusedError

GOOD = "/good"


def note(result: collect.Collected, path: str) -> str:
    """Why a page could not be had."""
    return next(reason for url, reason in result.problems if url.endswith(path))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "::1",
     "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet(address: str):
    assert not addresses.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet(address: str):
    assert addresses.is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_not_asked_whatever_it_is_called(site, run, host: str):
    site.feed("/a")
    with pytest.raises(errors.SourceError, match="--allow-private"):
        run(f"http://{host}:{site.port}/feed", allowed=())
    assert site.requests == []


def test_allow_private_permits_it(site, run):
    assert run(site.feed("/a"), allowed=collect.ANYWHERE).counts == {"kept": 1}


def test_a_redirect_into_the_private_network_is_not_followed(site, private, run, reply):
    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(b"", 302, {"Location": f"{private.url}/secret"})
    result = run(feed)
    assert private.requests == []
    assert result.counts == {"kept": 1, "refused": 1}
    assert "127.0.0.2" in str(result.problems)


@pytest.mark.parametrize("path", ["/robots.txt", "/feed"])
def test_rules_and_feeds_that_redirect_into_the_private_network_are_not_followed(site, private, run, reply, path: str):
    feed = site.feed("/a")
    site.replies[path] = reply(b"", 302, {"Location": f"{private.url}/secret"})
    with contextlib.suppress(errors.SourceError):  # said at once where nothing else was asked for
        assert "kept" not in run(feed).counts
    assert private.requests == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/a", "//[", ""])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(site, run, reply, target: str):
    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(b"", 302, {"Location": target})
    result = run(feed)
    assert result.counts["kept"] == 1
    assert sum(result.counts.values()) == 2
    assert site.paths().count("/a") == 1


def test_an_article_link_into_the_private_network_is_not_followed(site, private, run, reply):
    body = f"<rss><item><link>{private.url}/secret</link></item></rss>".encode()
    site.replies["/feed"] = reply(body, headers={"Content-Type": "text/xml"})
    run(f"{site.url}/feed")
    assert private.requests == []


def test_a_name_with_one_private_address_among_public_ones_is_refused():
    with pytest.raises(RefusedError):
        addresses.resolve("mfa.test", 80, (), lambda _host, _port: ["8.8.8.8", "127.0.0.2"])


def test_the_connection_is_made_to_the_address_that_was_checked(site, run):
    asked: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    site.feed("/a")
    site.replies["/feed"].body = site.replies["/feed"].body.replace(site.url.encode(), b"")
    run(f"http://mfa.test:{site.port}/feed", resolver=resolver)
    assert {request.headers["Host"] for request in site.requests} == {f"mfa.test:{site.port}"}
    assert len(asked) == len(site.requests)


def test_a_name_that_turns_private_between_two_requests_is_refused(site, private, run):
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])  # robots.txt, feed
    site.feed("/a")
    site.replies["/feed"].body = site.replies["/feed"].body.replace(site.url.encode(), b"")
    result = run(f"http://mfa.test:{site.port}/feed", resolver=lambda _host, _port: next(answers, ["127.0.0.2"]))
    assert result.counts == {"refused": 1}
    assert private.requests == []


def test_a_sitemap_speaks_for_its_own_site_only(site, run, reply):
    body = b"<urlset><url><loc>http://other.test/a</loc></url></urlset>"
    site.replies["/sitemap.xml"] = reply(body, headers={"Content-Type": "text/xml"})
    assert run(f"{site.url}/sitemap.xml").counts == {}


def test_redirects_end(site, run, reply):
    feed = site.feed("/a")
    site.replies["/a"] = reply(b"", 302, {"Location": "/a"})
    result = run(feed)
    assert result.counts == {"refused": 1}
    assert site.paths().count("/a") == 6


def test_a_redirect_is_followed_and_both_answers_are_kept(site, run, reply, corpus):
    feed = site.feed("/a")
    site.replies["/a"] = reply(b"", 301, {"Location": "/b"})
    site.replies["/b"] = reply(b"", 404)
    assert run(feed).counts == {"gone": 1}
    site.replies["/b"] = site.replies[GOOD] = reply(b"<html><body><p>" + b"A fine story. " * 40 + b"</body></html>")
    site.replies["/c"] = reply(b"", 301, {"Location": "/b"})
    assert run(site.feed("/c")).counts == {"kept": 1}
    assert [document.url for document in read.read([corpus])] == [f"{site.url}/b"]


def test_a_server_that_never_answers(site, run, reply):
    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(b"", seconds=2)
    start = time.monotonic()
    result = run(feed, attempts=1)
    assert result.counts == {"failed": 1, "kept": 1}
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_a_server_that_drips_a_byte_at_a_time(site, run, reply, head: bytes):
    def drip(connection) -> None:
        connection.sendall(head)
        for _ in range(40):
            connection.sendall(b"x")
            time.sleep(0.1)

    feed = site.feed("/a")
    site.replies["/a"] = reply(send=drip)
    start = time.monotonic()
    result = run(feed, attempts=1)
    assert note(result, "/a") == "took longer than 1 s"
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x16\x03\x01 this is no HTTP at all\r\n\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<html>cut",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno chunk",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n",
    ],
    ids=["hangs up", "no HTTP", "no status", "cut off", "bad chunks", "many headers", "long header"],
)
def test_a_broken_answer_is_one_article_less(site, run, reply, sent: bytes):
    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(send=lambda connection: connection.sendall(sent))
    assert run(feed, attempts=1).counts == {"failed": 1, "kept": 1}


def test_a_page_that_is_too_large_by_its_own_word_is_not_read(site, run, reply):
    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(b"", headers={"Content-Type": "text/html", "Content-Length": "999999999"})
    result = run(feed)
    assert note(result, "/a") == "is 999,999,999 bytes; at most 200,000 are fetched"


def test_a_page_without_end_is_left(site, run, reply):
    def pour(connection) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(10_000):
            connection.sendall(b"x" * 65_536)

    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(send=pour)
    result = run(feed)
    assert note(result, "/a") == "is more than 200,000 bytes, the most that are fetched"
    assert result.counts == {"refused": 1, "kept": 1}


def test_a_compressed_bomb_is_not_unpacked(site, run, reply, corpus):
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 50_000
    feed = site.feed("/a", GOOD)
    site.replies["/a"] = reply(bomb, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    result = run(feed)
    assert note(result, "/a") == "unpacks to more than 200,000 bytes, the most that are read"
    assert [document.url for document in read.read([corpus])] == [f"{site.url}{GOOD}"]


def test_a_bomb_of_a_sitemap_is_not_unpacked(site, run, reply):
    site.replies["/sitemap.xml.gz"] = reply(
        gzip.compress(b" " * 5_000_000), headers={"Content-Type": "application/gzip"}
    )
    with pytest.raises(errors.SourceError, match="unpacks to more than"):
        run(f"{site.url}/sitemap.xml.gz")


def test_unpacking_stops_at_the_limit_across_members():
    bomb = gzip.compress(b"a" * 600) * 3
    assert len(fetch.gunzipped(bomb, 1_800)) == 1_800
    with pytest.raises(RefusedError):
        fetch.gunzipped(bomb, 1_799)


def test_an_encoding_we_did_not_offer_is_refused(site, run, reply):
    feed = site.feed("/a")
    site.replies["/a"] = reply(zlib.compress(b"x"), headers={"Content-Type": "text/html", "Content-Encoding": "br"})
    assert note(run(feed), "/a") == "was sent with Content-Encoding br, which we did not offer"


def test_what_is_no_page_is_not_downloaded(site, run, reply):
    feed = site.feed("/a")
    site.replies["/a"] = reply(b"%PDF", headers={"Content-Type": "application/pdf"})
    assert note(run(feed), "/a") == "is application/pdf, no page to read"


def test_a_sitemap_index_that_lists_itself_is_read_once(site, run, reply):
    body = f"<sitemapindex><sitemap><loc>{site.url}/i.xml</loc></sitemap><sitemap><loc>{site.url}/s.xml</loc></sitemap></sitemapindex>"
    site.replies["/i.xml"] = reply(body.encode(), headers={"Content-Type": "text/xml"})
    site.replies["/s.xml"] = reply(f"{site.url}/a\n".encode(), headers={"Content-Type": "text/plain"})
    site.replies["/a"] = reply(b"a story", headers={"Content-Type": "text/plain"})
    assert run(f"{site.url}/i.xml").counts == {"kept": 1}
    assert site.paths() == ["/i.xml", "/s.xml", "/a"]


def test_a_certificate_must_be_for_the_name_and_from_somebody_trusted(make_site, run, reply, tmp_path, monkeypatch):
    authority = trustme.CA()
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mfa.test").configure_cert(certificate)
    site = make_site("127.0.0.1", certificate)
    site.replies["/feed"] = reply(b"<rss><item><link>/a</link></item></rss>", headers={"Content-Type": "text/xml"})
    site.replies["/a"] = reply(b"a story", headers={"Content-Type": "text/plain"})
    url = f"https://mfa.test:{site.port}/feed"

    def names(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    with pytest.raises(errors.SourceError, match="certificate verify failed"):
        run(url, attempts=1, resolver=names)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert run(url, resolver=names).counts == {"kept": 1}
    with pytest.raises(errors.SourceError, match="doesn't match"):
        run(url.replace("mfa.test", "other.test"), attempts=1, resolver=names)
