"""Work off the GUI thread: one thread writes, one reads, one waits for devices; results come home by signal.

What the work makes durable is told at once, by `changed`, however the work ends: no page has to remember it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from station.changes import Changes, gathering
from station.error_log import note_bug
from station.errors import BugError, StationError

R = TypeVar("R")
Work = Callable[[], Changes[R]] | Callable[[], R]
Done = Callable[[R], object]
Failed = Callable[[StationError], None]


class Background(QObject):
    """Runs use cases on worker threads; `done` or `failed` is called on the GUI thread."""

    changed = Signal(object)  # Changes: something became durable
    _finished = Signal(object)  # Callable[[], object]: whom to call, with its answer

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._reader = ThreadPoolExecutor(1, "store-reader")
        self._device = ThreadPoolExecutor(1, "device")
        self._running = 0
        self._stopped = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(self, work: Work[R], done: Done[R], failed: Failed) -> None:
        """Run something that saves; saves keep their order."""
        self._submit(self._writer, work, done, failed)

    def read(self, work: Work[R], done: Done[R], failed: Failed | None = None) -> None:
        """Run something that only looks; it never holds up a save."""
        self._submit(self._reader, work, done, failed or _ignore)

    def wait_for_device(self, work: Work[R], done: Done[R], failed: Failed) -> None:
        """Run something that a printer or a stick may hold up; look-ups and saves go on beside it."""
        self._submit(self._device, work, done, failed)

    def is_busy(self) -> bool:
        """Whether a result is still on its way."""
        return self._running > 0

    def stop(self) -> None:
        """Finish what was begun and end the threads; whatever a timer still asks for is not begun."""
        self._stopped = True
        self._writer.shutdown()
        self._reader.shutdown()
        self._device.shutdown()

    def _submit(self, pool: ThreadPoolExecutor, work: Work[R], done: Done[R], failed: Failed) -> None:
        if self._stopped:
            return
        self._running += 1

        def run() -> None:
            with gathering(self.changed.emit):
                call = _outcome(work, done, failed)
            self._finished.emit(call)

        pool.submit(run)

    def _deliver(self, call: Callable[[], object]) -> None:
        self._running -= 1
        call()


def _outcome(work: Work[R], done: Done[R], failed: Failed) -> Callable[[], object]:
    """Whom to call, with what: the answer of a use case, or the error that ended it."""
    try:
        result = work()
    except StationError as error:
        return partial(failed, error)
    except Exception as error:  # noqa: BLE001  a worker's bug must reach the screen, not vanish
        note_bug(error)
        return partial(failed, BugError("bug"))
    return partial(done, result.answer if isinstance(result, Changes) else result)


def _ignore(_error: StationError) -> None:
    """A look-up that failed shows nothing; the next key asks again."""
