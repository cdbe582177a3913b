"""What a widget that only shows needs of the session: words for codes, never the station behind them."""

from __future__ import annotations

from typing import Protocol

from station.records.flag import Flag
from station.services.gate.cases import OpenCase


class Wording(Protocol):
    """The words of the window's language."""

    def label(self, kind: str, code: str) -> str:
        """The word for a code."""

    def flag_words(self, flag: Flag) -> str:
        """Why triage objects."""

    def case_title(self, case: OpenCase) -> str:
        """Whom a case is about."""

    def operator_name(self, operator_id: str) -> str:
        """The name of an operator by id."""
