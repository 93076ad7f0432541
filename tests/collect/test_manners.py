"""How a collection treats the sites it asks: their robots.txt, their pace, their time, what they sent before."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest

from pipeline import collect, errors
from pipeline.collect import outcomes, robots


def test_robots_txt_is_asked_first_and_obeyed(site, run, reply):
    site.replies["/robots.txt"] = reply(b"User-agent: *\nDisallow: /internal/\nDisallow: /*?print=")
    result = run(site.feed("/a", "/internal/b", "/c?print=1"))
    assert [request.path for request in site.requests] == ["/robots.txt", "/feed", "/a"]
    assert result.counts == {"kept": 1, "disallowed": 2}


def test_rules_for_us_by_name_win_over_those_for_all():
    rules = robots.parse(b"User-agent: *\nDisallow:\n\nUser-agent: Sidelines\nDisallow: /")
    assert not rules.allows("https://mfa.example/a")


def test_a_missing_robots_txt_allows_everything(site, run):
    assert run(site.feed("/a")).counts == {"kept": 1}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_broken_robots_txt_allows_nothing_for_now(site, run, reply, status: int):
    site.replies["/robots.txt"] = reply(b"", status)
    with pytest.raises(errors.SourceError, match="could not be read"):
        run(site.feed("/a"))
    assert site.paths() == []


def test_a_redirected_robots_txt_speaks_for_the_host_that_sent_it_on(site, run, reply):
    site.replies["/robots.txt"] = reply(b"", 301, {"Location": "/moved.txt"})
    site.replies["/moved.txt"] = reply(b"User-agent: *\nDisallow: /b")
    assert run(site.feed("/a", "/b")).counts == {"kept": 1, "disallowed": 1}


def test_a_robots_txt_full_of_wildcards_is_matched_in_no_time():
    rules = robots.parse(b"User-agent: *\nDisallow: /" + b"*a" * 60 + b"b$")
    assert rules.allows("https://mfa.example/" + "a" * 2_000)


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(site, run, reply):
    for path in ("/a", "/b", "/c"):
        site.replies[path] = reply(b"x", seconds=0.02)
    run(site.feed("/a", "/b", "/c"), delay=0.1)
    for before, after in itertools.pairwise(site.requests):
        assert after.start - before.end >= 0.09


def test_a_longer_crawl_delay_is_honoured(site, run, reply):
    site.replies["/robots.txt"] = reply(b"User-agent: *\nCrawl-delay: 0.2")
    run(site.feed("/a"))
    assert site.requests[-1].start - site.requests[-2].end >= 0.19


def test_a_crawl_delay_of_a_day_does_not_stop_us_for_a_day():
    assert robots.parse(b"User-agent: *\nCrawl-delay: 86400").delay == robots.LONGEST_CRAWL_DELAY


def test_two_hosts_are_asked_at_the_same_time(site, run, reply):
    def names(host: str, _port: int) -> list[str]:
        return {"one.test": ["127.0.0.1"], "two.test": ["127.0.0.1"]}[host]

    for path in ("/1", "/2"):
        site.replies[path] = reply(b"<rss/>", headers={"Content-Type": "text/xml"}, seconds=0.3)
    run(f"http://one.test:{site.port}/1", f"http://two.test:{site.port}/2", resolver=names)
    first, second = (request for request in site.requests if request.path in ("/1", "/2"))
    assert second.start < first.end


def test_retry_after_is_waited_for(site, run, reply):
    feed = site.feed("/a")
    site.replies["/a"] = [
        reply(b"", 503, {"Retry-After": "1"}),
        reply(b"a story", headers={"Content-Type": "text/plain"}),
    ]
    assert run(feed).counts == {"kept": 1}
    first, second = (request for request in site.requests if request.path == "/a")
    assert second.start - first.end >= 0.99


def test_a_host_that_asks_for_an_hour_is_left_for_next_time(site, run, reply):
    feed = site.feed("/a", "/b")
    site.replies["/a"] = reply(b"", 429, {"Retry-After": "3600"})
    result = run(feed)
    assert site.paths() == ["/feed", "/a"]
    assert result.waiting == 2
    assert "asks to be left alone for 3,600 s" in result.problems[0][1]


def test_retry_after_may_be_a_date():
    asked = [("Retry-After", "Mon, 05 Feb 2024 10:00:30 GMT")]
    answer = outcomes.Answer("", 503, "", asked, b"", "", datetime(2024, 2, 5, 10, tzinfo=UTC))
    assert answer.retry_after() == 30


def test_pauses_after_failures_grow_and_end(site, run, reply):
    feed = site.feed("/a")
    site.replies["/a"] = reply(b"", 502)
    assert run(feed, backoff=0.1).counts == {"failed": 1}
    tries = [request for request in site.requests if request.path == "/a"]
    pauses = [after.start - before.end for before, after in itertools.pairwise(tries)]
    assert len(pauses) == 2
    assert pauses[0] >= 0.09
    assert pauses[1] >= 0.19


def test_a_host_that_is_down_is_not_asked_for_everything(site, run, reply):
    paths = [f"/{number}" for number in range(10)]
    feed = site.feed(*paths)
    for path in paths:
        site.replies[path] = reply(b"", 500)
    result = run(feed)
    assert len({path for path in site.paths() if path != "/feed"}) == 3
    assert result.waiting == 10


def test_we_say_who_we_are_and_whom_to_write_to(site, run):
    run(site.feed("/a"), contact="desk@mfa.example")
    assert all(request.headers["User-Agent"].startswith("sidelines/") for request in site.requests)
    assert all(request.headers["User-Agent"].endswith("(+desk@mfa.example)") for request in site.requests)


def test_an_unchanged_feed_is_not_sent_again_and_nothing_is_fetched_twice(site, run):
    feed = site.feed("/a", "/b", ETag='"one"')
    run(feed)
    site.requests.clear()
    assert run(feed).counts == {}
    (asked,) = [request for request in site.requests if request.path != "/robots.txt"]
    assert (asked.path, asked.headers["If-None-Match"]) == ("/feed", '"one"')


def test_a_longer_since_asks_for_the_whole_feed_again(site, run):
    feed = site.feed("/a", ETag='"one"')
    assert run(feed, since=date(2024, 6, 1)).counts == {}
    assert run(feed, since=date(2024, 1, 1)).counts == {"kept": 1}


def test_an_article_that_changed_is_asked_for_only_if_it_did(site, run, reply):
    def sitemap(day: str) -> None:
        body = f"<urlset><url><loc>{site.url}/a</loc><lastmod>{day}</lastmod></url></urlset>".encode()
        site.replies["/sitemap.xml"] = reply(body, headers={"Content-Type": "text/xml"})

    site.replies["/a"] = reply(b"a story", headers={"Content-Type": "text/plain", "ETag": '"x"'})
    sitemap("2024-01-01")
    assert run(f"{site.url}/sitemap.xml").counts == {"kept": 1}
    sitemap("2024-01-05")
    assert run(f"{site.url}/sitemap.xml").counts == {"unchanged": 1}
    assert site.requests[-1].headers["If-None-Match"] == '"x"'


def test_no_more_than_the_limit_is_asked_for_and_the_rest_next_time(site, run):
    feed = site.feed("/a", "/b", "/c")
    assert run(feed, limit=2).waiting == 1
    assert run(feed).counts == {"kept": 1}
    assert sorted(site.paths()) == ["/a", "/b", "/c", "/feed", "/feed"]


def test_older_articles_are_left_out_and_undated_ones_are_not(site, run, reply):
    body = "".join(
        f"<url><loc>{site.url}{path}</loc>{day}</url>"
        for path, day in (
            ("/old", "<lastmod>2019-01-01</lastmod>"),
            ("/new", "<lastmod>2024-01-01</lastmod>"),
            ("/undated", ""),
        )
    )
    site.replies["/sitemap.xml"] = reply(f"<urlset>{body}</urlset>".encode(), headers={"Content-Type": "text/xml"})
    run(f"{site.url}/sitemap.xml", since=date(2024, 1, 1))
    assert site.paths() == ["/sitemap.xml", "/new", "/undated"]


def test_a_url_that_is_none_is_refused_at_once(run):
    with pytest.raises(errors.SourceError, match="no address of a feed"):
        run("mfa.example/feed")


def test_a_second_collection_into_the_same_corpus_is_refused(site, run, corpus):
    with (
        collect.state.State(corpus / collect.HIDDEN / "state.sqlite"),
        pytest.raises(errors.SourceError, match="another"),
    ):
        run(site.feed("/a"))
