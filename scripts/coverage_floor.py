"""How much of each layer the core's tests run through, beside the floor that it must not sink below.

`python scripts/coverage_floor.py .coverage` prints the table and exits 1 below a floor; `--write` takes what was
measured as the new floors (rounded down), for a change that leaves a layer better than it found it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "coverage_floor.json"
LEFT_OUT = ("commands",)  # tried by their own processes, which nothing measures


def measured(data: Path) -> dict[str, float]:
    """Per cent of the statements of each layer of the core that were run; `services` room by room."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", f"--data-file={data}", "-o", str(out)]
        subprocess.run(command, check=True, cwd=ROOT)
        files = json.loads(out.read_text(encoding="utf-8"))["files"]
    run: dict[str, int] = defaultdict(int)
    there: dict[str, int] = defaultdict(int)
    for name, found in files.items():
        layer = layer_of(Path(name))
        run[layer] += found["summary"]["covered_lines"]
        there[layer] += found["summary"]["num_statements"]
    return {layer: 100 * run[layer] / there[layer] for layer in sorted(there) if there[layer]}


def layer_of(path: Path) -> str:
    """The layer of a file: its folder below `station`, the base for what lies in none."""
    folders = path.parts[1:-1]
    if not folders:
        return "base"
    return "/".join(folders[:2]) if folders[0] == "services" else folders[0]


def main() -> None:
    """Print what was measured beside the floors; fail below one of them."""
    found = {layer: share for layer, share in measured(Path(sys.argv[1])).items() if layer not in LEFT_OUT}
    if "--write" in sys.argv:
        floors = {layer: int(share) for layer, share in found.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    sunk = [layer for layer, share in found.items() if share < floors.get(layer, 0)]
    for layer, share in found.items():
        mark = "  SUNK" if layer in sunk else ""
        sys.stdout.write(f"{layer:<22}{share:6.1f} %   floor {floors.get(layer, 0)}{mark}\n")
    raise SystemExit(1 if sunk else 0)


if __name__ == "__main__":
    main()
