"""Verify: chain, bodies, look-ups against the journal, triggers, file; and rebuild of the look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.changes import Area, writes
from station.errors import InputError, StoreProblem
from station.progress import Progress, quiet, share, told
from station.records.journal_entry import NO_DIGEST, Entry, check_links
from station.services.opened_station import Station
from station.store import journal, passage_rows, projections
from station.store.store import View


@dataclass(frozen=True)
class Finding:
    """Something wrong: its code and where."""

    code: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Verified:
    """How many entries were read and what was wrong; clean when `findings` is empty."""

    entries: int
    findings: tuple[Finding, ...]


def verify(station: Station, progress: Progress = quiet) -> Verified:
    """Check everything that can be checked without writing; runs beside an open desk."""
    findings: list[Finding] = []
    try:
        station.store.check_triggers()
    except StoreProblem as error:
        findings.append(Finding(error.code, dict(error.facts)))
    if station.store.is_shorter_than_noted():
        findings.append(Finding("journal_shorter_than_head", {}))
    findings += [Finding("store_damaged", {"detail": text}) for text in station.store.faults()]
    with station.store.read() as connection:
        entries = list(journal.entries(connection))
        findings += _chain(entries)
        for entry in told(entries, len(entries), share(progress, 0, 3)):
            stored = journal.stored_digest(connection, entry.header.epoch, entry.header.seq)
            if stored != entry.header.digest():
                findings.append(_finding("digest_altered", entry))
        if not findings:
            rebuilt = _rebuilt_beside(entries, connection, share(progress, 1, 3))
            standing = projections.dump(connection)
            findings += [
                Finding("lookup_differs", {"table": name}) for name in standing if standing[name] != rebuilt[name]
            ]
        findings += _records(entries, share(progress, 2, 3))
    return Verified(len(entries), tuple(findings))


@writes
def rebuild(station: Station, progress: Progress = quiet) -> int:
    """Make the look-ups again from the journal in one transaction; how many entries were read."""
    with station.write() as transaction:
        count = projections.rebuild(transaction.connection, transaction.connection, progress)
        transaction.touch(*Area, rows=passage_rows.every_uid(transaction.connection))  # any of it may have been wrong
    return count


def _chain(entries: list[Entry]) -> list[Finding]:
    findings = []
    epochs = sorted({entry.header.epoch for entry in entries})
    for epoch in epochs:
        run = [entry for entry in entries if entry.header.epoch == epoch]
        seqs = [entry.header.seq for entry in run]
        if seqs != list(range(1, len(run) + 1)):
            findings.append(Finding("seq_gap", {"epoch": epoch}))
        previous = NO_DIGEST
        for entry in run:
            fault = check_links([entry], previous)
            if fault:
                findings.append(_finding(fault, entry))
            previous = entry.header.digest()
    return findings


def _records(entries: list[Entry], progress: Progress) -> list[Finding]:
    findings = []
    for entry in told(entries, len(entries), progress):
        try:
            journal.record_of(entry)
        except InputError as error:
            findings.append(_finding(error.code, entry))
    return findings


def _rebuilt_beside(entries: list[Entry], source: View, progress: Progress) -> dict[str, str]:
    with projections.beside() as memory:
        for entry in told(entries, len(entries), progress):
            projections.project(memory, entry.header, journal.readable_of(entry), source)
        return projections.dump(memory)


def _finding(code: str, entry: Entry) -> Finding:
    return Finding(code, {"epoch": entry.header.epoch, "seq": entry.header.seq})
