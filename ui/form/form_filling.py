"""Which fields of the full form are shown, and what is known already put into them."""

from __future__ import annotations

from station.entry.draft import Draft
from station.entry.gate_line import Recall
from station.masking import mask_name
from ui.form.form_draft import FormDraft, KeptForm
from ui.form.form_reading import Typed
from ui.form.visitor_fields import ANSWERS, REGISTERED, fields_of, id_words, required_of, texts_of
from ui.form.visitor_form_view import FormView
from ui.session.session import Session


class FormFilling:
    """From the form's draft and the rules into the view."""

    def __init__(self, session: Session, view: FormView, form: FormDraft) -> None:
        self._session = session
        self._view = view
        self._form = form

    # --- which fields ---------------------------------------------------------------------------
    def typed(self) -> Typed:
        """What stands in the form now, and which of it the rules ask for."""
        view, rules = self._view, self._session.station.rules
        texts, category = view.texts(), view.chosen_category()
        shown = fields_of(category, rules, texts, correcting=self._form.correcting)
        return Typed(texts, category, view.chosen_direction(), shown, required_of(category, rules))

    def show_fields(self) -> None:
        """Show the fields of the chosen category."""
        typed = self.typed()
        self._view.show_fields(typed.shown, typed.required)

    def show_id_words(self) -> None:
        """Say what the document number says by itself."""
        number = self._view.edits["id_number"].text()
        self._view.show_id_words(id_words(number, self._session.station, self._session.label))

    # --- what is known --------------------------------------------------------------------------
    def begin(self, draft: Draft) -> None:
        """Empty fields, and in them what a new draft says."""
        self._form.begin(draft)
        self._view.empty()
        self._view.choose_direction(draft.direction)
        self._put("plate", draft.vehicle.plate if draft.vehicle else "")
        self.show_looked_up(draft.recall)
        for name, question in ANSWERS.items():
            answer = draft.answers.get(question)
            self._put(name, "" if answer is None else "2" if answer else "1")
        self.show_person()

    def go_on(self, draft: Draft) -> None:
        """Back from the line to a form that was left half filled in: what is in the fields stays."""
        if not (draft.vehicle or draft.persons or draft.recall):
            return  # an empty line says nothing new: a restored form keeps its car and its readings
        self._form.draft = draft
        self._view.choose_direction(draft.direction)
        if draft.vehicle:
            self._put("plate", draft.vehicle.plate)
        for name, text in texts_of(self._form.standing).items():
            if text and (name == "reading" or not self._view.edits[name].text()):
                self._put(name, text)
        self.show_fields()

    def take_up(self, kept: KeptForm) -> None:
        """What an earlier run did not save, once its draft has begun."""
        self._form.persons = kept.persons
        self.show_person()
        self._view.choose_category(kept.category)
        for name, text in kept.fields.items():
            if name in self._view.edits:
                self._put(name, text)

    def show_person(self) -> None:
        """What is known of the next person, and their category."""
        person = self._form.standing
        known = person.is_known or self._form.correcting
        self._view.choose_category(REGISTERED.index(person.category) if known else 0)
        for name, text in texts_of(person).items():
            if text:
                self._put(name, text)
        self.show_fields()
        self.show_id_words()
        self._view.show_who([mask_name(one.name) or "" for one in self._form.persons], self._form.count)

    def show_looked_up(self, found: tuple[Recall, ...]) -> None:
        """A phone or a document that was to be looked up stands in its field."""
        for one in found:
            if one.by in ("phone", "id"):
                self._put("phone" if one.by == "phone" else "id_number", one.text)

    def _put(self, name: str, text: str) -> None:
        self._view.edits[name].setText(text)
