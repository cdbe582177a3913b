"""The centre's side of recovery: the recovery key from its safe opens a locked station's slot, once, on the record."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert

from station import canonical
from station.batch import recovery_files
from station.batch.recovery_files import RecoveryRequest
from station.centre.centre_folder import RECOVERY, Centre
from station.centre.centre_tables import centre_log
from station.errors import FolderProblem, InputError, RefusedFile
from station.files import read_limited, write_durably
from station.store import slot_sealing
from station.store.slot_file import SlotFile, read_file

LARGEST = 100_000


def answer_request(
    centre: Centre, request_file: Path, passphrase: str, out: Path, recovery_file: Path | None
) -> RecoveryRequest:
    """Answer a locked station's request into `out`; it is written into the centre's log first."""
    if not request_file.is_file():
        raise RefusedFile("no_such_file")
    request = recovery_files.read_request(read_limited(request_file, LARGEST))
    lines = recovery_lines(recovery_file or centre.folder / RECOVERY, passphrase)
    identities = [line.rpartition(":")[2] for line in lines]
    content = recovery_files.answer(request, identities, centre.keys.private_key())
    facts = canonical.encode({"station": request.station, "fingerprint": request.fingerprint()}).decode()
    with centre.engine.begin() as connection:
        connection.execute(insert(centre_log), {"at": centre.clock.now(), "action": "recovery", "facts": facts})
    write_durably(out, content)
    return request


def recovery_lines(path: Path, passphrase: str) -> list[str]:
    """The recovery keys in the file that lies in the safe, one a line, each behind its month (`2020-03:`)."""
    if not path.is_file():
        raise FolderProblem("no_recovery_key", file=path.name)
    try:
        slots: SlotFile = read_file(path)
    except InputError as error:
        raise FolderProblem("keyslots_damaged", folder=str(path.parent)) from error
    return slot_sealing.open_with_passphrase(slots, passphrase).decode().split()
