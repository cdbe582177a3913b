"""The camera page (F3): read a pass from a camera or a picture file and put it into the gate line."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from station.errors import StationError
from station.services.gate import qr_reading
from ui.language.problem_text import of_error
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, text_label
from ui.widgets.line_edits import NameEdit


class Frame(Protocol):
    """A picture as a camera gives it: rows, columns, three bytes a point."""

    shape: tuple[int, ...]

    def tobytes(self) -> bytes:
        """The points, row by row."""


class CameraPage(QWidget):
    """Frames are read on a thread of their own; leaving the page stops it."""

    found = Signal(str)
    _frame = Signal(object)  # Frame
    _code = Signal(str)
    _fault = Signal(object)  # StationError

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        self._title = text_label("", "heading")
        self.picture = QLabel()
        self.picture.setMinimumHeight(300)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.file = NameEdit("imageFile")
        self.file.entered.connect(self._read_file)
        self.problem = Alert()
        for widget in (self._title, self.picture, self.file, self.problem):
            column.addWidget(widget)
        column.addStretch(1)
        self._frame.connect(self._show_frame)
        self._code.connect(self._leave_with)
        self._fault.connect(self._say)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._title.setText(self.tr("Hold the pass before the camera"))
        self.file.setPlaceholderText(self.tr("or a picture file, then Enter"))
        self.file.setAccessibleName(self.tr("Picture file"))

    def begin(self) -> None:
        """Open the camera off the GUI thread."""
        self.problem.hide()
        self.file.clear()
        self.file.setFocus()
        self._stop = threading.Event()
        stop = self._stop
        self._thread = threading.Thread(target=self._watch, args=(stop,), name="camera", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop the camera."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None

    def _watch(self, stop: threading.Event) -> None:
        try:
            for frame, codes in qr_reading.watch_camera(stop.is_set):
                if codes:
                    self._code.emit(codes[0])
                    return
                self._frame.emit(frame)
        except StationError as error:
            if not stop.is_set():
                self._fault.emit(error)

    def _show_frame(self, frame: Frame) -> None:
        height, width = frame.shape[:2]
        image = QImage(frame.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(
            QPixmap.fromImage(image).scaled(self.picture.size(), Qt.AspectRatioMode.KeepAspectRatio, smooth)
        )

    def _read_file(self) -> None:
        path = Path(self.file.text().strip().strip('"'))
        self._session.background.read(lambda: qr_reading.read_image_code(path), self._leave_with, self._say)

    def _leave_with(self, text: str) -> None:
        self.end()
        self.found.emit(text)

    def _say(self, error: StationError) -> None:
        self.problem.say("warn", *of_error(error, self._session.language.code))
