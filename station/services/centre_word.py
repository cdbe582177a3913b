"""The centre's newest word: which of the receipts taken is believed, and the limit of purge that follows it.

A centre may go on from an older copy of its folder, and its clock may be wrong. So no receipt is believed for its
date. A receipt that names a batch was made after that batch was exported: of the receipts taken after the last batch
that any of them names, none is known to be later than the others, and the lowest is believed. A lower word only sends
more and purges less; the next receipt names the batch that was sent upon it, and is believed alone.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from sqlalchemy import Connection

from station.batch.card import card_from_text
from station.batch.receipt import Receipt, read_receipt
from station.errors import RefusedFile
from station.services import epochs
from station.store import receipts
from station.store.store import Store, read_meta

@dataclass(frozen=True)
class Word:
    """A receipt that is believed, and the digest it is known by."""

    receipt: Receipt
    digest: str


def newest_word(connection: Connection, epoch: int, centre_key: bytes) -> Word | None:
    """What the centre said last of an epoch, as far as the journal can tell; None before the first receipt."""
    named = receipts.BEFORE_ANY
    counting: list[tuple[receipts.Place, Word]] = []
    for one in receipts.taken(connection, epoch):
        if one.place < named:
            break  # this and whatever was taken before it is older than what named that batch
        with contextlib.suppress(RefusedFile):
            read = read_receipt(one.content, centre_key)
            named = max(named, receipts.place_of_export(connection, epoch, set(read.batches)))
            counting.append((one.place, Word(read, one.digest)))
    words = [word for place, word in counting if place > named]
    return min(words, key=lambda word: (word.receipt.highest, word.digest), default=None)


def settle(connection: Connection, epoch: int, centre_key: bytes) -> Word | None:
    """Let the limit of an epoch follow the centre's newest word."""
    word = newest_word(connection, epoch, centre_key)
    if word is not None and receipts.standing(connection, epoch) != word.digest:
        receipts.follow(connection, epoch, word.receipt.highest, word.digest)
    return word


def settle_all(store: Store) -> None:
    """At start: stores of releases whose limit only rose, and restored ones, follow the newest word too."""
    with store.read() as connection:
        text = read_meta(connection, "centre")
        if text is None:
            return
        key = card_from_text(text).public_key()
        behind = []
        for epoch in receipts.epochs_of(connection):
            word = newest_word(connection, epoch, key)
            if word is not None and receipts.standing(connection, epoch) != word.digest:
                behind.append(epoch)
    if behind:
        with store.write(epochs.SYSTEM) as transaction:
            for epoch in behind:
                settle(transaction.connection, epoch, key)
