"""The lists as triage asks them: by whom and what they name, whichever way it is written."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from station.entry.comparison import KEYS, document_key, name_key, phone_key, plate_key, serial_key
from station.records.reference_lists import Enterprise, KeyVehicle, References


class ListIndex:
    """Look-ups over the lists in force; each is made when it is first asked."""

    def __init__(self, lists: References) -> None:
        self._lists = lists

    @cached_property
    def vehicles(self) -> dict[str, list[KeyVehicle]]:
        """Key vehicles by the key of their plate."""
        found: dict[str, list[KeyVehicle]] = {}
        for one in self._lists.key_vehicles:
            found.setdefault(plate_key(one.plate), []).append(one)
        return found

    @cached_property
    def key_people(self) -> PeopleIndex:
        """Key persons."""
        return PeopleIndex(self._lists.key_persons)

    @cached_property
    def isolated(self) -> PeopleIndex:
        """The isolation roster."""
        return PeopleIndex(self._lists.isolation)

    @cached_property
    def residents(self) -> PeopleIndex:
        """Residents and holders of passes."""
        return PeopleIndex(self._lists.residents)

    @cached_property
    def enterprises(self) -> dict[str, Enterprise]:
        """Filed enterprises by the key of their name and of their credit code."""
        by_name = {name_key(one.name): one for one in self._lists.enterprises}
        return {**by_name, **{document_key(one.code): one for one in self._lists.enterprises if one.code}}

    @cached_property
    def revoked(self) -> frozenset[str]:
        """Keys of the serials of revoked passes."""
        return frozenset(serial_key(one.serial) for one in self._lists.revoked_passes)

    def enterprise(self, text: str) -> Enterprise | None:
        """The enterprise of this name or code."""
        return self.enterprises.get(document_key(text)) or self.enterprises.get(name_key(text))


def index_of(lists: References) -> ListIndex:
    """The one index of these lists."""
    index: ListIndex = lists.worked_out.setdefault("index", ListIndex(lists))
    return index


class PeopleIndex:
    """Rows of people by the keys of document, phone and name; a name alone is a weaker match."""

    def __init__(self, rows: tuple[Any, ...]) -> None:
        self._by: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            for kind, name in (("id", "id_number"), ("phone", "phone"), ("name", "name")):
                key = KEYS[kind](getattr(row, name, ""))
                if key:
                    self._by.setdefault((kind, key), []).append(row)

    def find(self, name: str | None, id_number: str | None, phone: str | None) -> list[Any]:
        """Rows that mean this person: by document or phone for sure, by name where nothing contradicts."""
        sure = [*self._of("id", id_number), *self._of("phone", phone)]
        alike = [row for row in self._of("name", name) if not _contradicts(row, id_number, phone)]
        return list(dict.fromkeys([*sure, *alike]))

    def _of(self, kind: str, text: str | None) -> list[Any]:
        key = KEYS[kind](text or "")
        return self._by.get((kind, key), []) if key else []


def _contradicts(row: Any, id_number: str | None, phone: str | None) -> bool:
    """Whether both sides have a document and they differ, or no document to compare and phones that differ."""
    listed = getattr(row, "id_number", "")
    if listed and id_number:
        return document_key(listed) != document_key(id_number)
    return bool(row.phone and phone and phone_key(row.phone) != phone_key(phone))
