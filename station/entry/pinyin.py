"""Names by their sound: full pinyin and initials, with the surnames' own readings (domain 7)."""

from __future__ import annotations

from functools import lru_cache

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


@lru_cache(maxsize=20_000)
def spell(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How a name can be typed: its full pinyins and its initials, lower-case, the usual one first.

    A surname is found by its own reading and by the character's common one; ü as v, u or yu.
    Characters without a sound stay as they are.
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # 0.35 s to import: only where a name is spelled

    given = [part.lower() for part in lazy_pinyin(name, style=Style.NORMAL, v_to_u=False) if part.strip()]
    if not given:
        return (), ()
    firsts = [given[0]]
    if name[0] in SURNAMES:
        firsts.insert(0, SURNAMES[name[0]])
    firsts += [one.lower() for one in pinyin(name[0], style=Style.NORMAL, heteronym=True, v_to_u=False)[0]]
    variants = [[first, *given[1:]] for first in dict.fromkeys(firsts)]
    full = [spelled for parts in variants for spelled in _with_umlaut("".join(parts), parts)]
    initials = ["".join(part[:1] for part in parts) for parts in variants]
    return tuple(dict.fromkeys(full)), tuple(dict.fromkeys(initials))


def _with_umlaut(spelled: str, parts: list[str]) -> list[str]:
    """ü comes out as v; people type lv, lu or lyu."""
    if not any("v" in part for part in parts):
        return [spelled]
    return [spelled] + ["".join(part.replace("v", other) for part in parts) for other in ("u", "yu")]
