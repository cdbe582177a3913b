"""One table of file kinds: every one that comes back is taken, and none begins or ends like another."""

from station.batch.file_kinds import FILE_KINDS, RETURNING
from station.services.exchange.station_files import TAKERS


def test_whatever_comes_from_the_centre_has_somebody_who_takes_it():
    assert set(TAKERS) == {kind.name for kind in RETURNING}


def test_a_file_is_of_one_kind():
    for field in ("name", "suffix"):
        assert len({getattr(kind, field) for kind in FILE_KINDS}) == len(FILE_KINDS)
    for kind in FILE_KINDS:
        assert [one.name for one in FILE_KINDS if one.begins(kind.magic)] == [kind.name]
