"""The full form (F2): visitors, key persons, strangers in a car; only what the lane needs is asked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.entry.draft import Draft
from station.entry.gate_line import Recall
from station.entry.problem import Problem
from station.errors import StationError
from station.services.gate import recall, registration
from station.services.gate.corrections import Change
from station.services.gate.drafts import KeptDraft
from station.services.gate.registration import Saved
from ui.form.form_draft import FormDraft, kept_form
from ui.form.form_filling import FormFilling
from ui.form.form_reading import Fault, read_draft, read_person
from ui.form.form_saving import save
from ui.form.visitor_fields import NOT_REPEATED, OF_THE_CAR, WHO, open_case_flags
from ui.form.visitor_form_view import FormView
from ui.language.problem_text import of_error, of_problem
from ui.session.draft_keeper import DraftKeeper
from ui.session.enter_once import EnterOnce
from ui.session.session import Session

SHOWN_OF_A_CODE = 24  # characters


class FormPage(QWidget):
    """One person at a time; F7 adds the next occupant, Enter goes to what is missing, then saves.

    The view shows, the filling puts into it what is known; here what is typed is heard, read and saved.
    """

    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._once = EnterOnce(session.background)
        self.view = FormView(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.edits, self.problem = self.view.edits, self.view.problem
        self.category, self.direction = self.view.category, self.view.direction
        self.keeper = DraftKeeper(session, self)
        self._form = FormDraft(registration.new_draft(session.station))
        self._filling = FormFilling(session, self.view, self._form)
        self._shows_case = False
        self.view.entered.connect(self.proceed)
        self.view.edited.connect(self._edited)
        self.view.category_chosen.connect(self._category_chosen)
        self.retranslate()

    @property
    def draft(self) -> Draft:
        """What the line brought and the scanner added."""
        return self._form.draft

    # --- what the window and its tests ask for --------------------------------------------------
    def shown_fields(self) -> tuple[str, ...]:
        """The fields of the chosen category, in their order."""
        return self._filling.typed().shown

    def show_id_words(self) -> None:
        """Say what the document number says by itself."""
        self._filling.show_id_words()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.view.retranslate()
        self._filling.show_fields()
        self._filling.show_id_words()

    # --- beginning ------------------------------------------------------------------------------
    def begin(self, draft: Draft) -> None:
        """Take over the desk's draft: plate, direction and readings stand already."""
        if not self._form.correcting and draft.uid == self.draft.uid and self._has_text():
            self._filling.go_on(draft)
        else:
            self._form.correcting = False
            self._filling.begin(draft)
        self.edits["name"].setFocus()

    def _has_text(self) -> bool:
        return bool(self._form.persons) or any(self.view.texts().values())

    def begin_correction(self, draft: Draft) -> None:
        """Show a saved record to be corrected; the reason is asked for at the end."""
        self._form.correcting = True
        self._filling.begin(draft)
        self.edits["name"].setFocus()

    def restore(self, kept: KeptDraft) -> None:
        """Take up what an earlier run did not save, under its own uid."""
        form = kept_form(kept)
        if form is None:
            return
        self.begin(form.draft)
        self._filling.take_up(form)
        self.problem.say(
            "warn",
            self.tr("This form was not saved when the program stopped."),
            self.tr("Go on with it, or Esc to go back to the line."),
        )

    # --- typing ---------------------------------------------------------------------------------
    def _edited(self, name: str) -> None:
        if name == "id_number":
            self._filling.show_id_words()
        if name in WHO:
            self._show_open_cases()
        self._touch()

    def _category_chosen(self) -> None:
        self._filling.show_fields()
        self._touch()

    def _show_open_cases(self) -> None:
        """Say at once that the plate or person in the fields has an open case; it goes with what made it appear."""
        flags = open_case_flags(self._session.station, self.view.texts(), self.draft.uid)
        if flags:
            words = " · ".join(self._session.flag_words(flag) for flag in flags)
            advice = self.tr("Enter holds it. Finish the open case in F4: what waits because of it is freed with it.")
            self.problem.say("warn", words, advice)
        elif self._shows_case:
            self.problem.hide()
        self._shows_case = bool(flags)

    def _touch(self) -> None:
        """Have the form written to the disk soon; a correction changes nothing until it is saved."""
        if not self._form.correcting:
            content = self._form.content(self.view.texts(), self.category.currentIndex())
            self.keeper.touch(self.draft.uid, content)

    def same_as_last(self) -> None:
        """F10: this field as the person before had it; in an empty name, everything but who and how warm."""
        field, before = self.view.field_with_cursor(), self._form.before
        if field == "name" and not self.edits["name"].text():
            for name, text in before.items():
                if name not in ("name", "phone", "id_number", *NOT_REPEATED) and not self.edits[name].text():
                    self.edits[name].setText(text)
        elif field and field not in NOT_REPEATED and before.get(field):
            self.edits[field].setText(before[field])
        self._touch()

    def scanned(self, text: str) -> None:
        """A pass scanned while the form is open belongs to this record."""
        tokens = recall.tokens_of(self._session.station, text)
        if any(isinstance(token.meaning, Problem) for token in tokens) or not tokens:
            shown = "".join(one for one in text if one.isprintable())[:SHOWN_OF_A_CODE]
            self._warn(Problem("unknown_scan", text=shown))
            return
        found = tuple(token.meaning for token in tokens if isinstance(token.meaning, Recall))
        self._filling.show_looked_up(found)
        are_new = self._form.take_passes(found)
        self._filling.show_id_words()
        if are_new:
            self.problem.say("ok", self.tr("The pass is taken."), "")

    def next_person(self) -> None:
        """Keep this person and clear the fields for the next occupant."""
        person = read_person(self._filling.typed(), self._form.standing, self._session.station)
        if isinstance(person, Fault):
            self._go_to(person)
            return
        self._form.before = self.view.texts()
        self._form.persons.append(person)
        for name, edit in self.edits.items():
            if name not in OF_THE_CAR:
                edit.clear()
        self._filling.show_person()
        self.edits["name"].setFocus()
        self._touch()

    # --- Enter ----------------------------------------------------------------------------------
    def proceed(self) -> None:
        """Enter: the first missing or wrong field, else save."""
        if self._once.is_under_way:
            return
        draft = read_draft(self._filling.typed(), self._form, self._session.station)
        if isinstance(draft, Fault):
            self._go_to(draft)
            return
        reason = self.edits["correction_reason"].text() if self._form.correcting else None
        if reason is not None and not reason.strip():
            self._go_to(Fault("correction_reason", Problem("missing_reason")))
            return
        self.keeper.pause()
        station, gun = self._session.station, self._session.thermometer
        self._once.write(lambda: save(station, draft, gun, reason), self._done, self._failed)

    def _go_to(self, fault: Fault) -> None:
        title, step = of_problem(fault.problem, self._session.language.code)
        if fault.problem.code == "missing_field":
            title = self.view.label_of(fault.field)
            asks = self.tr("Ask: 1 no, 2 yes, then Enter.")
            step = asks if fault.asked else self.tr("Fill this in, then Enter.")
        self.view.show_fault(fault.field, title, step)

    def _warn(self, problem: Problem) -> None:
        self.problem.say("warn", *of_problem(problem, self._session.language.code))

    def _done(self, result: Saved | Change | Problem) -> None:
        if isinstance(result, Problem):
            self._warn(result)
            return
        self._form.before = self.view.texts()
        self.keeper.forget()
        self.finished.emit()

    def _failed(self, error: StationError) -> None:
        self.problem.say("bad", *of_error(error, self._session.language.code))
