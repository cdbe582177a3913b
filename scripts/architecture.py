"""Draw the house from its imports: one box a room, one line for every room that another one imports.

`python scripts/architecture.py` writes docs/architecture.svg; a test draws it again and compares. The order of
the floors is that of the import contracts in pyproject.toml, so that every line goes down.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, BOX, HIGH, GAP, LEFT = 1180, 96, 40, 26, 96
STAIR = (-330, 110, -110, 330)
GROUND = 4  # floors
COLOURS = {"ui": "#2563eb", "services": "#0f766e", "station": "#475569", "commands": "#7c3aed"}


def floors() -> list[list[str]]:
    """Rooms from the roof to the ground, as the contracts put them above each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {one["name"]: one["layers"] for one in contracts if one["type"] == "layers"}
    window = _rows(layers["The rooms of the window stand above each other"], "ui.")
    rooms = _rows(layers["The rooms of the use cases stand above each other"], "station.services.")
    core = _rows(layers["The core's layers import downwards only"], "")
    found = [*window]
    for row in core:
        found += rooms if row == ["station.services"] else [row]
    return found


def _rows(layers: list[str], before: str) -> list[list[str]]:
    return [[before + name.strip() for name in layer.split("|")] for layer in layers]


def imports(rooms: list[str]) -> tuple[dict[str, int], Counter[tuple[str, str]]]:
    """Modules in each room, and how often one room's modules import another's."""
    graph = grimp.build_graph("station", "ui", cache_dir=None)
    home = {module: room for module in graph.modules if (room := _room(module, rooms))}
    lines: Counter[tuple[str, str]] = Counter()
    sizes: Counter[str] = Counter()
    for module, room in home.items():
        path = ROOT / Path(*module.split(".")).with_suffix(".py")
        sizes[room] += path.is_file()
        for imported in graph.find_modules_directly_imported_by(module):
            other = home.get(imported)
            if other and other != room:
                lines[room, other] += 1
    return sizes, lines


def _room(module: str, rooms: list[str]) -> str:
    return next((room for room in rooms if module == room or module.startswith(f"{room}.")), "")


def draw() -> str:
    """The picture as SVG text; the same for the same imports."""
    rows = floors()
    sizes, lines = imports([room for row in rows for room in row])
    place: dict[str, tuple[float, float]] = {}
    alone = 0
    for number, row in enumerate(rows):
        wide = (WIDTH - LEFT) / len(row)
        alone = alone + 1 if len(row) == 1 else 0
        aside = STAIR[alone % len(STAIR)] if alone else 0  # else every line would run behind one pile of boxes
        for at, room in enumerate(row):
            place[room] = (LEFT + wide * (at + 0.5) + aside, 30 + number * (HIGH + GAP))
    height = 30 + len(rows) * (HIGH + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    ground = {room for row in rows[-GROUND:] for room in row}  # everybody stands on these: not drawn
    drawn = {pair: count for pair, count in lines.items() if pair[1] not in ground}
    parts += [_line(place[one], place[other], count) for (one, other), count in sorted(drawn.items())]
    parts += [_box(room, place[room], sizes[room], _width(rows, room)) for row in rows for room in row]
    parts += [_floor(name, place[room][1]) for name, room in _names(rows)]
    return "\n".join([*parts, "</svg>", ""])


def _width(rows: list[list[str]], room: str) -> float:
    row = next(row for row in rows if room in row)
    return min(BOX * 1.6, (WIDTH - LEFT) / len(row) - 8)


def _names(rows: list[list[str]]) -> list[tuple[str, str]]:
    """What each part of the house is called, and the room where it begins."""
    first: dict[str, str] = {}
    names = {"ui": "window", "services": "use cases", "station": "core", "commands": "command line"}
    for row in rows:
        first.setdefault(names[_part(row[0])], row[0])
    return list(first.items())


def _part(room: str) -> str:
    if room == "station.commands":
        return "commands"
    return "ui" if room.startswith("ui.") else "services" if ".services." in room else "station"


def _line(one: tuple[float, float], other: tuple[float, float], count: int) -> str:
    (x1, y1), (x2, y2) = one, other
    middle = (y1 + y2) / 2 + HIGH / 2
    path = f"M{x1:.0f},{y1 + HIGH:.0f} C{x1:.0f},{middle:.0f} {x2:.0f},{middle:.0f} {x2:.0f},{y2:.0f}"
    thick = min(4.0, 0.5 + count / 12)
    return f'<path d="{path}" fill="none" stroke="#94a3b8" stroke-opacity="0.45" stroke-width="{thick:.1f}"/>'


def _box(room: str, at: tuple[float, float], size: int, wide: float) -> str:
    x, y = at
    name = room.rsplit(".", 1)[-1]
    label = f"{name} ({size})" if size > 1 else name
    return (
        f'<g><rect x="{x - wide / 2:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{HIGH}" rx="6" '
        f'fill="#f8fafc" stroke="{COLOURS[_part(room)]}"/>'
        f'<text x="{x:.0f}" y="{y + 25:.0f}" text-anchor="middle" font-size="12.5" fill="#0f172a">'
        f"{escape(label)}</text></g>"
    )


def _floor(name: str, y: float) -> str:
    return f'<text x="8" y="{y + 25:.0f}" font-size="14" font-weight="bold" fill="#334155">{escape(name)}</text>'


def circles() -> list[list[str]]:
    """Groups of modules that import each other in a circle; none is right."""
    graph = grimp.build_graph("station", "ui", cache_dir=None)
    below: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        below[module] = graph.find_downstream_modules(module)  # who imports it, however far away
    found = {tuple(sorted({module, *(one for one in below[module] if module in below[one])})) for module in below}
    return [list(group) for group in sorted(found) if len(group) > 1]


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)} is drawn\n")
