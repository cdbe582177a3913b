"""What the centre decided, as a set: which batches count, how far a lost epoch is believed, which bodies are gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select

from station.batch import decision as signed
from station.batch.decision import Decision, Places
from station.batch.envelope import batch_digest
from station.batch.file_kinds import DECISION
from station.batch.manifest import Manifest
from station.centre.centre_folder import Centre
from station.centre.centre_tables import decisions
from station.entry import normal
from station.errors import InputError
from station.files import write_durably

SUFFIX = DECISION.suffix
RETIREMENT = "retired-"  # how a retirement is named, with its number behind it
Effect = Callable[[Connection, Decision], None]


@dataclass(frozen=True)
class Standing:
    """The decisions in force: excluded batches, lost epochs with the last seq believed, retirements by their names."""

    excluded: frozenset[str] = frozenset()
    lost: dict[tuple[str, int], int] = field(default_factory=dict)
    retirements: dict[str, tuple[Places, ...]] = field(default_factory=dict)

    @property
    def retired(self) -> tuple[Places, ...]:
        """Every place whose bodies are let go."""
        return tuple(one for places in self.retirements.values() for one in places)

    def waits(self, manifest: Manifest, digest: str) -> str:
        """Why a genuine batch does not count; empty if it does."""
        if digest in self.excluded:
            return "batch_excluded"
        believed = self.lost.get((manifest.station, manifest.epoch))
        return "epoch_lost" if believed is not None and manifest.last_seq > believed else ""


def standing(connection: Connection) -> Standing:
    """Of each thing decided the decision with the highest number; a pure function of the set."""
    newest: dict[tuple[str, str], tuple[int, str, str, int]] = {}
    for row in connection.execute(select(decisions)):
        key = (row.kind.partition("_")[0], row.about)
        newest[key] = max(newest.get(key, (0, "", "", 0)), (row.number, row.digest, row.kind, row.through))
    excluded, lost, retirements = set(), {}, {}
    for (_, about), (_, _, kind, through) in newest.items():
        if kind == signed.BATCH_EXCLUDED:
            excluded.add(about)
        elif kind == signed.EPOCH_LOST:
            station, _, epoch = about.partition("/")
            lost[station, int(epoch)] = through
        elif kind in (signed.PLACES_RETIRED, signed.PLACES_KEPT):
            retirements[about] = _places(connection, about) if kind == signed.PLACES_RETIRED else ()
    return Standing(frozenset(excluded), lost, {name: places for name, places in retirements.items() if places})


def _places(connection: Connection, name: str) -> tuple[Places, ...]:
    """The places of a retirement: those of the decision that first gave it its name."""
    where = (decisions.c.about == name) & (decisions.c.kind == signed.PLACES_RETIRED)
    contents = connection.execute(select(decisions.c.content).where(where).order_by(decisions.c.number)).scalars()
    return next((one.places for one in map(signed.read_without_proof, map(bytes, contents)) if one.places), ())


def places_of(connection: Connection, name: str) -> tuple[Places, ...]:
    """The places of a retirement, in force or taken back; an unknown name is an InputError."""
    places = _places(connection, name)
    if not places:
        raise InputError("no_such_retirement", name=name[:40])
    return places


def decide(
    centre: Centre,
    kind: str,
    about: str,
    reason: str,
    through: int = 0,
    places: tuple[Places, ...] = (),
    effect: Effect | None = None,
) -> Decision:
    """Sign a decision, keep it in the archive and, with its `effect` in one transaction, among the decisions.

    Without an effect, what follows from it is the caller's. A retirement gets its name from its number.
    """
    if not reason.strip():
        raise InputError("missing_field", field="reason", person=1)
    with centre.engine.connect() as connection:
        number = (connection.execute(select(func.max(decisions.c.number))).scalar() or 0) + 1
    about = about or f"{RETIREMENT}{number}"
    made = Decision(kind, number, about, normal.words(reason), centre.clock.now(), centre.keys.name, through, places)
    take(centre, signed.decision_bytes(made, centre.keys.private_key()), effect)
    return made


def take(centre: Centre, content: bytes, effect: Effect | None = None) -> Decision:
    """Take a signed decision in, its effect with it; once is enough."""
    read = signed.read_decision(content, centre.public_key())
    digest = batch_digest(content)
    path = centre.archive / f"{digest}{SUFFIX}"
    if not path.exists():
        write_durably(path, content)
    with centre.engine.begin() as connection:
        if connection.execute(select(decisions.c.digest).where(decisions.c.digest == digest)).first() is None:
            row = {"digest": digest, "number": read.number, "kind": read.kind, "about": read.about}
            connection.execute(insert(decisions), {**row, "through": read.through, "content": content})
            if effect is not None:
                effect(connection, read)
    return read
