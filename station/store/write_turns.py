"""Writers take turns: whoever asks first writes first, so that long work in many steps never keeps a save waiting."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from station.errors import BugError


class Turns:
    """A lock that is fair: a purge of many transactions lets in a save that asks between two of them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._owner: int | None = None

    @property
    def waiting(self) -> int:
        """How many have their turn or wait for it."""
        return len(self._queue)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for those who came earlier, then be the only one; whoever already is would wait for himself."""
        if self._owner == threading.get_ident():
            raise BugError("nested_write")
        mine = threading.Event()
        with self._guard:
            self._queue.append(mine)
            if self._queue[0] is mine:
                mine.set()
        try:
            mine.wait()
            self._owner = threading.get_ident()
            yield
        finally:
            with self._guard:
                first = self._queue[0] is mine
                if first:
                    self._owner = None
                self._queue.remove(mine)
                if first and self._queue:
                    self._queue[0].set()
