"""The draft behind the full form: what the line brought, the persons done, and what the one before had typed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from station.entry.draft import Draft, DraftPerson
from station.entry.gate_line import Recall
from station.services.gate.drafts import KeptDraft


@dataclass
class FormDraft:
    """One passage in the making, or a saved one being corrected; its persons are filled in one after the other."""

    draft: Draft
    correcting: bool = False
    persons: list[DraftPerson] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)

    def begin(self, draft: Draft) -> None:
        """Another passage; what the last person had typed stays, to be repeated."""
        self.draft, self.persons = draft, []

    @property
    def standing(self) -> DraftPerson:
        """What the line said of the person in the fields."""
        place = len(self.persons)
        return self.draft.persons[place] if place < len(self.draft.persons) else DraftPerson()

    @property
    def count(self) -> int:
        """How many persons there are, as far as known."""
        return max(len(self.draft.persons), len(self.persons) + 1)

    @property
    def passes(self) -> tuple[Recall, ...]:
        """Scanned passes stay to be resolved; phone and ID stand in their fields."""
        return tuple(one for one in self.draft.recall if one.by == "pass")

    def take_passes(self, found: tuple[Recall, ...]) -> bool:
        """Passes scanned for this passage; False if there is none that was not here before."""
        new = tuple(one for one in found if one.by == "pass" and one not in self.draft.recall)
        self.draft = replace(self.draft, recall=(*self.draft.recall, *new))
        return bool(new)

    def whole(self, head: Draft, person: DraftPerson) -> Draft:
        """The draft to save: the persons done, the one in the fields, whoever the line counts behind them."""
        rest = self.draft.persons[len(self.persons) + 1 :]
        return replace(head, persons=(*self.persons, person, *rest), recall=self.passes)

    def content(self, texts: dict[str, str], category: int) -> dict[str, Any]:
        """What is needed to show it again after a crash; empty for an empty form."""
        fields = {name: text for name, text in texts.items() if text}
        if not (fields or self.persons):
            return {}
        return {
            "fields": fields,
            "category": category,
            "draft": msgspec.to_builtins(self.draft),
            "persons": msgspec.to_builtins(self.persons),
        }


@dataclass(frozen=True)
class KeptForm:
    """A form that an earlier run did not save."""

    draft: Draft
    persons: list[DraftPerson]
    fields: dict[str, str]
    category: int


def kept_form(kept: KeptDraft) -> KeptForm | None:
    """A kept form under its own uid, or None where it cannot be read."""
    try:
        draft = msgspec.convert(kept.content["draft"], Draft)
        persons = msgspec.convert(kept.content["persons"], list[DraftPerson])
        fields = msgspec.convert(kept.content["fields"], dict[str, str])
        category = int(kept.content["category"])
    except (msgspec.ValidationError, KeyError, ValueError):
        return None
    return KeptForm(replace(draft, uid=kept.uid), persons, fields, category)
