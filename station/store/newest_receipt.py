"""The centre's newest word: which of the receipts taken is believed, and the limit of purge that follows it.

A centre may go on from an older copy of its folder, and its clock may be wrong. So no receipt is believed for its
date. A receipt that names a batch was made after that batch was exported: of the receipts taken after the last batch
that any of them names, none is known to be later than the others, and the lowest is believed. A lower word only sends
more and purges less; the next receipt names the batch that was sent upon it, and is believed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from station.store import receipts


class Receipt(Protocol):
    """What of a receipt counts here."""

    @property
    def highest(self) -> int:
        """Up to which entry the centre has everything."""

    @property
    def batches(self) -> tuple[str, ...]:
        """The digests of the batches it has."""

    @property
    def issued_at(self) -> int:
        """When the centre's clock says it was made."""


Reader = Callable[[bytes], Receipt | None]  # verifies a receipt's bytes


@dataclass(frozen=True)
class Word:
    """A receipt that is believed: up to which entry, by which digest it is known, when the centre says it was made."""

    highest: int
    digest: str
    issued_at: int


def newest_word(connection: Connection, epoch: int, read: Reader) -> Word | None:
    """What the centre said last of an epoch, as far as the journal can tell; None before the first receipt."""
    named = receipts.BEFORE_ANY
    counting: list[tuple[receipts.Place, Word]] = []
    for one in receipts.taken(connection, epoch):
        if one.place < named:
            break  # this one and whatever was taken before it is older than what named that batch
        said = read(one.content)
        if said is not None:
            named = max(named, receipts.place_of_export(connection, epoch, set(said.batches)))
            counting.append((one.place, Word(said.highest, one.digest, said.issued_at)))
    words = [word for place, word in counting if place > named]
    return min(words, key=lambda word: (word.highest, word.digest), default=None)


def settle(connection: Connection, epoch: int, read: Reader) -> Word | None:
    """Let the limit of an epoch follow the centre's newest word."""
    word = newest_word(connection, epoch, read)
    if word is not None and receipts.standing(connection, epoch) != word.digest:
        receipts.follow(connection, epoch, word.highest, word.digest)
    return word


def unsettled(connection: Connection, read: Reader) -> list[int]:
    """Epochs whose limit does not follow the newest word: stores whose limit only rose, or that were restored."""
    found = []
    for epoch in receipts.epochs_of(connection):
        word = newest_word(connection, epoch, read)
        if word is not None and receipts.standing(connection, epoch) != word.digest:
            found.append(epoch)
    return found
