"""The export page (F8): write the batch to a stick, take in what came back from the centre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStorageInfo, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.errors import MachineError, StationError
from station.services import exchange
from ui.problem_text import of_error
from ui.session import Session
from ui.widgets.inputs import NameEdit
from ui.widgets.small import Alert, text_label

RETURNING = (".ysr", ".ysc", ".card")


class ExportPage(QWidget):
    """One field: the folder. Enter exports into it and receives what lies there."""

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        self._title = text_label("", "heading")
        self._hint = text_label("", "dim")
        self._hint.setWordWrap(True)
        self.folder = NameEdit("folder")
        self.folder.entered.connect(self._act)
        self.result = Alert()
        for widget in (self._title, self._hint, self.folder, self.result):
            column.addWidget(widget)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Export to a stick"))
        self._hint.setText(
            self.tr(
                "Enter writes everything since the last receipt, then takes receipts lying there. "
                "Remove the stick only when it says so."
            )
        )
        self.folder.setPlaceholderText(self.tr("Folder of the stick"))
        self.folder.setAccessibleName(self.tr("Folder of the stick"))

    def begin(self) -> None:
        """Offer a removable drive if there is one."""
        self.result.hide()
        if not self.folder.text():
            self.folder.setText(_stick() or "")
        self.folder.setFocus()

    def _act(self) -> None:
        station = self._session.station
        typed = self.folder.text().strip()
        if not typed:
            self._failed(MachineError("folder_unreachable", folder="…"))
            return
        folder = Path(typed)

        def work() -> Any:
            taken = []
            if folder.is_dir():
                returned = sorted(one for one in folder.iterdir() if one.suffix.lower() in RETURNING)
                taken = [exchange.receive(station, path) for path in returned]
            return exchange.export(station, folder), taken

        self._session.background.write(work, self._done, self._failed)

    def _done(self, result: Any) -> None:
        written, taken = result
        files = ", ".join(one.file for one in written)
        refused = [one.file for one in taken if one.verdict == "refused"]
        text = self.tr("{0}. The stick may be removed.").format(files)
        if taken:
            text += "\n" + self.tr("%n file(s) from the centre taken.", "", len(taken) - len(refused))
        if refused:
            text += "\n" + self.tr("Not taken: {0}").format(", ".join(refused))
        self.result.say("warn" if refused else "ok", self.tr("Written and read back"), text)
        self._session.exchanged.emit()

    def _failed(self, error: StationError) -> None:
        self.result.say("bad", *of_error(error, self._session.language.code))
        self.folder.setFocus()


def _stick() -> str | None:
    """A mounted drive that looks removable: not the system's, writable, on its own device."""
    root = QStorageInfo.root().device()
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        is_media = path.startswith(("/media/", "/run/media/", "/mnt/")) or (len(path) == 3 and path[1] == ":")
        if volume.isReady() and not volume.isReadOnly() and volume.device() != root and is_media:
            return path
    return None
