"""Which URLs and addresses may be asked: a feed is written by strangers and must not lead into the user's network.

A name is resolved once, every address it has is checked, and the connection is made to what was checked. Whoever
answers the name otherwise a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urljoin, urlsplit

import urllib3

from pipeline.collect.outcomes import RefusedError, TroubleError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

ANYWHERE: tuple[Network, ...] = (ipaddress.IPv4Network("0.0.0.0/0"), ipaddress.IPv6Network("::/0"))
"""What ``--allow-private`` allows."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is reached in the end."""

MAX_URL_CHARS = 2_048
"""The sitemap protocol's limit; longer ones are traps or data."""

DEFAULT_PORTS = {"http": 80, "https": 443}


def normal(url: str, base: str | None = None) -> str | None:
    """A URL in the one form that is compared and kept; ``None`` if it is none that can be fetched.

    >>> normal("/en/News?id=7#top", base="HTTPS://MFA.Example:443/feed")
    'https://mfa.example/en/News?id=7'
    >>> normal("javascript:void(0)") is None
    True
    """
    try:
        joined = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(joined)
        host, port = parts.hostname, parts.port
        if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc or len(joined) > MAX_URL_CHARS:
            return None
        name = host if ":" in host or host.isascii() else host.encode("idna").decode("ascii")
        shown = f"[{name}]" if ":" in name else name.rstrip(".")
        where = shown if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"
        query = f"?{parts.query}" if parts.query else ""
        return urllib3.util.parse_url(f"{parts.scheme}://{where}{parts.path or '/'}{query}").url
    except (ValueError, urllib3.exceptions.LocationParseError):
        return None


def host_of(url: str) -> str:
    """The name a URL asks, without the port."""
    return urlsplit(url).hostname or ""


def origin_of(url: str) -> str:
    """Scheme, name and port: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_same_site(url: str, other: str) -> bool:
    """Whether two URLs belong to one site: the same name, ``www.`` aside, or one below the other.

    >>> is_same_site("https://www.mfa.example/a", "https://news.mfa.example/sitemap.xml")
    True
    >>> is_same_site("https://trade.gov.example/a", "https://mfa.gov.example/sitemap.xml")
    False
    """
    one, two = (host_of(each).removeprefix("www.") for each in (url, other))
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, also where IPv6 wraps an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def by_system(host: str, port: int) -> Sequence[str]:
    """The addresses of a name as this machine's resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve(host: str, port: int, allowed: Sequence[Network], resolver: Resolver) -> tuple[str, ...]:
    """The addresses a host may be asked at, in the resolver's order.

    Args:
        host: A name, or an address.
        port: The port that will be asked.
        allowed: Networks that may be asked although they are not public.
        resolver: Name and port to addresses.

    Raises:
        RefusedError: One of them is private: a public name has no business there, so none is trusted.
        TroubleError: The name is unknown, perhaps for now.
    """
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError) as problem:
        raise TroubleError(f"the name {host} could not be resolved ({problem})") from problem
    if not found:
        raise TroubleError(f"the name {host} has no address")
    for text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not is_public(address) and not any(address in network for network in allowed):
            raise RefusedError(
                f"{host} is at {address}, which is no address of the public internet; --allow-private permits it"
            )
    return tuple(found)
