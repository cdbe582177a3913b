"""The screen that faces the driver: what to do now in one large word, the announcement under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.basic_parts import text_label

NAMES = {"pass": "driverOk", "recheck": "driverWarn", "stop": "driverBad"}


class DriverScreen(QWidget):
    """One word, one sentence, readable from a car."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, True)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 40, 60, 40)
        self.prompt = text_label("", "driverOk")
        self.words = text_label("", "driverWords")
        for label in (self.prompt, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label, 1)

    @classmethod
    def on_second_screen(cls) -> DriverScreen | None:
        """The window on the second screen; None where there is only one."""
        screens = QGuiApplication.screens()
        if len(screens) < 2:
            return None
        made = cls()
        made.setGeometry(screens[1].geometry())
        made.show()
        return made

    def show_announcement(self, text: str) -> None:
        """Show an announcement until the next one."""
        self.words.setText(text)

    def show_prompt(self, kind: str, word: str) -> None:
        """Show what the driver is to do; an empty word takes it away."""
        self.prompt.setObjectName(NAMES.get(kind, "driverOk"))
        self.prompt.style().unpolish(self.prompt)
        self.prompt.style().polish(self.prompt)
        self.prompt.setText(word)
