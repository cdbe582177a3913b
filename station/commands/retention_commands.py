"""`station retention` and `station wipe`: personal data goes when its time is over; counts and a signed word stay."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from station.clock import local
from station.commands.command_shell import DATA, JSON, STICK, emit, guarded, new_app, opened
from station.services.safety import final_wipe, retention

app = new_app("Personal data whose time is over.")
wipe_app = new_app("The end of the epidemic.")


@app.command("due")
@guarded
def due(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Say what would go now, and what stays: open, without a receipt, or no shift closed after it."""
    with opened(data, stick, writing=False) as station:
        found = retention.due(station)
    if json:
        emit(asdict(found))
    else:
        typer.echo(
            f"before {local(found.before):%Y-%m-%d %H:%M}  due {found.records}  still open {found.kept}"
            f"  without a receipt {found.without_receipt}  shift not closed {found.unclosed}"
        )


@app.command("purge")
@guarded
def purge(data: Path = DATA, json: bool = JSON, stick: Path | None = STICK) -> None:
    """Let go what is due; only a leader may."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        done = retention.purge(station).answer
    if json:
        emit(asdict(done))
    else:
        typer.echo(f"purged {done.records} records ({done.bodies} entries)  still open {done.kept}")


@app.command("certificate")
@guarded
def certificate(file: Path, data: Path = DATA, stick: Path | None = STICK) -> None:
    """Write the signed word of what was let go, with the counts that are left."""
    with opened(data, stick, writing=False) as station:
        made = retention.certificate(station, file)
    emit({"file": str(file), "bodies": made.bodies, "kept": made.kept, "days": sorted(made.counts)})


@wipe_app.command("wipe")
@guarded
def wipe(
    data: Path = DATA,
    to: Path = typer.Option(..., "--to", help="Folder for the certificate, e.g. of a stick."),
    checkpoint: str = typer.Option(..., "--checkpoint", help="Code of the checkpoint, typed to be sure."),
) -> None:
    """End of the epidemic: destroy the keys and delete the data folder, once the centre has everything."""
    with opened(data, writing=True, signing_in=True) as station:
        made = final_wipe.prepare(station, to, checkpoint).answer
        final_wipe.destroy_keys(data)
    final_wipe.destroy(data)
    emit({"file": made.file, "entries": made.entries})
