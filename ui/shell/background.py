"""Work off the GUI thread: one thread writes, one reads, one waits for devices; results come home by signal.

What the work makes durable is told at once, by `changed`, however the work ends: no page has to remember it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from station.changes import Changes, gathering
from station.error_log import note_bug
from station.errors import BugError, StationError

Done = Callable[[Any], None]
Failed = Callable[[StationError], None]


class Background(QObject):
    """Runs use cases on worker threads; `done` or `failed` is called on the GUI thread."""

    changed = Signal(object)  # Changes: something became durable
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._reader = ThreadPoolExecutor(1, "store-reader")
        self._device = ThreadPoolExecutor(1, "device")
        self._running = 0
        self._stopped = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Run something that saves; saves keep their order."""
        self._submit(self._writer, work, done, failed)

    def read(self, work: Callable[[], Any], done: Done, failed: Failed | None = None) -> None:
        """Run something that only looks; it never holds up a save."""
        self._submit(self._reader, work, done, failed or _ignore)

    def wait_for_device(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
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

    def _submit(self, pool: ThreadPoolExecutor, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        if self._stopped:
            return
        self._running += 1

        def run() -> None:
            with gathering(self.changed.emit):
                callback, value = _outcome(work, done, failed)
            self._finished.emit(callback, value)

        pool.submit(run)

    def _deliver(self, callback: Callable[[Any], None], value: Any) -> None:
        self._running -= 1
        callback(value)


def _outcome(work: Callable[[], Any], done: Done, failed: Failed) -> tuple[Callable[[Any], None], Any]:
    """Whom to call with what: the answer of a use case, or the error that ended it."""
    try:
        result = work()
    except StationError as error:
        return failed, error
    except Exception as error:  # noqa: BLE001  a worker's bug must reach the screen, not vanish
        note_bug(error)
        return failed, BugError("bug")
    return done, result.answer if isinstance(result, Changes) else result


def _ignore(_error: StationError) -> None:
    """A look-up that failed shows nothing; the next key asks again."""
