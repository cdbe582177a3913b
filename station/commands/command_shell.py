"""What every command shares: secrets from the environment or a prompt, output, one way to fail."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TextIO, TypeVar

import typer

from station import __version__
from station.clock import SystemClock
from station.error_log import note_bug
from station.errors import StationError, WrongSecret
from station.messages import label, sentence, user_language
from station.progress import Progress, quiet
from station.services.access.data_folder import open_station
from station.services.access.operators import all_operators, sign_in
from station.services.access.unlock_secret import Unlock, shown_station
from station.services.opened_station import Station

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
DATA = typer.Option(..., "--data", help="Data folder of the checkpoint.", show_default=False)
JSON = typer.Option(False, "--json", help="Output for machines.")
STICK = typer.Option(None, "--stick", help="Folder of a leader's stick: unlock by STATION_PIN and stick.")


def new_app(text: str) -> typer.Typer:
    """A group of commands with its help; no traceback ever reaches a user."""
    return typer.Typer(help=text, no_args_is_help=False, pretty_exceptions_enable=False, add_completion=False)


def version_option(value: bool) -> None:
    """Print the version and leave."""
    if value:
        typer.echo(f"station {__version__}")
        raise typer.Exit


def add_root(app: typer.Typer) -> None:
    """Let an app answer `--version`, and show its help when no command is given."""

    @app.callback(invoke_without_command=True)
    def _root(
        context: typer.Context,
        version: bool = typer.Option(False, "--version", callback=version_option, is_eager=True),
    ) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())


def speak_utf8() -> None:
    """Read and write UTF-8 whatever the console's code page, so that no name can break an output line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def guarded(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Turn errors into a sentence on standard error and exit code 1."""

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except StationError as error:
            complain(error.code, error.facts)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except OSError as error:
            complain("cannot_write", {"file": Path(str(error.filename or "")).name})
        except Exception as error:  # noqa: BLE001  the last resort: a user never sees a traceback
            note_bug(error)
            complain("bug", {})
        raise typer.Exit(1)

    return run


def complain(code: str, facts: dict[str, Any]) -> None:
    """One clear sentence with the next step, on standard error."""
    typer.echo(sentence(code, facts, user_language()), err=True)


def emit(value: Any) -> None:
    """One line of JSON on standard output, flushed at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n")
    sys.stdout.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at a stream; a program without a console has none."""
    return stream is not None and stream.isatty()


@contextmanager
def shown_progress(work: str, *, json: bool = False) -> Iterator[Progress]:
    """What a use case tells its progress to: a bar on standard error where a person watches, else nothing."""
    if json or not is_terminal(sys.stderr):
        yield quiet
        return
    from station.commands.progress_bar import bar_of  # loaded only where it is seen

    language = user_language()
    with bar_of(label("progress", work, language), label("progress", "left", language)) as progress:
        yield progress


def secret(variable: str, prompt: str) -> str:
    """A secret from the environment, else from a prompt at a terminal, else WrongSecret `no_secret`."""
    value = os.environ.get(variable)
    if value:
        return value
    if not sys.stdin.isatty():
        raise WrongSecret("no_secret")
    typed: str = typer.prompt(prompt, hide_input=True)
    return typed


@contextmanager
def opened(data: Path, stick: Path | None = None, *, writing: bool, signing_in: bool = False) -> Iterator[Station]:
    """The station of a data folder, closed again whatever happens."""
    station = open_station(data, _unlock(data, stick), SystemClock(), writing=writing)
    for code in station.warnings:
        complain(code, {})
    try:
        yield _signed_in(station) if signing_in else station
    finally:
        station.close()


def _unlock(data: Path, stick: Path | None) -> Unlock:
    if stick is not None:
        return Unlock(pin=secret("STATION_PIN", "PIN"), stick=stick)
    shown_station(data)  # a missing folder is said before a passphrase is asked for
    return Unlock(passphrase=secret("STATION_PASSPHRASE", "Passphrase"))


def _signed_in(station: Station) -> Station:
    """STATION_OPERATOR by PIN; without a name the first leader, whom the passphrase stands for."""
    name, pin = os.environ.get("STATION_OPERATOR"), os.environ.get("STATION_PIN")
    if name is None and pin is None:
        return station
    operators = all_operators(station)
    wanted = [one for one in operators if name in (one.id, one.name)] if name else operators[:1]
    if not wanted:
        raise WrongSecret("wrong_pin")
    station.sign_in(sign_in(station, wanted[0].id, pin or secret("STATION_PIN", "PIN")).answer)
    return station
