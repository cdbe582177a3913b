"""A signed daily report as its journal entry carries it, between stations and centre."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from station.handover.daily_report import EXTRAS, NAMES, DailyFigures, DailyReport

ACTION = "daily_report"
Facts = dict[str, int | str]
REPORTED = ("issue", "zero", *NAMES, *(f"total_{name}" for name in NAMES))  # numbers that every signed report has


@dataclass(frozen=True)
class SignedFigures:
    """What a signed report says as its journal entry carries it: the one place that writes and reads its facts."""

    day: str
    issue: int
    starts: int
    ends: int
    zero: bool
    figures: DailyFigures
    cumulative: DailyFigures
    extras: dict[str, int]

    @classmethod
    def of(cls, report: DailyReport, issue: int, *, zero: bool) -> SignedFigures:
        """The report as it is signed now."""
        span = (report.starts, report.ends)
        return cls(report.day, issue, *span, zero, report.figures, report.cumulative, report.extras)

    def facts(self) -> Facts:
        """As facts of an audit."""
        return {
            "day": self.day,
            "issue": self.issue,
            "starts": self.starts,
            "ends": self.ends,
            "zero": int(self.zero),
            **asdict(self.figures),
            **{f"total_{name}": value for name, value in asdict(self.cumulative).items()},
            **self.extras,
        }

    @classmethod
    def read(cls, facts: Facts) -> SignedFigures | None:
        """The report in an audit's facts; None where a number is missing: then it is as if nothing was said."""
        day, numbers = facts.get("day"), {name: one for name, one in facts.items() if isinstance(one, int)}
        if not isinstance(day, str) or not all(name in numbers for name in REPORTED):
            return None
        return cls(
            day,
            numbers["issue"],
            numbers.get("starts", 0),
            numbers.get("ends", 0),
            bool(numbers["zero"]),
            DailyFigures(**{name: numbers[name] for name in NAMES}),
            DailyFigures(**{name: numbers[f"total_{name}"] for name in NAMES}),
            {name: numbers.get(name, 0) for name in EXTRAS},
        )
