"""The bar on a terminal's standard error: what is being done, how far it is, how long it still takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from station.progress import Progress, quiet


class TimeLeft(ProgressColumn):
    """The time left if the rest goes as the work did until the last step: steps may be few and far apart."""

    max_refresh = 0.5

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def render(self, task: Task) -> Text:
        """Counts down between two steps; nothing is promised before the first."""
        at = task.fields["at"]
        if not task.completed or task.elapsed is None:
            return Text("")
        whole = at / task.completed  # all of it, by what the part that is done took
        left = max(0, round(whole - task.elapsed))
        return Text(f"{self._words} {timedelta(seconds=left)}")


@contextmanager
def bar_of(words: str, left: str) -> Iterator[Progress]:
    """A bar that is gone without a trace when the work ends, so that only its result stays on the screen."""
    console = Console(file=sys.stderr, force_terminal=True)
    if console.is_dumb_terminal:  # it can take nothing back
        yield quiet
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeLeft(left))
    # What is printed meanwhile is not rerouted: its encoding is the program's own business.
    with Bar(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        number = bar.add_task(words, total=1.0, at=0.0)
        task = bar.tasks[0]

        def tell(done: int, total: int) -> None:
            bar.update(number, completed=done / total if total else 1.0, at=task.elapsed or 0.0)

        yield tell
