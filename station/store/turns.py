"""Writers take turns: whoever asks first writes first, so that long work in many steps never keeps a save waiting."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that is fair: a purge of many transactions lets in a save that asks between two of them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for those who came earlier, then be the only one."""
        mine = threading.Event()
        with self._guard:
            self._queue.append(mine)
            if self._queue[0] is mine:
                mine.set()
        try:
            mine.wait()
            yield
        finally:
            with self._guard:
                first = self._queue[0] is mine
                self._queue.remove(mine)
                if first and self._queue:
                    self._queue[0].set()
