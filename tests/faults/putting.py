"""Putting something else in the place of a name of the program, in this process and its children."""

from __future__ import annotations


def put(where: object, name: str, instead: object) -> None:
    """From now on `where.name` is `instead`; a name that is not there is a mistake of ours."""
    assert hasattr(where, name), f"{where} has no {name}"
    setattr(where, name, instead)
