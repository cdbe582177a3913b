"""What the centre decided, as a set: which batches count, how far a lost epoch is believed, which bodies are gone."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select

from station.batch import decision as signed
from station.batch.decision import Decision
from station.batch.envelope import Manifest, batch_digest
from station.centre.opening import Centre
from station.centre.schema import decisions
from station.entry import normal
from station.errors import InputError
from station.files import write_durably

SUFFIX = ".ysd"
BODIES = "bodies"


@dataclass(frozen=True)
class Standing:
    """The decisions in force: excluded batches, lost epochs with the last seq believed, when bodies were retired."""

    excluded: frozenset[str] = frozenset()
    lost: dict[tuple[str, int], int] = field(default_factory=dict)
    retired_before: int = 0

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
    excluded, lost, retired = set(), {}, 0
    for (_, about), (_, _, kind, through) in newest.items():
        if kind == signed.BATCH_EXCLUDED:
            excluded.add(about)
        elif kind == signed.EPOCH_LOST:
            station, _, epoch = about.partition("/")
            lost[station, int(epoch)] = through
        elif kind == signed.BODIES_RETIRED:
            retired = through
    return Standing(frozenset(excluded), lost, retired)


def decide(centre: Centre, kind: str, about: str, reason: str, through: int = 0) -> Decision:
    """Sign a decision, keep it in the archive and among the decisions; what follows from it is the caller's."""
    if not reason.strip():
        raise InputError("missing_field", field="reason", person=1)
    with centre.engine.connect() as connection:
        number = (connection.execute(select(func.max(decisions.c.number))).scalar() or 0) + 1
    made = Decision(kind, number, about, normal.words(reason), centre.clock.now(), centre.keys.name, through)
    take(centre, signed.decision_bytes(made, centre.keys.private_key()))
    return made


def take(centre: Centre, content: bytes) -> Decision:
    """Take a signed decision in; once is enough."""
    read = signed.read_decision(content, centre.public_key())
    digest = batch_digest(content)
    path = centre.archive / f"{digest}{SUFFIX}"
    if not path.exists():
        write_durably(path, content)
    with centre.engine.begin() as connection:
        if connection.execute(select(decisions.c.digest).where(decisions.c.digest == digest)).first() is None:
            row = {"digest": digest, "number": read.number, "kind": read.kind, "about": read.about}
            connection.execute(insert(decisions), {**row, "through": read.through, "content": content})
    return read
