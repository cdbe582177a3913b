"""Keeps the second copy current while the desk works, and runs the checks of the start; says what it finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from station.errors import StationError
from station.services.safety import opening_checklist, second_copy
from station.services.safety.second_copy import Mirror, MirrorState
from ui.session.session import Session

EVERY = 2000  # ms between two looks at what the copy has not got yet


class SecondCopy(QObject):
    """A timer on the GUI thread, the work on the thread that waits for devices."""

    stands = Signal(object)  # MirrorState, None where no copy is kept

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._mirror: Mirror | None = None
        self._busy = False
        self.state: MirrorState | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.sync)

    def begin(self, *, reserving: bool) -> None:
        """Look where the copy goes, check the store once beside the work, hold the reserve of the disk back."""
        self.look()
        station = self._session.station
        self._session.background.read(lambda: opening_checklist.quick(station), self._found)
        self._session.background.wait_for_device(
            lambda: opening_checklist.thorough(station), self._found, self._session.fail
        )
        if reserving:
            self._session.background.wait_for_device(
                lambda: opening_checklist.hold_reserve(station), lambda _held: None, self._session.fail
            )

    def look(self) -> None:
        """Take the folder that is chosen now."""
        station = self._session.station
        self._session.background.read(lambda: second_copy.mirror_folder(station), self._take, self._session.fail)

    def _take(self, folder: Path | None) -> None:
        self._mirror = Mirror(self._session.station, folder) if folder else None
        if self._mirror is None:
            self._timer.stop()
            self._show(None)
            return
        self._timer.start()
        self.sync()

    def sync(self) -> None:
        """Bring the copy up to date, unless it is just doing so."""
        mirror = self._mirror
        if mirror is not None and not self._busy:
            self._busy = True
            self._session.background.wait_for_device(
                mirror.sync, lambda state: self._synced(mirror, state), self._failed
            )

    def last_time(self) -> Callable[[], MirrorState] | None:
        """What brings the copy up to date before the program ends."""
        self._timer.stop()
        return self._mirror.sync if self._mirror is not None else None

    def _synced(self, mirror: Mirror, state: MirrorState) -> None:
        self._busy = False
        if mirror is self._mirror:  # else the copy was ended, or goes elsewhere by now
            self._show(state)

    def _show(self, state: MirrorState | None) -> None:
        before, self.state = self.state, state
        if state is not None and state.status == "away" and (before is None or before.status != "away"):
            self._session.tell_mirror(state)
        self.stands.emit(state)

    def _failed(self, error: StationError) -> None:
        self._busy = False
        self._session.fail(error)

    def _found(self, findings: list[opening_checklist.Finding]) -> None:
        for one in findings:
            self._session.fail(one)
