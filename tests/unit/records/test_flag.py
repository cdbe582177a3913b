"""What a flag says of a person is read from its words, whatever another program wrote there."""

import pytest

from station.records.flag import Flag


@pytest.mark.parametrize(
    ("reason", "person"),
    [
        ("#2 37.6 ≥ 37.3", 1),
        ("#1", 0),
        ("", None),
        ("粤B12345", None),
        ("#0 37.6", None),
        ("#٣ 37.6", None),
        ("#" + "9" * 5000, None),
        ("#12abc 37.6", None),
    ],
)
def test_whom_it_is_about(reason, person):
    assert Flag("temperature.fever", reason).person == person


def test_it_reads_what_it_writes():
    for place in (0, 8, 98):
        assert Flag.of_person("temperature.fever", place, "37.6", "≥ 37.3").person == place


def test_only_rules_of_a_reading_are_hot():
    assert Flag("temperature.fever", "#1 37.6").is_hot
    assert not Flag("list.key_vehicle", "粤B12345").is_hot
