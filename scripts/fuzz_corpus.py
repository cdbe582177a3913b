"""Make the small corpus that guided fuzzing starts from: one or two genuine files of each kind, of practice data."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from station.services.gate import access_passes  # noqa: E402
from station.services.safety import second_copy  # noqa: E402
from tests.faults.fuzzing import Street, _kinds  # noqa: E402

TO = ROOT / "tests" / "data" / "corpus"
LINES = ("B12345 365 368 -", "gd:D12345 36.5", "/8000 365", ".327 366e +", "+5", "粤B12345 365", "zs 365 l 376a")
CSV = "时间,车牌,姓名,电话,体温\n2020-03-11 08:35,粤B12345,张三,13800138000,36.5\n"


def main() -> None:
    """Write every kind."""
    with tempfile.TemporaryDirectory() as folder:
        street = Street(Path(folder))
        batch = street.batches((1,))[0]
        kinds = {kind: content for kind, content, _ in _kinds(street)}
        issued = access_passes.token_of(
            street.station, access_passes.issue(street.station, days=2, plate="粤B12345").answer
        )
        second = Path(folder) / "second"
        second.mkdir()
        second_copy.Mirror(street.station, second).sync()
        segment = next((second / "mirror-CP17" / "g0001").glob("0*.ysm")).read_bytes()
        entries = second_copy.entries_of(second / "mirror-CP17" / "g0001", street.station.store.data_key, "CP17")
        from station.batch.segment import entries_frame

        _write("batch", batch)
        _write("pass", issued.encode())
        _write("receipt", kinds["receipt"], kinds["certificate"])
        _write("pack", kinds["pack"])
        _write("card", kinds["card"], kinds["request"])
        _write("slots", kinds["key slots"])
        _write("segment", segment)
        _write("line", *(line.encode() for line in LINES))
        _write("table", CSV.encode(), CSV.encode("gb18030"))
        _write("import", entries_frame(entries[:2]))
        street.close()
    print(json.dumps({path.name: len(list(path.iterdir())) for path in sorted(TO.iterdir())}))  # noqa: T201


def _write(kind: str, *contents: bytes) -> None:
    folder = TO / kind
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(contents):
        (folder / f"seed{number}").write_bytes(content)


if __name__ == "__main__":
    main()
