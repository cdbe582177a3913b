"""Passphrases that a machine draws and a person can say: people choose worse ones."""

from __future__ import annotations

import secrets

CONSONANTS = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "w", "x", "z", "ch", "sh"]
VOWELS = [
    "a",
    "ai",
    "an",
    "ang",
    "ao",
    "e",
    "ei",
    "en",
    "eng",
    "i",
    "ia",
    "ie",
    "in",
    "ing",
    "o",
    "ong",
    "ou",
    "u",
    "ua",
    "un",
]
WORDS = 6  # of 400 each: 51 bits


def generated() -> str:
    """Six easy syllables, about 51 bits."""
    return " ".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(WORDS))
