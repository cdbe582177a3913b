"""Names by their sound: initials and full pinyin, with the surnames' own readings (domain 7)."""

from __future__ import annotations

SURNAMES = {
    "曾": "zeng",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "翟": "zhai",
    "解": "xie",
    "单": "shan",
    "朴": "piao",
    "缪": "miao",
    "乐": "yue",
    "覃": "qin",
    "盖": "ge",
}


def spell(name: str) -> tuple[str, str]:
    """A name's full pinyin and its initials, lower-case; characters without a sound stay as they are."""
    from pypinyin import Style, lazy_pinyin  # 0.35 s to import: only where a name is spelled

    syllables = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
    if name[:1] in SURNAMES and syllables:
        syllables[0] = SURNAMES[name[0]]
    syllables = [part.lower() for part in syllables if part.strip()]
    return "".join(syllables), "".join(part[:1] for part in syllables)
