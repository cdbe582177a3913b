"""Whatever is answered as durable can be read, verified, exported, merged and restored, however its text was typed."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.forms import DOORS, ODD, live_through

TEXTS = st.sampled_from(ODD) | st.text(min_size=1, max_size=30) | st.text("eo\u0301\u0308\u0323 가\u1161", min_size=1)
STEP = st.tuples(st.sampled_from(DOORS), st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # a step is seconds: the first example says enough


@given(TEXTS, st.lists(STEP, min_size=6, max_size=14))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
def test_whatever_is_durable_can_be_read_everywhere(name, steps):
    each = [(door, tuple(ODD[at : at + 4])) for at, door in enumerate(DOORS)]
    with TemporaryDirectory() as folder:
        live_through(Path(folder), name, [*steps, *each])
