"""`station pass`: issue, check and revoke passes."""

from __future__ import annotations

from pathlib import Path

import typer

from station.commands.command_shell import DATA, STICK, emit, guarded, new_app, opened
from station.errors import InputError, Refused
from station.records.access_pass import PASS_CLASSES, AccessPass
from station.services.gate import access_passes, qr_reading

app = new_app("Passes: issue, check, revoke.")


@app.command("issue")
@guarded
def issue(
    data: Path = DATA,
    days: int = typer.Option(14, "--days"),
    plate: str | None = typer.Option(None, "--plate", help="Bind the pass to a vehicle."),
    pass_class: str = typer.Option("visitor", "--class", help=" | ".join(PASS_CLASSES)),
    png: Path | None = typer.Option(None, "--png", help="Write the QR code as a picture."),
    stick: Path | None = STICK,
) -> None:
    """Issue a pass good from today."""
    if pass_class not in PASS_CLASSES:
        raise typer.BadParameter(" | ".join(PASS_CLASSES))
    with opened(data, stick, writing=True, signing_in=True) as station:
        made = access_passes.issue(station, days=days, pass_class=pass_class, plate=plate).answer
        token = access_passes.token_of(station, made)
        if png:
            access_passes.write_png(token, png)
        emit({**_shown(made), "token": token})


@app.command("check")
@guarded
def check(
    value: str | None = typer.Argument(None, help="A scanned token or the printed serial."),
    data: Path = DATA,
    image: Path | None = typer.Option(None, "--image", help="Read the QR code of a picture."),
    stick: Path | None = STICK,
) -> None:
    """Verify a pass offline."""
    with opened(data, stick, writing=False) as station:
        text = qr_reading.read_image_code(image) if image else value
        if not text:
            raise InputError("nothing_to_record")
        try:
            emit({"ok": True, **_shown(access_passes.check(station, text))})
        except Refused as error:
            emit({"ok": False, "problem": {"code": error.code}})
            raise


@app.command("revoke")
@guarded
def revoke(serial: str, data: Path = DATA, stick: Path | None = STICK) -> None:
    """Revoke a pass issued here."""
    with opened(data, stick, writing=True, signing_in=True) as station:
        emit(_shown(access_passes.revoke(station, serial).answer))


def _shown(made: AccessPass) -> dict[str, object]:
    return {
        "serial": access_passes.printed_serial(made),
        "class": made.pass_class,
        "plate": made.plate,
        "issued": made.issued,
        "days": made.days,
        "revoked": made.revoked,
    }
