"""The centre's folder: made once with its keys, opened by passphrase."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from filelock import FileLock, Timeout
from sqlalchemy import Engine, select

from station import canonical, signing
from station.batch.card import CentreCard, card_bytes
from station.batch.file_kinds import CERTIFICATE
from station.centre import centre_upgrade
from station.centre.centre_database import folder_of, make_room, open_database, require_there
from station.centre.centre_tables import certificates
from station.clock import Clock, local
from station.entry import normal
from station.errors import BugError, FolderProblem, InputError
from station.files import put_aside, read_limited, sync_folder, write_durably
from station.store import slot_file, slot_sealing
from station.store.slot_file import SlotFile
from station.store.slot_sealing import Cost

OWNER = "CENTRE"
KEYS = "centre-keys"
RECOVERY = "recovery-key"
ARCHIVE = "archive"
NONCE = 12


class CentreKeys(msgspec.Struct, frozen=True):
    """The centre's secrets: signing key (hex), one age identity a month, the recovery recipient."""

    name: str
    signing: str
    boxes: dict[str, str]
    recovery: str

    def private_key(self) -> bytes:
        """The signing key."""
        return bytes.fromhex(self.signing)


@dataclass(frozen=True)
class Centre:
    """An opened centre."""

    at: str
    folder: Path
    engine: Engine
    keys: CentreKeys
    clock: Clock
    lock: FileLock
    key: bytes = field(repr=False)

    @property
    def archive(self) -> Path:
        """Where the original bytes of every batch are kept."""
        return self.folder / ARCHIVE

    def public_key(self) -> bytes:
        """What the centre's signatures are verified by."""
        return signing.public_key(self.keys.private_key())

    def close(self) -> None:
        """Release the folder."""
        self.engine.dispose()
        self.lock.release()


def init(at: str, name: str, card_file: Path, passphrase: str, clock: Clock, cost: Cost | None = None) -> CentreCard:
    """Make a centre and write its card; the key slots come last, so a torn init is no centre."""
    folder = folder_of(at)
    if slot_file.is_set_up(folder):
        raise FolderProblem("already_set_up", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ARCHIVE).mkdir(exist_ok=True)
    data_key = slot_sealing.new_data_key()
    box, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    month = local(clock.now()).strftime("%Y-%m")
    name = normal.words(name)
    keys = CentreKeys(name, signing.new_key().hex(), {month: str(box)}, str(recovery.to_public()))
    _make_tables(at, data_key)
    for file in (KEYS, RECOVERY):
        put_aside(folder / file)  # without key slots nobody can open them
    write_durably(folder / KEYS, seal_keys(data_key, keys))
    cost = cost or Cost()
    slot = slot_sealing.passphrase_slot(str(recovery).encode(), OWNER, 1, passphrase, cost)
    recovery_file = SlotFile(OWNER, name, (slot,))
    write_durably(folder / RECOVERY, canonical.encode(recovery_file))
    slots = SlotFile(OWNER, name, (slot_sealing.passphrase_slot(data_key, OWNER, 1, passphrase, cost),))
    card = card_of(keys)
    write_durably(card_file, card_bytes(card, keys.private_key()))
    slot_file.write_slots(folder, slots)
    sync_folder(folder)
    return card


def _make_tables(at: str, data_key: bytes) -> None:
    engine = open_database(at, data_key)
    try:
        make_room(at, engine)
        with engine.begin() as connection:
            centre_upgrade.make(connection)
    finally:
        engine.dispose()


def card_of(keys: CentreKeys) -> CentreCard:
    """The public half of the centre's keys."""
    month = max(keys.boxes)
    box = str(pyrage.x25519.Identity.from_str(keys.boxes[month]).to_public())
    public = signing.public_key(keys.private_key()).hex()
    return CentreCard(keys.name, public, box, month, keys.recovery)


def open_centre(at: str, passphrase: str, clock: Clock, *, damaged: bool = False) -> Centre:
    """Open a centre's folder; one program at a time writes it. A damaged one only to be rebuilt: nothing is checked."""
    folder = folder_of(at)
    require(at)
    copies = slot_file.read_copies(folder)
    slots, data_key = slot_sealing.open_any(copies, lambda one: slot_sealing.open_with_passphrase(one, passphrase))
    lock = FileLock(str(folder / "lock"), thread_local=False)
    try:
        lock.acquire(timeout=10)
    except Timeout as error:
        raise FolderProblem("already_open", folder=str(folder)) from error
    try:
        slot_file.heal(folder, slots)
        keys = _read_keys(folder, data_key)
        engine = _open_checked(at, data_key, folder / ARCHIVE, checking=not damaged)
    except BaseException:
        lock.release()
        raise
    return Centre(at, folder, engine, keys, clock, lock, data_key)


def _open_checked(at: str, data_key: bytes, archive: Path, *, checking: bool) -> Engine:
    engine = open_database(at, data_key)
    try:
        if checking:
            require_there(at, engine)
            _bring_up(engine, archive)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up(engine: Engine, archive: Path) -> None:
    """Run the revisions that are missing and, before they count, give the archive what it did not have."""
    with engine.begin() as connection:
        if not centre_upgrade.upgrade(connection):
            return
        for content in connection.execute(select(certificates.c.content)).scalars():
            keep_certificate(archive, content)


def _read_keys(folder: Path, data_key: bytes) -> CentreKeys:
    content = read_limited(folder / KEYS, 1_000_000)
    try:
        return _open_keys(data_key, content)
    except (InvalidTag, InputError) as error:
        raise FolderProblem("keyslots_damaged", folder=str(folder)) from error


def _open_keys(data_key: bytes, content: bytes) -> CentreKeys:
    plain = ChaCha20Poly1305(data_key).decrypt(content[:NONCE], content[NONCE:], KEYS.encode())
    return canonical.to_record(canonical.decode(plain), CentreKeys)


def keep_certificate(archive: Path, content: bytes) -> None:
    """Keep a certificate beside the batches: an empty centre is rebuilt from there."""
    path = archive / f"{hashlib.sha256(content).hexdigest()}{CERTIFICATE.suffix}"
    if not path.exists():
        write_durably(path, content)


def seal_keys(data_key: bytes, keys: CentreKeys) -> bytes:
    """The content of the keys' file under the centre's data key, read by the real reader before any old one goes."""
    nonce = secrets.token_bytes(NONCE)
    content = nonce + ChaCha20Poly1305(data_key).encrypt(nonce, canonical.encode(keys), KEYS.encode())
    if _open_keys(data_key, content) != canonical.settled(keys):
        raise BugError("no_canonical_form")
    return content


def require(at: str) -> None:
    """Refuse a folder that holds no centre."""
    folder = folder_of(at)
    if slot_file.read_slots(folder).owner != OWNER:
        raise FolderProblem("not_a_centre", folder=str(folder))
