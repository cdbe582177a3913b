"""What the centre confirmed: the receipts taken, the exports they may name, and the limit of purge that follows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, insert, literal, or_, select

from station.store import journal as journal_rows
from station.store.station_tables import exports, journal, purge_limit, receipts, received, station_keys

Place = tuple[int, int]
BEFORE_ANY: Place = (0, 0)


@dataclass(frozen=True)
class TakenReceipt:
    """A receipt's bytes, and the place of the journal where it was taken."""

    digest: str
    content: bytes
    place: Place


def epochs_of(connection: Connection) -> list[int]:
    """The epochs that receipts were taken for, oldest first."""
    query = select(received.c.epoch).where(received.c.kind == "receipt").distinct().order_by(received.c.epoch)
    return list(connection.execute(query).scalars())


def taken(connection: Connection, epoch: int) -> list[TakenReceipt]:
    """The receipts of an epoch, the one taken last first.

    One whose entry did not come back in a restore was taken before the newest epoch began.
    """
    head = journal_rows.head_of(connection)
    begun = (head.epoch if head else 1, 0)
    rows = connection.execute(
        select(received.c.digest, received.c.content, receipts.c.taken_epoch, receipts.c.taken_seq)
        .join(receipts, receipts.c.digest == received.c.digest, isouter=True)
        .where(received.c.kind == "receipt", received.c.epoch == epoch)
    )
    found = [
        TakenReceipt(row.digest, bytes(row.content), (row.taken_epoch, row.taken_seq) if row.taken_epoch else begun)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.place, one.digest), reverse=True)


def place_of_export(connection: Connection, epoch: int, digests: Collection[str]) -> Place:
    """Where the journal names the last export that is among these batches."""
    columns = (exports.c.digest, exports.c.written_epoch, exports.c.written_seq)
    newest_first = (exports.c.written_epoch.desc(), exports.c.written_seq.desc())
    for row in connection.execute(select(*columns).where(exports.c.epoch == epoch).order_by(*newest_first)):
        if row.digest in digests:
            return row.written_epoch, row.written_seq
    return BEFORE_ANY


def limit_of(connection: Connection, epoch: int) -> int:
    """Up to which entry of an epoch the centre's newest word goes; 0 if there is none."""
    return connection.execute(select(purge_limit.c.seq).where(purge_limit.c.epoch == epoch)).scalar() or 0


def standing(connection: Connection, epoch: int) -> str | None:
    """The digest of the receipt that the limit of an epoch follows."""
    digest: str | None = connection.execute(select(purge_limit.c.receipt).where(purge_limit.c.epoch == epoch)).scalar()
    return digest


def follow(connection: Connection, epoch: int, seq: int, digest: str) -> None:
    """Let the limit of an epoch follow this receipt."""
    where = purge_limit.c.epoch == epoch
    if standing(connection, epoch) is None:
        connection.execute(insert(purge_limit), {"epoch": epoch, "seq": seq, "receipt": digest})
    else:
        connection.execute(purge_limit.update().where(where).values(seq=seq, receipt=digest))


def batch_keys(connection: Connection) -> list[tuple[int, bytes]]:
    """Every epoch with its signing key."""
    query = select(station_keys.c.epoch, station_keys.c.private_key).where(station_keys.c.purpose == "batch")
    return [(row.epoch, row.private_key) for row in connection.execute(query.order_by(station_keys.c.epoch))]


def unknown_keys(connection: Connection) -> list[tuple[int, bytes]]:
    """Epochs, with their key, that the centre does not know: no certificate came, or it has nothing of them (again)."""
    certified = select(received.c.epoch).where(received.c.kind == "certificate")
    nothing = select(purge_limit.c.epoch).where(purge_limit.c.seq == 0)
    known = set(connection.execute(certified).scalars()) - set(connection.execute(nothing).scalars())
    return [(epoch, private) for epoch, private in batch_keys(connection) if epoch not in known]


def not_exported(connection: Connection, epoch: int) -> int:
    """Entries of an epoch that neither the centre confirms nor a file on its way to it holds, less the exports' own.

    Where the centre went back, files of before do not count: they may be emptied from every stick by now.
    """
    limit = limit_of(connection, epoch)
    since = _went_back_at(connection, epoch, limit)
    later = or_(
        exports.c.written_epoch > since[0],
        and_(exports.c.written_epoch == since[0], exports.c.written_seq > since[1]),
    )
    rows = select(exports.c.first_seq, exports.c.last_seq).where(exports.c.epoch == epoch, later)
    end = limit
    for first, last in connection.execute(rows.order_by(exports.c.first_seq)):
        end = max(end, last) if first <= end + 1 else end
    count = select(func.count()).select_from(journal).where(journal.c.epoch == epoch, journal.c.seq > end)
    noted = select(func.count()).where(exports.c.written_epoch == epoch, exports.c.written_seq > end)
    return int(connection.execute(count).scalar_one() - connection.execute(noted).scalar_one())


def _went_back_at(connection: Connection, epoch: int, limit: int) -> Place:
    """Where the receipt was taken that took back what an earlier one said; the beginning if none did."""
    more = select(literal(1)).where(receipts.c.epoch == epoch, receipts.c.highest > limit)
    digest = standing(connection, epoch)
    row = connection.execute(select(receipts).where(receipts.c.digest == digest)).first()
    if row is None or connection.execute(more).first() is None:
        return BEFORE_ANY
    return row.taken_epoch, row.taken_seq
