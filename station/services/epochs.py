"""Epochs: each has its own keys and its own count from 1; a new one asks the centre for a certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from station import signing
from station.batch.enrolment import request_bytes
from station.files import write_durably
from station.records.event import Audit, Epoch
from station.store import journal, key_rows
from station.store.store import Store, Transaction

SYSTEM = "system"  # the operator of what the program does by itself
Anew = Literal["journal_shorter_than_head", "folder_was_copied"]  # why an epoch begins where none was asked for


def begin(transaction: Transaction, epoch: int, reason: str, predecessor: dict[str, int | str] | None) -> bytes:
    """Write an epoch's first entry with new keys; its private signing key."""
    private = signing.new_key()
    for purpose, key in (("batch", private), ("pass", signing.new_key())):
        key_rows.keep(transaction.connection, purpose, epoch, key)
    transaction.open_epoch(epoch)
    transaction.append("epoch", Epoch(signing.public_key(private).hex(), reason, predecessor))
    return private


def write_request(folder: Path, station: str, name: str, epoch: int, private: bytes) -> Path:
    """The enrolment request of an epoch, beside the store."""
    suffix = "" if epoch == 1 else f"-E{epoch}"
    path = folder / f"enrol-{station}{suffix}.json"
    write_durably(path, request_bytes(station, name, epoch, signing.public_key(private), private))
    return path


def continue_anew(store: Store, name: str, reason: Anew) -> Path:
    """Entries are gone, or this is a copy: go on under a new epoch, so that no (epoch, seq) is ever used twice.

    The predecessor is what the head file witnessed, so that the centre sees what is missing.
    """
    noted = store.noted_head()
    with store.write(SYSTEM) as transaction:
        last = journal.head_of(transaction.connection)
        known = [(last.epoch, last.seq, last.digest)] if last else []
        known += [noted] if noted else []
        epoch, seq, digest = max(known)
        before: dict[str, int | str] = {"epoch": epoch, "seq": seq, "digest": digest}
        private = begin(transaction, epoch + 1, reason, before)
        transaction.append("audit", Audit(reason, before))
    return write_request(store.folder, store.station, name, epoch + 1, private)
