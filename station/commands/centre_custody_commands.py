"""`centre lost|found|undo|redo|rebuild|rotate|retire|recover`: decisions, keys, retention, and the way back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import typer

from station.clock import SystemClock, local
from station.commands.centre_shell import AT, opened
from station.commands.command_shell import JSON, complain, emit, guarded, new_app, secret, shown_progress
from station.commands.text_tables import WORD, Table
from station.entry.day_text import read_day
from station.entry.problem import Problem
from station.errors import InputError
from station.services.access import recovery_request
from station.services.centre import custody
from station.services.centre.custody import Breach

app = new_app("Decisions, keys and retention at the centre.")
REASON = typer.Option(..., "--reason", help="Why; it is signed and kept.")
RECOVERY = typer.Option(None, "--recovery", help="The recovery key from the safe, if it is not in the folder.")


@app.command("lost")
@guarded
def lost(
    station: str,
    at: str = AT,
    reason: str = REASON,
    out: Path = typer.Option(..., "--out", help="Folder for the file that sets up the new laptop."),
    json: bool = JSON,
) -> None:
    """A laptop is lost: nothing newer from it is believed, a new one takes its place; says what was on it."""
    with opened(at) as centre:
        done = custody.lose_laptop(centre, station, reason, out)
    if json:
        emit(asdict(done))
        return
    typer.echo(f"{done.station} E{done.epoch}: …#{done.believed_to}; {done.file} -> E{done.next_epoch}")
    _tell(done.breach)


def _tell(breach: Breach) -> None:
    when = f"{local(breach.last_batch_at):%Y-%m-%d %H:%M}" if breach.last_batch_at else "—"
    facts = {**asdict(breach), "last_batch": when, "passes": len(breach.passes)}
    complain("breach_report", facts)
    for serial in breach.passes:
        typer.echo(f"  {serial}")


@app.command("found")
@guarded
def found(station: str, epoch: int, at: str = AT, reason: str = REASON) -> None:
    """Take back that a laptop is lost: what waited of it counts again."""
    with opened(at) as centre:
        custody.find_laptop(centre, station, epoch, reason)


@app.command("undo")
@guarded
def undo(batch: str, at: str = AT, reason: str = REASON) -> None:
    """Leave a batch out (its digest, or CP17-E1-B00042); `redo` takes it back in."""
    with opened(at) as centre:
        emit({"excluded": custody.undo(centre, batch, reason)})


@app.command("redo")
@guarded
def redo(batch: str, at: str = AT, reason: str = REASON) -> None:
    """Take a batch back in that was left out."""
    with opened(at) as centre:
        emit({"included": custody.redo(centre, batch, reason)})


@app.command("rebuild")
@guarded
def rebuild(
    at: str = AT,
    put_in_place: bool = typer.Option(False, "--put-in-place", help="Use it; the old database is kept aside."),
    json: bool = JSON,
) -> None:
    """Make the state again from the archive and the decisions and compare. Exit 1 if it differs."""
    passphrase = secret("CENTRE_PASSPHRASE", "Passphrase")
    with shown_progress("rebuild", json=json) as progress:
        done = custody.rebuild(at, passphrase, SystemClock(), put_in_place=put_in_place, progress=progress)
    if json:
        emit({**asdict(done.state), "same": done.same, "not_carried": list(done.not_carried)})
    else:
        typer.echo(f"entries: {done.state.entries}  digest: {done.state.digest}  same: {done.same}")
    if done.not_carried:
        complain("rebuild_not_carried", {"tables": ", ".join(done.not_carried)})
    if done.same is False:
        complain("rebuild_differs", {})
        raise typer.Exit(1)


@app.command("rotate")
@guarded
def rotate(
    at: str = AT,
    card: Path = typer.Option(..., "--card", help="Where to write the new card; it goes to every station."),
    recovery: Path | None = RECOVERY,
) -> None:
    """Make this month's keys; the old ones go on opening what is sealed to them until they are destroyed."""
    passphrase = secret("CENTRE_PASSPHRASE", "Passphrase")
    with opened(at) as centre:
        made = custody.rotate(centre, passphrase, card, recovery)
    emit({"card": str(card), "month": made.box_month})


@app.command("retire")
@guarded
def retire(
    at: str = AT,
    reason: str = typer.Option("", "--reason", help="Why; it is signed and kept. Not needed to look only."),
    days: int | None = typer.Option(None, "--days", help="Instead of the rule pack's days."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would go."),
    today: str | None = typer.Option(None, "--today", help="The day by a calendar, where the clock is doubted."),
    final: bool = typer.Option(False, "--final", help="Destroy the keys at once: it cannot be undone then."),
    recovery: Path | None = RECOVERY,
    json: bool = JSON,
) -> None:
    """Let personal data go that the centre holds longer than the rules say, to counts. `undo` takes it back.

    The keys of its months go with the next retirement, so that it can be undone until then, or at once with --final.
    """
    if dry_run:
        _show_plan(at, days, today, json=json, final=final)
        return
    if not reason.strip():
        raise InputError("retire_needs_reason")
    passphrase = secret("CENTRE_PASSPHRASE", "Passphrase")
    with opened(at) as centre:
        done = custody.retire(centre, passphrase, reason, days, recovery, _day(today), final=final)
    if json:
        emit(asdict(done))
        return
    typer.echo(f"{done.name or '—'}  {_before(done.before)}: {done.bodies} bodies; keys {_months(done.destroyed)}")
    if done.next_months:
        complain("keys_go_next", {"months": ", ".join(done.next_months), "name": done.name})
    if done.still_needed:
        complain("keys_still_needed", {"months": ", ".join(done.still_needed)})


def _show_plan(at: str, days: int | None, today: str | None, *, json: bool, final: bool) -> None:
    """What would go and what stands already; nothing is written."""
    with opened(at) as centre:
        planned = custody.plan_retirement(centre, days, _day(today), final=final)
        standing = custody.standing_retirements(centre)
    if json:
        emit({**asdict(planned), "standing": standing})
        return
    typer.echo(f"{_before(planned.before)}: {planned.bodies} bodies; keys {_months(planned.months)}")
    with Table(WORD, WORD, WORD, indent="  ") as places:
        for one in planned.places:
            places.add(one.station, f"E{one.epoch}", f"#{one.first}–#{one.last}")
    with Table(WORD, WORD) as stands:
        for name, entries in standing.items():
            stands.add(f"{name}:", f"{entries} entries")
    complain("nothing_written", {})


def _before(moment: int) -> str:
    return f"before {local(moment):%Y-%m-%d %H:%M}"


def _months(months: tuple[str, ...]) -> str:
    return ", ".join(months) or "—"


def _day(text: str | None) -> date | None:
    """A day as the clerk reads it off a calendar."""
    if text is None:
        return None
    read = read_day(text)
    if isinstance(read, Problem):
        raise InputError("invalid_day", field="today")
    return date.fromisoformat(read)


@app.command("recover")
@guarded
def recover(
    request: Path,
    at: str = AT,
    out: Path = typer.Option(..., "--out", help="Where to write the answer, e.g. on the stick."),
    recovery: Path | None = RECOVERY,
) -> None:
    """Answer a locked station's request; compare the fingerprint with the leader by phone first."""
    passphrase = secret("CENTRE_PASSPHRASE", "Passphrase")
    with opened(at) as centre:
        asked = recovery_request.answer(centre, request, passphrase, out, recovery)
    emit({"file": str(out), "fingerprint": asked.fingerprint})
