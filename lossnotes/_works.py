"""The works of a BibTeX file, as a notebook cites and lists them."""

import re
from dataclasses import dataclass

_ENTRY = re.compile(r"^@\w+\{(?P<key>[^,\s]+),(?P<fields>.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"(\w+)\s*=\s*[{\"](.*?)[}\"]\s*(?:,\s*$|$)", re.MULTILINE | re.DOTALL)
# Where a work was published: the first of these fields that it has.
_PLACES = ("journal", "booktitle", "howpublished", "publisher", "institution", "school")


@dataclass(frozen=True)
class Work:
    """A work that is cited: its authors' surnames, its year, and the line in a list of references."""

    authors: str
    year: str
    line: str


def read_works(text: str) -> dict[str, Work]:
    """The works of a BibTeX file by key: one closing brace at the start of a line ends each entry."""
    return {found["key"]: _work(dict(_FIELD.findall(found["fields"]))) for found in _ENTRY.finditer(text)}


def _work(fields: dict[str, str]) -> Work:
    fields = {name.lower(): " ".join(re.sub(r"[{}]", "", value).split()) for name, value in fields.items()}
    people = [name for name in re.split(r"\s+and\s+", fields.get("author", "")) if name]
    surnames = [name.partition(",")[0] for name in people]
    authors = f"{surnames[0]} et al." if len(surnames) > 2 else " & ".join(surnames)
    place = next((fields[name] for name in _PLACES if name in fields), "")
    link = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")
    year = fields.get("year", "")
    parts = ["; ".join(people), f"*{fields.get('title', '')}*", ", ".join(filter(None, [place, year])), link]
    return Work(authors, year, ". ".join(filter(None, parts)))
