"""Keeps a draft on the disk while it is typed, so that a power cut loses at most the last moment."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from station.errors import StationError
from station.services.gate import drafts
from ui.session.session import Session

PAUSE = 250  # ms without a key, then it is written
LONGEST = 1000  # ms after which it is written even while keys keep coming


class DraftKeeper(QObject):
    """One pending write at most; a save cancels it, because it takes the draft away itself."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._pending: tuple[str, dict[str, object]] | None = None
        self._kept = False
        self._pause, self._longest = QTimer(self), QTimer(self)
        for timer, interval in ((self._pause, PAUSE), (self._longest, LONGEST)):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(self.write_now)

    def touch(self, uid: str, content: dict[str, object]) -> None:
        """The draft changed; empty content takes its copy away."""
        if not (content or self._kept or self._pending):
            return
        self._pending = (uid, content)
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def pause(self) -> None:
        """A save is on its way: nothing to write any more."""
        self._pause.stop()
        self._longest.stop()

    def forget(self) -> None:
        """The draft is saved, and its kept copy went with it."""
        self.pause()
        self._pending, self._kept = None, False

    def write_now(self) -> None:
        """Hand the draft to the writer."""
        self.pause()
        if self._pending is None:
            return
        (uid, content), self._pending = self._pending, None
        self._kept = bool(content)
        station = self._session.station
        self._session.background.write(lambda: drafts.keep(station, uid, content), _kept, self._failed)

    def _failed(self, error: StationError) -> None:
        """A draft that could not be kept is still on the screen; its save will say what is still wrong."""
        if error.code == "reserve_released":
            self._session.fail(error)


def _kept(_result: object) -> None:
    """Nothing to say."""
