"""Keeps the draft on the disk while it is typed, so that a power cut loses at most the last moment."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer

from station.entry.draft import DraftPerson
from station.services import drafts
from ui.desk.desk_draft import DeskDraft
from ui.session import Session

PAUSE = 250  # ms without a key, then it is written
LONGEST = 1000  # ms after which it is written even while keys keep coming


class DraftKeeper(QObject):
    """One pending write at most; a save cancels it, because it takes the draft away itself."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._draft: DeskDraft | None = None
        self._kept = False
        self._pause, self._longest = QTimer(self), QTimer(self)
        for timer, interval in ((self._pause, PAUSE), (self._longest, LONGEST)):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(self.write_now)

    def touch(self, draft: DeskDraft) -> None:
        """The draft changed."""
        if not (draft.text or draft.usual or self._kept):
            return
        self._draft = draft
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
        self._draft, self._kept = None, False

    def write_now(self) -> None:
        """Hand the draft to the writer."""
        self.pause()
        draft = self._draft
        if draft is None:
            return
        content = self.content_of(draft)
        self._kept = bool(content)
        station, uid = self._session.station, draft.uid
        self._session.background.write(lambda: drafts.keep(station, uid, content), _ignore, _ignore)

    @staticmethod
    def content_of(draft: DeskDraft) -> dict[str, Any]:
        """What is needed to show it again; empty for an empty draft."""
        if not (draft.text.strip() or draft.usual):
            return {}
        return {
            "line": draft.text,
            "usual": msgspec.to_builtins(draft.usual),
            "absent": sorted(draft.absent),
            "answers": dict(draft.answers),
        }

    @staticmethod
    def read(content: dict[str, Any]) -> tuple[tuple[DraftPerson, ...], frozenset[int], dict[str, bool]]:
        """Crew, absent members and answers of a kept draft; what cannot be read is left out."""
        try:
            return (
                msgspec.convert(content.get("usual", ()), tuple[DraftPerson, ...]),
                msgspec.convert(content.get("absent", ()), frozenset[int]),
                msgspec.convert(content.get("answers", {}), dict[str, bool]),
            )
        except msgspec.ValidationError:
            return (), frozenset(), {}


def _ignore(_result: object) -> None:
    """A draft that could not be kept is still on the screen; its save will say what is wrong."""
