"""The handover sheet's content, and the text in its QR code: paper witnesses the journal."""

from __future__ import annotations

from dataclasses import dataclass, field

from station.records.shift import Handover, Shift

QR_PREFIX = "YH1"
TOTALS = ("vehicles", "persons", "entries", "exits", "abnormal")


@dataclass(frozen=True)
class SheetMark:
    """What a sheet's QR code says: serial, places (epoch, seq) of the slice, totals, chain head (hex)."""

    serial: str
    first: tuple[int, int]
    last: tuple[int, int]
    totals: tuple[int, ...]
    head: str

    @property
    def station(self) -> str:
        """The station whose sheet it is."""
        return self.serial.partition("-")[0]

    def to_text(self) -> str:
        """ASCII with slashes between."""
        places = (f"{epoch}.{seq}" for epoch, seq in (self.first, self.last))
        return "/".join([QR_PREFIX, self.serial, *places, *map(str, self.totals), self.head])

    def differences(self, record: SheetMark) -> tuple[tuple[str, str, str], ...]:
        """Where paper (self) and record part: field, what the paper says, what the record says."""
        names = ("serial", "first", "last", *TOTALS, "head")
        paper, kept = self._values(), record._values()
        return tuple(
            (name, _short(one), _short(other))
            for name, one, other in zip(names, paper, kept, strict=True)
            if one != other
        )

    def _values(self) -> tuple[str, ...]:
        places = (f"{epoch}.{seq}" for epoch, seq in (self.first, self.last))
        return (self.serial, *places, *map(str, self.totals), self.head)


@dataclass(frozen=True)
class Comparison:
    """Whether a paper sheet is what the record says; `differences` are field, paper, record."""

    serial: str
    verdict: str  # matches, differs, unknown, other_station
    differences: tuple[tuple[str, str, str], ...] = ()


def mark_of(serial: str, handover: Handover, last: tuple[int, int], head: str) -> SheetMark:
    """The mark of a closed shift."""
    totals = tuple(getattr(handover.figures, name) for name in TOTALS)
    return SheetMark(serial, (handover.first_epoch, handover.first_seq), last, totals, head)


def read_mark(text: str) -> SheetMark | None:
    """The mark in a scanned text, None if it is no sheet's."""
    prefix, serial, *parts = (*text.strip().split("/"), "", "")[: 5 + len(TOTALS)]
    if prefix != QR_PREFIX or len(parts) != 3 + len(TOTALS):
        return None
    try:
        (first, last), totals = [_place(one) for one in parts[:2]], tuple(int(one) for one in parts[2:-1])
    except ValueError:
        return None
    return SheetMark(serial, first, last, totals, parts[-1].lower())


def compared(paper: SheetMark, kept: SheetMark | None) -> Comparison:
    """The verdict over a paper sheet and what is kept of it."""
    if kept is None:
        return Comparison(paper.serial, "unknown")
    differences = paper.differences(kept)
    return Comparison(paper.serial, "differs" if differences else "matches", differences)


def _short(text: str) -> str:
    """A digest by its first and last digits; anything else whole."""
    return text if len(text) < 40 else f"{text[:8]}…{text[-4:]}"


def _place(text: str) -> tuple[int, int]:
    epoch, seq = text.split(".")
    return int(epoch), int(seq)


def serial_of(station: str, shift: Shift) -> str:
    """A sheet's number, e.g. `CP17-20200311-3`; a second shift of that number on a day is `…-3-2`."""
    again = f"-{shift.again + 1}" if shift.again else ""
    return f"{station}-{shift.day.replace('-', '')}-{shift.number}{again}"


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
    fever_from: int  # tenths of a degree, by the rules in force
    batches: tuple[int, ...] = ()
    moved: dict[str, tuple[int, int]] = field(default_factory=dict)  # supply: what came, what went in the shift
    expected: tuple[str, ...] = ()  # supplies that the rules name: one that nobody counted is said

    @property
    def serial(self) -> str:
        """The sheet's number."""
        return serial_of(self.station, self.shift)

    @property
    def head_code(self) -> str:
        """The chain head as people compare it: twelve hex digits in three groups."""
        code = self.head[:12].upper()
        return f"{code[:4]}-{code[4:8]}-{code[8:]}"

    @property
    def qr_text(self) -> str:
        """Station, sheet, seq range, totals and chain head, in ASCII with slashes between."""
        return mark_of(self.serial, self.handover, (self.last_epoch, self.last_seq), self.head).to_text()
