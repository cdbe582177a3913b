"""The preview of a document, by keys: Enter prints it, S saves it as a PDF, Esc goes back.

A print is counted when it is asked for, not when it is looked at; what the printer does not take is said
here, and the document stays to be printed again or saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from station.errors import StationError
from ui.language.problem_text import of_error
from ui.printing.document import Document, write_pdf
from ui.printing.printer import new_printer, print_document, printer_name
from ui.session.background import Done, R, Work
from ui.session.session import Session
from ui.widgets.basic_parts import Alert, text_label

Content = TypeVar("Content")
SIZE = (860, 720)
PRINT, SAVE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_P), (Qt.Key.Key_S,)


@dataclass(frozen=True)
class Job(Generic[Content]):
    """What is printed: `make` lays `content` out; `count` accounts for a print and returns what goes on paper.

    Without `count` it was accounted for when it was looked at. `turn` gives the document before (-1) or after
    (+1) this one, None where there is none.
    """

    content: Content
    make: Callable[[Content], Document]
    count: Work[Content] | None = None
    turn: Callable[[int], Job[Content] | None] | None = None


class Preview(QDialog, Generic[Content]):
    """Pages, the keys below them, and what went wrong."""

    def __init__(self, session: Session, job: Job[Content], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._job = job
        self._document = job.make(job.content)
        self._busy = False
        self._printer = new_printer()  # the preview widget does not keep it alive
        self.pages = QPrintPreviewWidget(self._printer)
        self.pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.paintRequested.connect(lambda printer: self._document.paint(printer))
        self.problem = Alert()
        keys = self.tr("Enter prints · S saves as PDF · + − larger, smaller · PgDn next page · Esc back")
        if job.turn is not None:
            keys += self.tr(" · ← → older, newer")
        column = QVBoxLayout(self)
        for widget in (self.pages, self.problem, text_label(keys, "dim")):
            column.addWidget(widget)
        self.setObjectName("page")
        self.setWindowTitle(self._document.serial)
        self.resize(*SIZE)
        self.pages.fitInView()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key works wherever the cursor is."""
        key = event.key()
        if key in PRINT:
            self.print_it()
        elif key in SAVE:
            self._choose_file()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.pages.zoomIn()
        elif key == Qt.Key.Key_Minus:
            self.pages.zoomOut()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            step = 1 if key == Qt.Key.Key_PageDown else -1
            self.pages.setCurrentPage(max(1, min(self.pages.pageCount(), self.pages.currentPage() + step)))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._turn(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        """Show the document before or after this one."""
        turn = self._job.turn
        if turn is not None and not self._busy:
            self._busy = True
            self._session.background.read(lambda: turn(by), self._show, self._failed)

    def _show(self, job: Job[Content] | None) -> None:
        self._busy = False
        if job is not None:
            self._job, self._document = job, job.make(job.content)
            self.problem.hide()
            self.setWindowTitle(self._document.serial)
            self.pages.updatePreview()

    def print_it(self) -> None:
        """Look for a printer, account for the print, send it; a second Enter meanwhile does nothing."""
        if not self._busy:
            self._busy = True
            self.problem.hide()
            self._session.background.wait_for_device(printer_name, self._print_on, self._failed)

    def _print_on(self, name: str) -> None:
        self._counted(lambda document: print_document(document, name), self._printed)

    def _printed(self, name: str) -> None:
        self._busy = False
        self._session.notice.emit("ok", self.tr("Sent to the printer {0}").format(name), self._document.serial)
        self.accept()

    def _choose_file(self) -> None:
        name = f"{self._document.serial}.pdf"
        path, _kind = QFileDialog.getSaveFileName(self, self.tr("Save as PDF"), name, "PDF (*.pdf)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write a PDF to print elsewhere; it counts as a print."""
        self._busy = True
        self._counted(lambda document: write_pdf(document, path), lambda _pages: self._saved(path))

    def _saved(self, path: Path) -> None:
        self._busy = False
        self._session.notice.emit("ok", self.tr("Saved as PDF"), path.name)
        self.accept()

    def _counted(self, work: Callable[[Document], R], done: Done[R]) -> None:
        """Account for the print, lay out what that gave, do the work off the GUI thread."""

        def go_on(content: Content) -> None:
            self._document = self._job.make(content)
            self._session.background.wait_for_device(lambda: work(self._document), done, self._failed)

        if self._job.count is None:
            go_on(self._job.content)
        else:
            self._session.background.write(self._job.count, go_on, self._failed)

    def _failed(self, error: StationError) -> None:
        self._busy = False
        if self.isVisible():
            self.problem.say("bad", *of_error(error, self._session.language.code))
        else:  # closed meanwhile
            self._session.fail(error)
            self.deleteLater()

    def done(self, result: int) -> None:
        """Close; while a printer is still busy with it the preview lives on unseen, to say how that ended."""
        super().done(result)
        if not self._busy:
            self.deleteLater()


def preview(session: Session, job: Job[Content], parent: QWidget) -> QDialog:
    """Show the preview in front of the window; it is given back for whoever waits for its end.

    A key pressed twice asks twice: the one that is open stays.
    """
    shown = next((one for one in parent.findChildren(Preview) if one.isVisible()), None)
    if shown is None:
        shown = Preview(session, job, parent)
        shown.open()
    return shown
