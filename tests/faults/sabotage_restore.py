"""Seeded bugs of a restore from a data folder: which pages are read, what is taken for the whole; see `sabotage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.putting import put

if TYPE_CHECKING:
    from station.records.journal_entry import Entry
    from station.store.store_copy import Salvage


def leaves_only() -> None:
    """Of the journal's pages only the leaves are read."""
    from station.store import page_salvage

    del page_salvage.INDEX_PAGES[0x02]


def pages_first() -> None:
    """A store that opens is read from its pages all the same, and from their leaves only."""
    from station.store import store_copy

    leaves_only()
    put(store_copy.Salvage, "_through_sql", lambda _self: ([], False))


def believes_a_run() -> None:
    """Whatever SQL gave before it stopped is taken for the whole."""
    from station.store import store_copy

    def run_only(self: Salvage, _known: tuple[int, int] | None) -> tuple[list[Entry], dict[int, list[int]]]:
        return self._through_sql()[0], {}

    put(store_copy.Salvage, "entries", run_only)
