"""What every page of the centre's window is given: the opened centre, the workers, the language."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from station.messages import label
from station.services.centre.clerk_desk import Centre
from ui.language.translations import Language
from ui.session.background import Background


class CentreSession(QObject):
    """The centre as the window uses it."""

    merged = Signal()  # batches came in, or a station was enrolled

    def __init__(self, centre: Centre, background: Background, language: Language) -> None:
        super().__init__()
        self.centre = centre
        self.background = background
        self.language = language

    def label(self, kind: str, code: str) -> str:
        """The word for a code in the window's language."""
        return label(kind, code, self.language.code)
