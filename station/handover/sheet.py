"""The handover sheet's content, and the text in its QR code: paper witnesses the journal."""

from __future__ import annotations

from dataclasses import dataclass

from station.records.shift import Handover, Shift

QR_PREFIX = "YH1"


@dataclass(frozen=True)
class Sheet:
    """Everything the sheet says; whoever paints it only lays it out and translates."""

    station: str
    station_name: str
    shift: Shift
    handover: Handover
    outgoing: str
    incoming: str
    names: dict[str, str]
    closed_at: int
    printed_at: int
    printing: int
    last_epoch: int
    last_seq: int
    head: str
    batches: tuple[int, ...] = ()

    @property
    def serial(self) -> str:
        """The sheet's number, e.g. `CP17-20200311-3`."""
        return f"{self.station}-{self.shift.day.replace('-', '')}-{self.shift.number}"

    @property
    def head_code(self) -> str:
        """The chain head as people compare it: twelve hex digits in three groups."""
        code = self.head[:12].upper()
        return f"{code[:4]}-{code[4:8]}-{code[8:]}"

    @property
    def qr_text(self) -> str:
        """Station, sheet, seq range, totals and chain head, in ASCII with slashes between."""
        figures = self.handover.figures
        parts = [
            QR_PREFIX,
            self.serial,
            f"{self.handover.first_epoch}.{self.handover.first_seq}",
            f"{self.last_epoch}.{self.last_seq}",
            figures.vehicles,
            figures.persons,
            figures.entries,
            figures.exits,
            figures.abnormal,
            self.head,
        ]
        return "/".join(str(part) for part in parts)
