"""Full text over known vehicles and persons: what a few typed characters can mean, newest first.

A row's id is its `recent` (see `schema`), so FTS5 hands out the newest match first and stops at the limit:
the time does not grow with the history. A plate is indexed by all its endings, so that any part of it is
the beginning of one of them; names by pairs of characters, which finds any part; numbers backwards, which
finds their endings.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, select, text

from station.canonical import one_form
from station.entry.comparison import name_key
from station.entry.pinyin import spell
from station.records.passage import Person
from station.store.station_tables import SEARCH_TABLES, SEATS, persons, vehicles

ANEW = "_anew"
INDEXED = {"vehicle_search": vehicles, "person_search": persons}
IN_ONE_PASSAGE = {"vehicle_search": 1, "person_search": SEATS}  # `recent` divided by it is the passage's n
CATCHING_UP = 500
BELOW = "recent < (SELECT coalesce(min(id), 1 << 62) FROM {}_docsize)"  # going on where the copy stands
MISSING = "recent NOT IN (SELECT id FROM {}_docsize)"  # saved or moved while the copy was made
STALE = (  # forgotten while the copy was made, or at the place of a passage that was corrected meanwhile: other words
    "SELECT id FROM {anew}_docsize WHERE id NOT IN (SELECT recent FROM {table})"
    " OR id / {seats} IN (SELECT n FROM passages WHERE revision > 1 AND (epoch, seq) > (?, ?))"
)
END = "尾"  # stands after the last character, so that an ending is a word of its own
PUT_PERSON = "INSERT INTO {} (rowid, name, spelled, initials, id_end, phone_end, serial) VALUES (?, ?, ?, ?, ?, ?, ?)"


def create(connection: Connection) -> None:
    """Make the full-text tables, for a store in memory; a file gets them by its revision."""
    for statement in SEARCH_TABLES.values():
        connection.exec_driver_sql(statement)


def empty(connection: Connection) -> None:
    """Forget every row. FTS5's own `delete-all` leaves marks behind that its integrity check then reports."""
    for table in SEARCH_TABLES:
        connection.exec_driver_sql(f"DROP TABLE {table}")
    create(connection)


def digest(connection: Connection, table: str) -> str:
    """A digest of what a full-text table finds: every word, the row it leads to and its place there."""
    seen = hashlib.sha256()
    read_only = connection.exec_driver_sql("PRAGMA query_only").scalar()
    connection.exec_driver_sql("PRAGMA query_only = 0")  # the table of words is a temporary one
    try:
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {table}, instance)")
        for word in connection.exec_driver_sql("SELECT term, doc, col, offset FROM temp.words"):
            seen.update(repr(tuple(word)).encode())
        connection.exec_driver_sql("DROP TABLE temp.words")
    finally:
        connection.exec_driver_sql(f"PRAGMA query_only = {read_only}")
    return seen.hexdigest()


def put_vehicle(connection: Connection, before: int | None, recent: int, plate: str) -> None:
    """Index a plate at its new place and forget the old one."""
    _forget(connection, "vehicle_search", before)
    _index_plate(connection, "vehicle_search", recent, plate)


def put_person(connection: Connection, before: int | None, recent: int, person: Person) -> None:
    """Index a person at its new place and forget the old one."""
    _forget(connection, "person_search", before)
    _index_person(connection, "person_search", recent, person)


def _index_plate(connection: Connection, table: str, recent: int, plate: str) -> None:
    statement = f"INSERT INTO {table} (rowid, endings) VALUES (?, ?)"  # noqa: S608  our own name
    connection.exec_driver_sql(statement, (recent, _endings(plate)))


def _index_person(connection: Connection, table: str, recent: int, person: Person) -> None:
    name = name_key(person.name or "")
    spelled, initials = spell(name) if name else ((), ())
    values = (
        _pairs(name),
        " ".join(spelled),
        " ".join(initials),
        (person.id_number or "")[::-1],
        (person.phone or "")[::-1],
        person.pass_serial or "",
    )
    connection.exec_driver_sql(PUT_PERSON.format(table), (recent, *values))


def forget_vehicle(connection: Connection, recent: int) -> None:
    """Take a plate out."""
    _forget(connection, "vehicle_search", recent)


def forget_person(connection: Connection, recent: int) -> None:
    """Take a person out."""
    _forget(connection, "person_search", recent)


def _forget(connection: Connection, table: str, recent: int | None) -> None:
    if recent is not None:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", (recent,))  # noqa: S608  our own name


def vehicles_with(connection: Connection, part: str, limit: int) -> list[int]:
    """`recent` of the vehicles whose plate holds `part` (two characters or more), newest first."""
    part = _clean(part)
    return _match(connection, "vehicle_search", f'"{part}" *', limit) if len(part) > 1 else []


def vehicles_ending(connection: Connection, ending: str, limit: int) -> list[int]:
    """`recent` of the vehicles whose plate ends so, newest first."""
    ending = _clean(ending)
    return _match(connection, "vehicle_search", f'"{ending}{END}"', limit) if ending else []


def persons_like(connection: Connection, typed: str, limit: int) -> list[int]:
    """`recent` of the persons whose name is typed so: characters, full pinyin or initials; newest first."""
    typed = name_key(typed)
    if not typed:
        return []
    if typed.isascii():
        return _match(connection, "person_search", f'{{spelled initials}} : "{typed}" *', limit)
    query = f'"{_pairs(typed)}"' if len(typed) > 1 else f'"{typed}" *'
    return _match(connection, "person_search", f"name : {query}", limit)


def persons_ending(connection: Connection, digits: str, limit: int) -> list[int]:
    """`recent` of the persons whose phone or document number ends so (a whole number too), newest first."""
    digits = _clean(digits)[::-1]
    return _match(connection, "person_search", f'{{id_end phone_end}} : "{digits}" *', limit) if digits else []


def persons_with_serial(connection: Connection, start: str, limit: int) -> list[int]:
    """`recent` of the persons whose pass serial starts so, newest first."""
    start = _clean(start)
    return _match(connection, "person_search", f'serial : "{start}" *', limit) if start else []


# --- written anew: what was taken out of the full text else stays on the disk until FTS5 merges it. Its own `optimize`
# would do, but its integrity check then reports corruption of a contentless table. In steps, so that a save can come
# between them: the new tables grow beside the old ones and take their place at the end.
def begin_anew(connection: Connection) -> None:
    """Empty tables beside those in use; what an earlier time left, that was cut, goes."""
    for name, statement in SEARCH_TABLES.items():
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}{ANEW}")
        connection.exec_driver_sql(statement.replace(f" {name} ", f" {name}{ANEW} ", 1))


def copy_some(connection: Connection, limit: int) -> bool:
    """Write some more into the new tables, newest first; whether there may be more."""
    return any(_copy(connection, name, BELOW.format(f"{name}{ANEW}"), limit) for name in INDEXED)


def put_in_place(connection: Connection, since: tuple[int, int]) -> None:
    """Catch up with what was saved after the place `since` and let the new tables take the place of the old ones."""
    for name, table in INDEXED.items():
        stale = STALE.format(anew=f"{name}{ANEW}", table=table.name, seats=IN_ONE_PASSAGE[name])
        for recent in connection.exec_driver_sql(stale, since).scalars().all():
            _forget(connection, f"{name}{ANEW}", recent)
        while _copy(connection, name, MISSING.format(f"{name}{ANEW}"), CATCHING_UP):
            pass
        connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql(f"ALTER TABLE {name}{ANEW} RENAME TO {name}")


def _copy(connection: Connection, name: str, which: str, limit: int) -> bool:
    """Index rows of the look-up in the new table, newest first; whether there may be more."""
    table = INDEXED[name]
    query = select(table).where(text(which)).order_by(table.c.recent.desc()).limit(limit)
    rows = connection.execute(query).all()
    for row in rows:
        if table is vehicles:
            _index_plate(connection, f"{name}{ANEW}", row.recent, row.plate)
        else:
            person = Person((), "visitor", row.name, row.id_type, row.id_number, row.phone, row.pass_serial)
            _index_person(connection, f"{name}{ANEW}", row.recent, person)
    return len(rows) == limit


def _match(connection: Connection, table: str, query: str, limit: int) -> list[int]:
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608
    return list(connection.exec_driver_sql(statement, (query, limit)).scalars())


def _endings(plate: str) -> str:
    """The plate, then without its first character, and so on; each a word with the end mark."""
    plate = _clean(plate) + END
    return " ".join(plate[at:] for at in range(max(len(plate) - 1, 1)))


def _pairs(value: str) -> str:
    """Each two neighbours as a word; a single character is a word of its own."""
    value = _clean(value)
    return " ".join(value[at : at + 2] for at in range(max(len(value) - 1, 1))) if value else ""


def _clean(value: str) -> str:
    """Letters, digits and characters only: nothing that the query language could read as its own."""
    return "".join(one for one in one_form(value) if one.isalnum())
