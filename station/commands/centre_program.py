"""`centre`: make a centre, enrol stations, merge batches, see what is missing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from station.clock import SystemClock
from station.commands import centre_custody_commands, centre_list_commands, centre_trace_commands
from station.commands.centre_shell import AT, opened
from station.commands.command_shell import (
    JSON,
    add_root,
    complain,
    emit,
    guarded,
    new_app,
    secret,
    shown_progress,
    speak_utf8,
)
from station.commands.report_commands import DAY, report_day, show_figures
from station.commands.shift_commands import show_comparison
from station.commands.text_tables import NUMBER, PROSE, WORD, Table
from station.messages import label, user_language
from station.services.centre import clerk_desk
from station.services.centre.clerk_desk import Merged
from station.signing import fingerprint

app = new_app("The centre: merge batches of all stations and find what is missing.")
add_root(app)
app.add_typer(centre_list_commands.app, name="lists")
app.registered_commands += (
    centre_list_commands.pack_app.registered_commands + centre_custody_commands.app.registered_commands
)
app.registered_commands += centre_trace_commands.app.registered_commands


@app.command("init")
@guarded
def init(
    at: str = AT,
    card: Path = typer.Option(..., "--card", help="Where to write the centre's card for the stations."),
    name: str = typer.Option("街道汇总", "--name"),
) -> None:
    """Make a centre; CENTRE_PASSPHRASE unlocks it."""
    made = clerk_desk.init(at, name, card, secret("CENTRE_PASSPHRASE", "Passphrase"), SystemClock())
    emit({"at": at, "card": str(card), "fingerprint": fingerprint(made.public_key())})
    complain("recovery_key_to_safe", {})


@app.command("enrol")
@guarded
def enrol(
    request: Path,
    at: str = AT,
    out: Path = typer.Option(..., "--out", help="Where to write the certificate."),
) -> None:
    """Sign a station's request; compare the fingerprint with the station's by phone."""
    with opened(at) as centre:
        station, shown, merged = clerk_desk.enrol(centre, request, out)
    emit({"station": station, "fingerprint": shown, "certificate": str(out), "merged": [one.batch for one in merged]})


@app.command("merge")
@guarded
def merge(files: list[Path], at: str = AT, json: bool = JSON) -> None:
    """Merge batches; each is verified whole first. Exit 1 only if one was refused."""
    with opened(at) as centre, shown_progress("merge", json=json) as progress:
        merged = clerk_desk.merge_files(centre, files, progress)
    with Table(WORD, WORD, WORD, NUMBER) as shown:
        for one in merged if not json else ():
            place = f"{one.station} E{one.epoch} B{one.batch}" if one.station else ""
            shown.add(f"{one.file}:", one.verdict, place, f"+{one.entries_new}")
    for one in merged:
        _tell(one, json)
    if any(one.verdict == "refused" for one in merged):
        raise typer.Exit(1)


def _tell(one: Merged, json: bool) -> None:
    if json:
        emit(asdict(one))
    if one.reason and (one.verdict == "refused" or not json):
        complain(one.reason, one.facts)
    if one.unreadable:
        complain("entries_unreadable", {"count": one.unreadable, "file": one.file})
    if one.retired:
        complain("bodies_retired_again", {"count": one.retired, "file": one.file})


@app.command("gaps")
@guarded
def gaps(at: str = AT, json: bool = JSON) -> None:
    """What is there of each station and what is missing."""
    with opened(at) as centre:
        found = clerk_desk.gaps(centre)
    with Table(WORD, WORD, WORD, PROSE, WORD) as shown:
        for gap in found:
            if json:
                emit({**asdict(gap), "missing": [list(one) for one in gap.missing]})
            else:
                missing = ", ".join(f"#{first}–#{last}" for first, last in gap.missing) or "—"
                highest = f"…#{gap.highest_contiguous}"
                shown.add(gap.station, f"E{gap.epoch}", highest, f"missing: {missing}", f"held: {gap.held}")
    for gap in found:
        if gap.signed_to:
            facts = {"station": gap.station, "epoch": gap.epoch, "signed": gap.signed_to}
            complain("centre_stands_behind", {**facts, "highest": gap.highest_contiguous})


@app.command("forks")
@guarded
def forks(at: str = AT, json: bool = JSON) -> None:
    """Places where one station has two histories."""
    with opened(at) as centre, Table(WORD, WORD, WORD, WORD) as shown:
        for fork in clerk_desk.forks(centre):
            if json:
                emit({**asdict(fork), "digests": list(fork.digests)})
            else:
                shown.add(fork.station, f"E{fork.epoch}", f"#{fork.seq}:", f"{len(fork.digests)} digests")


@app.command("receipts")
@guarded
def receipts(
    at: str = AT,
    out: Path = typer.Option(..., "--out", help="Folder for the receipts, e.g. of a stick."),
    json: bool = JSON,
) -> None:
    """Write a receipt for each station."""
    with opened(at) as centre, Table(WORD, WORD) as rows:
        for receipt, path in clerk_desk.receipts(centre, out):
            shown = {
                "file": str(path),
                "station": receipt.station,
                "epoch": receipt.epoch,
                "highest": receipt.highest,
                "missing": [list(one) for one in receipt.missing],
            }
            emit(shown) if json else rows.add(f"{path.name}:", f"…#{receipt.highest}")


@app.command("state")
@guarded
def state(at: str = AT, json: bool = JSON) -> None:
    """Digest of everything the centre holds, the same for the same set of batches."""
    with opened(at) as centre:
        held = clerk_desk.state(centre)
    emit({"entries": held.entries, "digest": held.digest}) if json else typer.echo(
        f"entries: {held.entries}  digest: {held.digest}"
    )


@app.command("compare")
@guarded
def compare(code: str, at: str = AT, json: bool = JSON) -> None:
    """Compare the text of a handover sheet's QR code with what its station sent; exit 1 unless it matches."""
    with opened(at) as centre:
        found = clerk_desk.compare_sheet(centre, code)
    show_comparison(found, json)


@app.command("report")
@guarded
def report(day: str = DAY, at: str = AT, json: bool = JSON) -> None:
    """The street's daily report: each station's signed one, who is silent, and all together. Exit 1 if one is."""
    with opened(at) as centre:
        stations, of_day, up_to = clerk_desk.street_day(centre, report_day(day))
    silent = [one.station for one in stations if not one.issue]
    if json:
        shown = [asdict(one) for one in stations]
        emit({"stations": shown, "silent": silent, "figures": asdict(of_day), "cumulative": asdict(up_to)})
    else:
        with Table(WORD, NUMBER, NUMBER, WORD, WORD) as rows:
            for one in stations:
                said = label("report", "signed" if one.issue else "silent", user_language())
                rows.add(one.station, one.figures.vehicles, one.figures.persons, said, one.name)
        show_figures(of_day, up_to)
    if silent:
        raise typer.Exit(1)


def main() -> None:
    """Run the centre's commands."""
    speak_utf8()
    app()
