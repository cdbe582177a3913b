"""Writers take turns: in the order they asked, one at a time, and nobody waits for himself."""

import threading

import pytest

from station.errors import BugError
from station.store.write_turns import Turns


def begun(turns, act):
    """Start somebody who waits for a turn; returns once he stands in the queue."""
    before = turns.waiting

    def run():
        with turns.turn():
            act()

    thread = threading.Thread(target=run)
    thread.start()
    while turns.waiting == before:
        pass
    return thread


def test_whoever_asks_first_writes_first():
    turns, seen = Turns(), []
    with turns.turn():
        waiting = [begun(turns, lambda one=number: seen.append(one)) for number in range(20)]
        assert seen == []
    for one in waiting:
        one.join()
    assert seen == list(range(20))


def test_one_that_fails_lets_the_next_in():
    turns = Turns()
    with pytest.raises(ValueError, match="full"), turns.turn():
        raise ValueError("full")
    with turns.turn():
        pass
    assert turns.waiting == 0


def test_a_write_within_a_write_is_our_bug_and_does_not_hang():
    turns = Turns()
    with turns.turn():
        with pytest.raises(BugError) as caught, turns.turn():
            pass
        assert caught.value.code == "nested_write"
        waiting = begun(turns, lambda: None)  # the outer one still has it
        assert waiting.is_alive()
    waiting.join()
