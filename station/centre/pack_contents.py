"""Making the packs: each enrolled station gets the rules and the rows that are for it, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from station.batch import envelope, pack
from station.batch.file_kinds import PACK
from station.centre import pass_trust, rule_sheets, street_lists
from station.centre.centre_folder import Centre
from station.centre.centre_tables import certificates, packs
from station.centre.list_sheets import Rows
from station.clock import DAY
from station.errors import InputError
from station.files import write_durably
from station.records.reference_lists import LISTS, RULES
from station.rule_pack import RulePack

LONGEST_DAYS = 60


@dataclass(frozen=True)
class Packed:
    """A pack that was written: for whom, its version, its lists with their rows, until when it is good (ms UTC)."""

    station: str
    version: int
    file: str
    rows: dict[str, int]
    expires_at: int


def write_packs(centre: Centre, folder: Path, days: int, only: str | None = None) -> list[Packed]:
    """A pack for each enrolled station (or one of them) into `folder`, all of one new version."""
    if not folder.is_dir():
        raise InputError("folder_unreachable", folder=str(folder))
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError("pack_days", longest=LONGEST_DAYS)
    now = centre.clock.now()
    with centre.engine.begin() as connection:
        keys = _station_keys(connection)
        wanted = {station: key for station, key in keys.items() if only in (None, station)}
        if not wanted:
            raise InputError("no_enrolled_station", station=only or "*")
        standing = street_lists.standing(connection)
        rules, faults = rule_sheets.to_rules(standing)
        if rules is None or faults:
            raise InputError("pack_rules")
        _take_revocations(connection, standing, now)
        trusted = pass_trust.issuers(connection)
        version = street_lists.next_version(connection)
        changed = street_lists.changes(connection)
        sealed: list[tuple[Packed, bytes]] = []
        for station, key in sorted(wanted.items()):
            contents = {**_contents(standing, rules, station), "pass_issuers": trusted}
            marks = {name: max(changed.get(one, (0, 0)) for one in _parts(name)) for name in contents}
            content = pack.seal(
                station, key, version, now, now + days * DAY, contents, marks, centre.keys.private_key()
            )
            _note(connection, station, version, content, now, now + days * DAY)
            rows = {name: len(value) for name, value in contents.items() if isinstance(value, list)}
            name = f"{station}-P{version:05d}{PACK.suffix}"
            sealed.append((Packed(station, version, name, rows, now + days * DAY), content))
    # Only once the version is used up: a stick that is full must not leave packs of a version made again later.
    for one, content in sealed:
        write_durably(folder / one.file, content)
    return [one for one, _content in sealed]


def current_rules(connection: Connection) -> RulePack:
    """The rule pack in force at the centre."""
    rules, faults = rule_sheets.to_rules(street_lists.standing(connection))
    if rules is None or faults:
        raise InputError("pack_rules")
    return rules


def _take_revocations(connection: Connection, standing: dict[str, Rows], now: int) -> None:
    """What a station revoked is revoked at every gate, and stays so when its entry is retired."""
    more = pass_trust.newly_revoked(connection, standing["revoked_passes"])
    if more:
        standing["revoked_passes"] = [*standing["revoked_passes"], *more]
        street_lists.keep(connection, "revoked_passes", standing["revoked_passes"], now)


def _note(connection: Connection, station: str, version: int, content: bytes, now: int, expires: int) -> None:
    row = {
        "station": station,
        "version": version,
        "digest": envelope.batch_digest(content),
        "issued_at": now,
        "expires_at": expires,
    }
    connection.execute(insert(packs), row)


def _parts(name: str) -> tuple[str, ...]:
    return (rule_sheets.RULES, rule_sheets.SHIFTS, rule_sheets.ANNOUNCEMENTS) if name == RULES else (name,)


def _contents(standing: dict[str, Rows], rules: RulePack, station: str) -> dict[str, Any]:
    """What one station gets: rows that name no checkpoint or name this one, without the naming."""
    contents: dict[str, Any] = {RULES: msgspec.to_builtins(rules)}
    for name in LISTS:
        contents[name] = [_row(row) for row in standing[name] if station in row.get("checkpoints", [station])]
    return contents


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "checkpoints"}


def _station_keys(connection: Connection) -> dict[str, bytes]:
    """The newest enrolled key of each station."""
    query = select(certificates).order_by(certificates.c.station, certificates.c.epoch)
    return {row.station: bytes.fromhex(row.public_key) for row in connection.execute(query)}
