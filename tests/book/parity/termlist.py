"""Reading book/terms.toml: one `[[term]]` a concept, its names, variants and definitions."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAMES = ("en", "ko")
LISTS = ("find_en", "find_ko", "never_en", "never_ko")
DEFINITIONS = ("def_en", "def_ko")
PLACE = "at"  # where the book explains it: "page" or "page#section"; the search's tests see that it is there
KEYS = (*NAMES, *LISTS, *DEFINITIONS, PLACE)


@dataclass(frozen=True)
class Term:
    """A concept: its name in both languages, what readers may type for it, what never to write, definitions."""

    en: str
    ko: str
    find_en: tuple[str, ...] = ()
    find_ko: tuple[str, ...] = ()
    never_en: tuple[str, ...] = ()
    never_ko: tuple[str, ...] = ()
    def_en: str = ""
    def_ko: str = ""
    at: str = ""

    def name(self, lang: str) -> str:
        return self.en if lang == "en" else self.ko

    def never(self, lang: str) -> tuple[str, ...]:
        return self.never_en if lang == "en" else self.never_ko


@cache
def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of the file, in its order.

    Raises
    ------
    ValueError
        If an entry lacks a name, has an unknown key or a value of another type, or a name stands twice.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    if set(entries) != {"term"}:
        raise ValueError(f"{path.name}: expected only [[term]] entries, got {sorted(entries)}")
    terms = tuple(_term(path.name, number, entry) for number, entry in enumerate(entries["term"], 1))
    for lang in NAMES:
        names = [term.name(lang).casefold() for term in terms]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{path.name}: expected every {lang} name once, got twice: {', '.join(twice)}")
    return terms


def _term(file: str, number: int, entry: dict) -> Term:
    where = f"{file}, term {number} ({entry.get('en', 'no en')})"
    if unknown := sorted(set(entry) - set(KEYS)):
        raise ValueError(f"{where}: expected the keys {list(KEYS)}, got {unknown}")
    for key in NAMES:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ValueError(f"{where}: expected a name under {key}, got {entry.get(key)!r}")
    for key in LISTS:
        values = entry.get(key, [])
        if not isinstance(values, list) or not all(
            isinstance(value, str) and value.strip() for value in values
        ):
            raise ValueError(f"{where}: expected a list of words under {key}, got {values!r}")
    for key in (*DEFINITIONS, PLACE):
        if not isinstance(entry.get(key, ""), str):
            raise ValueError(f"{where}: expected text under {key}, got {entry[key]!r}")
    if bool(entry.get("def_en")) != bool(entry.get("def_ko")):
        raise ValueError(f"{where}: expected a definition in both languages or none, got one")
    return Term(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
