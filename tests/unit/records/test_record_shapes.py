"""What is written in a body is fixed by its schema number: an older program must say `newer`, not `unreadable`."""

import dataclasses
import json
import types
import typing
from pathlib import Path

from station.records.journal_entry import SCHEMA
from station.records.kinds import RECORD_TYPES

SHAPES = Path(__file__).parents[2] / "data" / "record_shapes.json"
ANEW = "a body differs from what this schema wrote: raise SCHEMA in station/records/journal_entry.py and write the file"


def shapes():
    """Every dataclass that a body is made of, with its fields and their types."""
    found, waiting = {}, [*RECORD_TYPES.values()]
    while waiting:
        record = waiting.pop()
        if record.__name__ in found:
            continue
        hints = typing.get_type_hints(record)
        found[record.__name__] = {one.name: spelled(hints[one.name]) for one in dataclasses.fields(record)}
        waiting += [one for hint in hints.values() for one in parts_of(hint) if dataclasses.is_dataclass(one)]
    return found


def parts_of(hint):
    arguments = [one for one in typing.get_args(hint) if not isinstance(one, str)]
    return [hint, *(deeper for one in arguments for deeper in parts_of(one))]


def spelled(hint):
    """A type by its own words, the same on every Python."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    words = [repr(one) if origin is typing.Literal else "..." if one is Ellipsis else spelled(one) for one in arguments]
    if origin in (types.UnionType, typing.Union):
        return " | ".join(words)
    name = "Literal" if origin is typing.Literal else (origin or hint).__name__
    return f"{name}[{', '.join(words)}]" if words else name


def test_a_body_is_what_its_schema_says():
    kept = json.loads(SHAPES.read_text(encoding="utf-8"))
    assert kept["schema"] == SCHEMA, "write the file anew"
    assert shapes() == kept["shapes"], ANEW
