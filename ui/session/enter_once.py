"""What Enter begins on a page, once: pressed again while that is on its way it does nothing."""

from __future__ import annotations

from collections.abc import Callable

from station.errors import StationError
from ui.session.background import Background, Done, Failed, R, Work


class EnterOnce:
    """The work one page waits for; gloves press Enter twice, and nothing is written twice by that."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self.is_under_way = False

    def write(self, work: Work[R], done: Done[R], failed: Failed) -> None:
        """Save something off the GUI thread."""
        self._once(self._background.write, work, done, failed)

    def wait_for_device(self, work: Work[R], done: Done[R], failed: Failed) -> None:
        """Run something that a stick may hold up."""
        self._once(self._background.wait_for_device, work, done, failed)

    def _once(
        self, submit: Callable[[Work[R], Done[R], Failed], None], work: Work[R], done: Done[R], failed: Failed
    ) -> None:
        if self.is_under_way:
            return
        self.is_under_way = True

        def ended(answer: R) -> None:
            self.is_under_way = False
            done(answer)

        def went_wrong(error: StationError) -> None:
            self.is_under_way = False
            failed(error)

        submit(work, ended, went_wrong)
