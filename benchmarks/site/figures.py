"""The table of figures in benchmarks/README.md: what is promised, what was measured, and what can be counted.

    python benchmarks/site/figures.py     counts again and writes the table; `make audit` measures first

What was measured stands in measured.json with its day. tests/site/test_figures.py counts again, too.
"""

from __future__ import annotations

import datetime
import json
import re
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

MEASURED = HERE / "measured.json"
TABLE = ROOT / "benchmarks" / "README.md"
BEGIN, END = "<!-- begin: make audit -->", "<!-- end: make audit -->"
EDITIONS = {"en": "en", "ko": "ko", "both": "en + ko"}


@dataclass(frozen=True)
class Row:
    """What, in both languages; what is wanted; what is there, as text; whether that is enough; how to see it."""

    en: str
    ko: str
    wanted: str
    found: str
    kept: bool
    by: str

    def __str__(self) -> str:
        mark = "" if self.kept else " **(not met · 미달)**"
        return f"| {self.en} · {self.ko} | {self.wanted} | {self.found}{mark} | {self.by} |"


def load() -> dict[str, Any]:
    return json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}


def record(part: str, found: Any) -> None:
    """Keeps what was measured, with today's date; other parts stay."""
    everything = load() | {part: {"day": datetime.date.today().isoformat(), "found": found}}
    text = json.dumps(everything, ensure_ascii=False, indent=1, sort_keys=True)
    MEASURED.write_text(text + "\n", encoding="utf-8")


def counted() -> list[Row]:
    """What does not depend on a machine: from the book and the package, each time anew."""
    from lossnotes import _exercise_index, explorers
    from lossnotes.exercises._mistakes import MISTAKES
    from tests.book import test_gates
    from tests.conftest import page_names
    from tests.faults import table as faults

    pages = page_names()
    listed = _exercise_index.listed(ROOT / "book", "en")
    checked = [one for one in listed if one.kind != "proof"]
    review = json.loads((ROOT / "book" / "review.ipynb").read_text("utf-8"))
    planted = sum(
        len(kind) for kind in (faults.PACKAGE, faults.BOOK, faults.SITE, faults.WARNED, faults.ENDING)
    )
    planted += len(test_gates.FAULTS)
    cards = {
        line
        for cell in review["cells"]
        for line in "".join(cell["source"]).splitlines()
        if line.startswith(":name: card-")
    }
    return [
        _count("Pages in each language", "언어마다 페이지 수", len(pages), "`_toc.yml`"),
        _count("Explorers", "움직이는 그림", len(explorers.__all__), "`lossnotes.explorers`"),
        _count("Exercises that are checked", "채점되는 연습 문제", len(checked), "`lossnotes.exercises`"),
        _count("Exercises to prove", "증명 문제", len(listed) - len(checked), "`book/exercises.toml`"),
        _count("Mistakes that are named", "짚어 주는 실수", len(MISTAKES), "`lossnotes.exercises`"),
        _count(
            "Faults planted, each caught with its place",
            "일부러 심어 보는 잘못",
            planted,
            "`tests/test_faults.py`, `tests/book/test_gates.py`",
        ),
        _count("Review cards", "복습 카드", len(cards), "`book/review.ipynb`"),
    ]


def _count(en: str, ko: str, number: int, by: str) -> Row:
    return Row(en, ko, "", str(number), True, by)


def measured() -> list[Row]:
    """What was measured, as measured.json has it."""
    all_ = load()
    rows: list[Row] = []
    for part, make in PARTS.items():
        if part in all_:
            rows += make(all_[part]["found"], f"`make audit ONLY={part}`, {all_[part]['day']}")
    return rows


def _times(found: dict, by: str) -> list[Row]:
    """Seconds: medians of all runs, with the least and the most."""
    rows = []
    for kind, en, ko, most in (
        ("cold", "Build of all editions, from nothing", "모든 판을 처음부터 빌드", 40),
        ("changed", "The same, one notebook changed", "노트북 하나를 고친 뒤", 8),
        ("nothing", "The same, nothing changed", "고친 것이 없을 때", 5),
    ):
        low, median, high = min(found[kind]), statistics.median(found[kind]), max(found[kind])
        text = f"{median:.1f} s ({low:.1f} to {high:.1f}, {len(found[kind])} runs)"
        rows.append(Row(en, ko, f"≤ {most} s", text, median <= most, by))
    return rows


def _weights(found: dict[str, float], by: str) -> list[Row]:
    rows = []
    for edition, limit in ("en", 120), ("ko", 120), ("both", 160):
        page = max((page for page in found if page.startswith(f"{edition}/")), key=found.get)
        en, ko = f"Heaviest page, {EDITIONS[edition]}", f"가장 무거운 페이지({EDITIONS[edition]})"
        text = f"{found[page]:.1f} kB (`{page}`)"
        rows.append(Row(en, ko, f"≤ {limit} kB", text, found[page] <= limit, by))
    return rows


def _lighthouse(found: dict[str, dict[str, list[int]]], by: str) -> list[Row]:
    rows = []
    for form, ko in ("mobile", "모바일"), ("desktop", "데스크톱"):
        lowest = {page: min(scores[form]) for page, scores in found.items()}
        page = min(lowest, key=lowest.get)
        text = f"{lowest[page]} (`{page}`, lowest of {len(found)} pages)"
        rows.append(
            Row(
                f"Lighthouse, {form}, all four",
                f"Lighthouse {ko}, 네 항목",
                "≥ 98",
                text,
                lowest[page] >= 98,
                by,
            )
        )
    return rows


def _tests(found: dict, by: str) -> list[Row]:
    """By pytest's own last line, which says how it ended and how long it took."""
    minutes = float(re.search(r" in ([\d.]+)s", found["said"])[1]) / 60
    red = re.search(r"\b\d+ (failed|errors?)\b", found["said"])  # and not: xfailed
    kept = minutes <= 11 and not red
    text = f"{minutes:.1f} min: {found['said']}"
    remark = f"{by}; {found['remark']}" if "remark" in found else by
    return [Row("`make test`, two cores", "`make test`, 코어 두 개", "about 10 min", text, kept, remark)]


def _search(found: dict, by: str) -> list[Row]:
    """Of each kind of query the edition that does worst."""
    rows = []
    for kind, ko, wanted in (
        ("exact", "용어 그대로", 1.0),
        ("other language", "다른 언어의 용어", 1.0),
        ("particles", "조사가 붙은 용어", 0.99),
        ("spaces", "띄어쓰기가 다른 용어", 0.99),
        ("a letter off, Latin", "영문자 하나가 틀림", 0.95),
        ("a letter off, Korean", "자모 하나가 틀림", 0.95),
        ("a syllable off", "음절 하나가 틀림", 0.9),
        ("questions", "배우는 사람의 질문", 0.9),
    ):
        row = min((kinds[kind] for kinds in found["recall"].values() if kind in kinds), key=_first_ten)
        text = (
            f"{row['first 1']:.1%} first, {row['first 3']:.1%} in three, {row['first 10']:.1%} in ten; "
            f"rank {row['reciprocal rank']:.2f} ({row['cases']} queries)"
        )
        kept = row["first 10"] >= wanted
        rows.append(Row(f"Search, {kind}", f"검색, {ko}", f"≥ {wanted:.0%} in ten", text, kept, by))
    slowest = max(times["99 of 100 within"] for times in found["milliseconds"].values())
    rows.append(
        Row("Search, a query", "검색 한 번", "≤ 50 ms", f"99 of 100 in {slowest:.1f} ms", slowest <= 50, by)
    )
    return rows


def _first_ten(row: dict) -> tuple[float, float]:
    return row["first 10"], row["first 1"]


def _reproducible(found: dict, by: str) -> list[Row]:
    differ = len(found["differ"])
    text = f"{differ} of {found['files']} files differ"
    return [
        Row(
            "Two cold builds in other surroundings",
            "다른 환경에서 처음부터 두 번 빌드",
            "0 differ",
            text,
            not differ,
            by,
        )
    ]


def _interrupted(found: dict, by: str) -> list[Row]:
    text = f"{found['wrong']} of {found['moments']} wrong"
    en, ko = "The next build after one that was killed", "빌드를 강제로 끝낸 뒤 다시 빌드"
    return [Row(en, ko, "0 wrong", text, not found["wrong"], by)]


#: What is measured, by the name that `make audit ONLY=` takes.
PARTS = {
    "times": _times,
    "weights": _weights,
    "search": _search,
    "lighthouse": _lighthouse,
    "reproducible": _reproducible,
    "interrupted": _interrupted,
    "tests": _tests,
}


def table(rows: list[Row]) -> str:
    head = "| what · 무엇 | wanted · 목표 | found · 결과 | by · 확인 방법 |\n|---|---|---|---|"
    return "\n".join([BEGIN, head, *map(str, rows), END])


def write_table() -> None:
    """Puts the table where the two marks are; what stands around it stays."""
    text = TABLE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    TABLE.write_text(before + table([*counted(), *measured()]) + after, encoding="utf-8")


if __name__ == "__main__":
    write_table()
