"""`centre trace|inside|pairs`: who passed, who is still inside, which passages do not go together."""

from __future__ import annotations

from datetime import date

import typer

from station.commands.centre_shell import AT, opened
from station.commands.command_shell import JSON, complain, emit, guarded, new_app
from station.commands.report_commands import report_day
from station.commands.text_tables import PROSE, WORD, Column, Table
from station.messages import label, user_language
from station.services.centre import clerk_trace
from station.services.centre.clerk_trace import AROUND, Seen, Span, cells, person_line, person_shown, shown

app = new_app("Who passed, and who is inside.")
SINCE = typer.Option(None, "--since", help="First day, YYYY-MM-DD.")
UNTIL = typer.Option(None, "--until", help="Last day, YYYY-MM-DD.")
PASSAGE: tuple[Column, ...] = (WORD, WORD, WORD, WORD, PROSE)
REVEAL = typer.Option(None, "--reveal", help="Reason for showing people unmasked (noted at the centre).")


@app.command("trace")
@guarded
def trace(
    wanted: str = typer.Argument(
        ..., help="Plate, ID number, phone or pass, as in the gate line; - reads it from stdin."
    ),
    at: str = AT,
    since: str | None = SINCE,
    until: str | None = UNTIL,
    around: int = typer.Option(AROUND, "--around", min=0, max=240, help="Minutes around a passage: who was beside."),
    reveal: str | None = REVEAL,
    json: bool = JSON,
) -> None:
    """Follow one vehicle, person or pass through every station, and who passed beside. Exit 1 if nothing is found."""
    text = typer.get_text_stream("stdin").readline() if wanted == "-" else wanted
    with opened(at) as centre:
        found = clerk_trace.trace(centre, text, _span(since, until), around, reveal)
    revealed = reveal is not None
    with Table(WORD, *PASSAGE) as rows:
        for kind, several in (("found", found.found), ("beside", found.beside)):
            for one in several:
                if json:
                    emit({"kind": kind, **shown(one, revealed=revealed)})
                else:
                    rows.add("" if kind == "found" else "~", *_passage(one, revealed=revealed))
    if not found.found:
        complain("nobody_passed", {})
        raise typer.Exit(1)


@app.command("inside")
@guarded
def inside(at: str = AT, reveal: str | None = REVEAL, json: bool = JSON) -> None:
    """Who came in as a visitor, courier, returnee or key person at any station and has not left."""
    with opened(at) as centre:
        found = clerk_trace.inside(centre, reveal)
    revealed, language = reveal is not None, user_language()
    with Table(WORD, WORD, PROSE) as rows:
        for seen, person in found:
            if json:
                passage = {"station": seen.station, "uid": seen.uid, "happened_at": seen.passage.happened_at}
                emit({**passage, **person_shown(person, revealed=revealed)})
            else:
                when, where, *_ = cells(seen, language, revealed=revealed)
                rows.add(when, where, person_line(person, language, revealed=revealed))


@app.command("pairs")
@guarded
def pairs(at: str = AT, since: str | None = SINCE, until: str | None = UNTIL, json: bool = JSON) -> None:
    """Passages of one plate that do not go together: in twice without leaving, or too soon at another station."""
    with opened(at) as centre:
        found = clerk_trace.pairs(centre, _span(since, until))
    with Table(WORD, *PASSAGE, WORD, *PASSAGE) as rows:
        for one in found:
            first, second = one.first, one.second
            if json:
                both = {"first": shown(first, revealed=False), "second": shown(second, revealed=False)}
                emit({"kind": one.kind, **both})
            else:
                kind = label("pair", one.kind, user_language())
                rows.add(kind, *_passage(first, revealed=False), "→", *_passage(second, revealed=False))


def _passage(seen: Seen, *, revealed: bool) -> list[str]:
    """A passage by columns; people, how many more and what became of it are words that may be wrapped."""
    when, where, way, plate, *words = cells(seen, user_language(), revealed=revealed)
    return [when, where, way, plate, "  ".join(one for one in words if one)]


def _span(since: str | None, until: str | None) -> Span:
    return Span(_day(since), _day(until))


def _day(text: str | None) -> date | None:
    return report_day(text) if text else None
