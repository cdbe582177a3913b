"""What every page is given: the opened station, the workers, the language; no globals."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from station.errors import StationError
from station.messages import label, parts
from station.records.flag import Flag
from station.services.gate.cases import OpenCase
from station.services.opened_station import Station
from station.services.safety.second_copy import MirrorState
from ui.language.problem_text import of_error
from ui.language.translations import Language
from ui.session.background import Background


class Session(QObject):
    """The one station as the window uses it; what a write changed is told by `background`."""

    timed = Signal(float)  # seconds from the first key to durable
    notice = Signal(str, str, str)  # kind (ok, warn, bad), title, text

    def __init__(self, station: Station, background: Background, language: Language, *, sounding: bool = False) -> None:
        super().__init__()
        self.sounding = sounding
        self._station = station
        self.background = background
        self.language = language
        self.operator_names: dict[str, str] = {}
        self.thermometer: str | None = None  # the one whose readings are being typed

    @property
    def station(self) -> Station:
        """The one station in the name of whoever works now: work that is begun keeps its author, whoever signs in."""
        return self._station.acting_as(self._station.operator)

    def label(self, kind: str, code: str) -> str:
        """The word for a code in the window's language."""
        return label(kind, code, self.language.code)

    def flag_words(self, flag: Flag) -> str:
        """Why triage objects, and what the list orders, in words."""
        facts = [self.label(kind, word) if kind else word for kind, word in flag.words]
        said = " ".join([self.label("rule", flag.rule), *facts]).strip()
        return f"{said} → {flag.order}" if flag.order else said

    def operator_name(self, operator_id: str) -> str:
        """The name of an operator by id."""
        return self.operator_names.get(operator_id, operator_id)

    def case_title(self, case: OpenCase) -> str:
        """Whom a case is about: masked name or plate, and which of several people it waits for."""
        number = self.tr("person %n", "", case.waiting + 1)
        if not case.who:
            return number
        return f"{case.who} · {number}" if len(case.passage.persons) > 1 else case.who

    def fail(self, error: StationError) -> None:
        """Show an error where the operator looks."""
        title, step = of_error(error, self.language.code)
        self.notice.emit("bad", title, step)

    def tell_mirror(self, state: MirrorState) -> None:
        """Say that the second copy's stick is away, and what to do."""
        self.notice.emit("warn", *parts(state.reason, {"folder": "", "file": ""}, self.language.code))
