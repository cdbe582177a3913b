#!/usr/bin/env python3
"""Draw the program's icon: a gate bar over a road, in the desk's blue."""

from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


def draw(size: int = 256) -> Image.Image:
    """The icon at one size."""
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    unit = size / 16
    pen.rounded_rectangle((0, 0, size - 1, size - 1), radius=3 * unit, fill="#0b5a8f")
    pen.rectangle((3 * unit, 5 * unit, 5 * unit, 13 * unit), fill="white")
    pen.rectangle((3 * unit, 5 * unit, 14 * unit, 7 * unit), fill="white")
    for at in (6, 9, 12):
        pen.rectangle((at * unit, 5 * unit, (at + 1.4) * unit, 7 * unit), fill="#b3202a")
    return image


if __name__ == "__main__":
    ICONS.mkdir(exist_ok=True)
    draw().save(ICONS / "station.png")
    draw().save(ICONS / "station.ico", sizes=[(16, 16), (32, 32), (48, 48), (256, 256)])
