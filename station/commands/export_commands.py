"""`station export` and `station receive`: files for the centre and from it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from station.commands.command_shell import DATA, JSON, STICK, complain, emit, guarded, new_app, opened, shown_progress
from station.commands.text_tables import WORD, Table
from station.services.exchange import station_files

app = new_app("Exchange files with the centre.")


@app.command("export")
@guarded
def export(
    data: Path = DATA,
    to: Path = typer.Option(..., "--to", help="Folder, e.g. of a stick."),
    since: str | None = typer.Option(None, "--from", help="Begin earlier: an entry, e.g. 1240 or E1-1240."),
    everything: bool = typer.Option(False, "--all", help="Everything from the first entry on, with the requests."),
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Write everything since the centre's newest receipt; what is printed is safe to take away.

    Where the centre went back to an older state, its receipts make this begin earlier by itself.
    """
    with opened(data, stick, writing=True, signing_in=True) as station:
        first = (1, 1) if everything else station_files.place_of(station, since) if since else None
        with shown_progress("export", json=json) as progress:
            written = station_files.export(station, to, first, progress).answer
        with Table(WORD, WORD) as shown:
            for done in written:
                emit(asdict(done)) if json else shown.add(done.file, f"#{done.first_seq}–#{done.last_seq}")
        for request in station_files.ask_to_be_enrolled(station, to, every=everything):
            complain("request_on_stick", asdict(request))


@app.command("receive")
@guarded
def receive(
    files: list[Path] = typer.Argument(..., help="Card, certificate, receipts."),
    data: Path = DATA,
    json: bool = JSON,
    stick: Path | None = STICK,
) -> None:
    """Take files from the centre."""
    refused = False
    with opened(data, stick, writing=True, signing_in=True) as station, Table(WORD, WORD, WORD) as shown:
        for path in files:
            done = station_files.receive(station, path).answer
            refused |= done.verdict == "refused"
            emit(asdict(done)) if json else shown.add(f"{done.file}:", done.kind, done.verdict)
            if done.reason:
                complain(done.reason, done.facts)
    if refused:
        raise typer.Exit(1)
