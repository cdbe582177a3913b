"""Seeded bugs of a restore from a data folder: which pages are read, what is taken for the whole; see `sabotage`."""

from __future__ import annotations


def leaves_only() -> None:
    """Of the journal's pages only the leaves are read."""
    from station.store import pages

    del pages.INDEX_PAGES[0x02]


def pages_first() -> None:
    """A store that opens is read from its pages all the same, and from their leaves only."""
    from station.store import backup

    leaves_only()
    backup.Salvage._through_sql = lambda _self: ([], False)


def believes_a_run() -> None:
    """Whatever SQL gave before it stopped is taken for the whole."""
    from station.store import backup

    backup.Salvage.entries = lambda self, _known: (self._through_sql()[0], {})
