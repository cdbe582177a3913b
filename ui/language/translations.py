"""The language of the window: English in the source, Chinese and English plurals from catalogues."""

from __future__ import annotations

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from station.errors import BugError
from station.paths import resource_bytes

CHINESE = "zh"
ENGLISH = "en"


class Language:
    """Holds the language in force and keeps its translator alive."""

    def __init__(self, application: QApplication, code: str) -> None:
        self._application = application
        self._translator: QTranslator | None = None
        self._data = b""
        self.code = code
        self.use(code)

    def use(self, code: str) -> None:
        """Switch; Qt then sends every widget a LanguageChange event."""
        self.end()
        self.code = code
        self._data = resource_bytes(f"translations/station_{code}.qm")
        self._translator = QTranslator()
        if not self._translator.load(self._data):
            raise BugError("catalogue_damaged", language=code)
        self._application.installTranslator(self._translator)

    def end(self) -> None:
        """Take the catalogue away; English sentences are what is left."""
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator = None

    def toggle(self) -> None:
        """The other language."""
        self.use(ENGLISH if self.code == CHINESE else CHINESE)
