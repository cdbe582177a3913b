#!/usr/bin/env python3
"""Make the three prompts' tones: one high, two middle, three low, each with soft edges."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"
RATE = 22_050
TONES = {"pass": ((1320,), 0.09), "recheck": ((740, 740), 0.16), "stop": ((392, 392, 311), 0.24)}
PAUSE, EDGE, LOUD = 0.06, 0.012, 0.55


def main() -> None:
    """Write one mono 16-bit file for each prompt."""
    FOLDER.mkdir(exist_ok=True)
    for name, (pitches, length) in TONES.items():
        samples: list[int] = []
        for pitch in pitches:
            samples += _tone(pitch, length) + [0] * int(PAUSE * RATE)
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def _tone(pitch: float, length: float) -> list[int]:
    count = int(length * RATE)
    edge = int(EDGE * RATE)
    shape = [min(1.0, at / edge, (count - at) / edge) for at in range(count)]
    return [int(32_000 * LOUD * shape[at] * math.sin(2 * math.pi * pitch * at / RATE)) for at in range(count)]


if __name__ == "__main__":
    main()
