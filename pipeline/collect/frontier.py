"""What is to be asked of each host, and when: one request at a time, with a pause after each answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.collect import addresses, robots

Purpose = Literal["robots", "listing", "page"]


@dataclass(frozen=True, slots=True)
class Task:
    """One request to make.

    Attributes:
        url: What to ask for.
        purpose: What for.
        named: The URL it stands for, of which it may be a redirect; for a robots.txt the origin it speaks for.
        depth: How many listings led here.
        hops: How many redirects led here.
        attempt: How often it was tried already.
    """

    url: str
    purpose: Purpose
    named: str
    depth: int = 0
    hops: int = 0
    attempt: int = 0


@dataclass(slots=True)
class Host:
    """One host.

    Attributes:
        delay: Seconds between an answer and the next request.
        tasks: What to ask it, in order.
        ready_at: When it may be asked again, on the monotonic clock.
        is_busy: Whether a request is under way.
        failures: Things in a row that could not be had.
        closed: Why it is asked nothing more this time.
    """

    delay: float
    tasks: deque[Task] = field(default_factory=deque)
    ready_at: float = 0.0
    is_busy: bool = False
    failures: int = 0
    closed: str | None = None


class Frontier:
    """The hosts of one collection.

    Args:
        delay: Seconds between an answer of a host and the next request to it, unless its rules ask for more.
    """

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.rules: dict[str, robots.Rules] = {}
        """By origin."""
        self._hosts: dict[str, Host] = {}
        self._asked: set[str] = set()

    def host(self, url: str) -> Host:
        """The host a URL asks."""
        return self._hosts.setdefault(addresses.host_of(url), Host(self.delay))

    def add(self, task: Task, *, is_first: bool = False) -> None:
        """Queue a request, behind the others of its host or before them."""
        tasks = self.host(task.url).tasks
        (tasks.appendleft if is_first else tasks.append)(task)

    def due(self, now: float) -> Iterator[tuple[Host, Task]]:
        """The next request of each host that may be asked now; a robots.txt before anything it speaks for."""
        for host in list(self._hosts.values()):
            while host.tasks and not host.is_busy and host.ready_at <= now:
                origin = addresses.origin_of(host.tasks[0].url)
                if host.tasks[0].purpose == "robots" or origin in self.rules or host.closed:
                    yield host, host.tasks.popleft()
                elif origin not in self._asked:
                    self._asked.add(origin)
                    yield host, Task(f"{origin}/robots.txt", "robots", origin)
                else:  # its robots.txt was redirected, and another host is being asked
                    break

    def learn(self, origin: str, rules: robots.Rules) -> None:
        """Note the rules of an origin."""
        self.rules[origin] = rules
        host = self.host(origin)
        host.delay = max(host.delay, rules.delay)

    def pause(self, now: float) -> float | None:
        """Seconds until a host is ready, ``None`` if none waits for the clock."""
        ready = [host.ready_at - now for host in self._hosts.values() if host.tasks and not host.is_busy]
        later = [seconds for seconds in ready if seconds > 0]
        return min(later) if later else None

    @property
    def n_waiting(self) -> int:
        """Requests still to be made."""
        return sum(len(host.tasks) for host in self._hosts.values())
