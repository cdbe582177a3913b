"""Whether the limit of purge follows the centre's newest word is looked at whenever a station is opened."""

from __future__ import annotations

from station.batch.card import card_from_text
from station.batch.receipt import Receipt, read_receipt
from station.errors import RefusedFile
from station.services import epochs
from station.store import meta_rows, newest_receipt
from station.store.meta_rows import Kept
from station.store.newest_receipt import Reader
from station.store.store import Store


def reader(centre_key: bytes) -> Reader:
    """Reads receipts of this centre; one that cannot be read says nothing."""

    def read(content: bytes) -> Receipt | None:
        try:
            return read_receipt(content, centre_key)
        except RefusedFile:
            return None

    return read


def settle(store: Store) -> None:
    """Stores of releases whose limit only rose, and restored ones, follow the newest word from now on."""
    with store.read() as connection:
        text = meta_rows.read(connection, Kept.CENTRE)
        if text is None:
            return
        read = reader(card_from_text(text).public_key())
        behind = newest_receipt.unsettled(connection, read)
    if behind:
        with store.write(epochs.SYSTEM) as transaction:
            for epoch in behind:
                newest_receipt.settle(transaction.connection, epoch, read)
