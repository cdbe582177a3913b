"""The one tree of errors: what went wrong, whose it is, and the code of its sentence.

StationError
├── InputError        your input: a line, a file, a secret, a choice
│   ├── Refused       a record or a line that cannot be saved as it is
│   ├── WrongSecret   a passphrase, a PIN or a stick that does not open
│   └── RefusedFile   a batch, receipt, certificate or card that is not taken
├── MachineError      your machine: disk, folder, another program
│   ├── FolderProblem the data folder is missing, foreign, newer or in use
│   └── StoreProblem  the store cannot be read or written
└── BugError          our bug

No sentence lives here: a code and its facts do; `resources/messages` holds the sentences.
Facts never carry personal data, because they end up in logs and on screens.
"""

from __future__ import annotations


class StationError(Exception):
    """Anything the program says no to; `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


class InputError(StationError):
    """Your input: it can be put right by typing or choosing something else."""


class Refused(InputError):
    """A record that cannot be saved as it is; `facts["field"]` names the field."""


class WrongSecret(InputError):
    """A passphrase, PIN or stick that does not open; it never says which part was wrong."""


class RefusedFile(InputError):
    """A file that is not taken; nothing of it was written."""


class MachineError(StationError):
    """Your machine: something outside the program has to be put right."""


class FolderProblem(MachineError):
    """The data folder is missing, foreign, newer than this program, or open elsewhere."""


class StoreProblem(MachineError):
    """The store could not be read or written; nothing was acknowledged."""


class BugError(StationError):
    """Our bug: a state the program should never reach."""
