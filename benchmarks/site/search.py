"""How well the search finds: every word of ``book/terms.toml``, as it stands and as a reader may type it.

    python benchmarks/site/search.py          the table, and what was missed
    python benchmarks/site/search.py quick    one in ten of what is made of each word

The built site's index is asked in Node, through the modules that the page bundles. A word is found when
the first results hold its entry in the glossary or the section that explains it (``at``).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "_build" / "html"
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

EDITIONS = {"en": ["en"], "ko": ["ko"], "both": ["en", "ko"]}
FIRST = (1, 3, 10)
# What the page does when a reader types, without the dialog.
ASK = """
import { createSearch } from "./search/find.js";
import { shower } from "./search/excerpt.js";
// The processor's time: other work on the machine does not count.
const spent = () => Object.values(process.cpuUsage()).reduce((one, other) => one + other) / 1000;
const { terms, indexes, language, cases } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const start = spent();
createSearch({ terms, indexes, language }).then((find) => {
const loading = spent() - start;
const answers = cases.map(([query, wanted]) => {
  const start = spent();
  const { groups, marks } = find(query);
  const entries = groups.flatMap(({ entries }) => entries);
  const show = shower(marks);
  const shown = entries.map((entry) => Object.values(show(entry)).flat());
  const took = spent() - start;
  const rank = entries.findIndex(({ url }) => wanted.some((place) => url === place || (!place.includes("#") && url.startsWith(place))));
  return { rank, took, shown: shown.length, marked: shown.filter((pieces) => pieces.some(([, is]) => is)).length };
});
process.stdout.write(JSON.stringify({ loading, answers }));
});
"""

# What learners ask, and where the answer stands: a page, or sections of it.
QUESTIONS = {
    "en": {
        "why log 10": [
            "06-softmax.html",
            "08-cross-entropy.html#ce-units",
            "11-angular-softmax.html#angular-loss",
        ],
        "softmax overflow": ["07-numerical-stability.html", "06-softmax.html#large-scores"],
        "why is the margin 1": [
            "03-multiclass-svm.html#svm-why-margin",
            "05-regularization.html#reg-margin-lambda",
        ],
        "first loss of training": [
            "04-svm-questions.html#questions-q3",
            "06-softmax.html#the-first-loss-of-a-training-run",
        ],
        "sum or mean of the loss": ["02-loss-functions.html#loss-mean", "04-svm-questions.html#questions-q5"],
        "svm or softmax": ["10-svm-vs-softmax.html"],
        "double softmax": ["09-softmax-classification.html#torch-double-softmax"],
        "nan in loss": ["07-numerical-stability.html", "06-softmax.html#large-scores"],
        "why subtract the maximum": ["07-numerical-stability.html"],
        "is KL divergence symmetric": ["08-cross-entropy.html#ce-asymmetry", "08-cross-entropy.html#ce-kl"],
        "L1 or L2": ["05-regularization.html#reg-l1", "05-regularization.html#reg-l2"],
        "dropout at test time": ["05-regularization.html#reg-dropout"],
        "gradient of softmax": [
            "06-softmax.html#softmax-jacobian",
            "08-cross-entropy.html#ce-gradient",
            "10-svm-vs-softmax.html#versus-gradients",
        ],
        "multi_margin_loss": ["03-multiclass-svm.html", "04-svm-questions.html"],
        "CrossEntropyLoss": ["09-softmax-classification.html", "08-cross-entropy.html"],
        "arcface": ["13-margin-family.html"],
        "accuracy as a loss": ["02-loss-functions.html#loss-steps"],
    },
    "ko": {
        "마진이 왜 1인가": [
            "03-multiclass-svm.html#svm-why-margin",
            "05-regularization.html#reg-margin-lambda",
        ],
        "왜 로그": ["06-softmax.html#why-the-logarithm-and-why-the-minus"],
        "소프트맥스 오버플로우": ["07-numerical-stability.html", "06-softmax.html#large-scores"],
        "첫 손실 값": [
            "04-svm-questions.html#questions-q3",
            "06-softmax.html#the-first-loss-of-a-training-run",
            "06-softmax.html#softmax-bounds",
        ],
        "합 대신 평균": ["04-svm-questions.html#questions-q5", "02-loss-functions.html#loss-mean"],
        "svm과 소프트맥스 차이": ["10-svm-vs-softmax.html"],
        "소프트맥스를 두 번": ["09-softmax-classification.html#torch-double-softmax"],
        "왜 최댓값을 빼나요": ["07-numerical-stability.html"],
        "KL 발산은 대칭인가": ["08-cross-entropy.html#ce-asymmetry", "08-cross-entropy.html#ce-kl"],
        "드롭아웃 테스트할 때": ["05-regularization.html#reg-dropout"],
        "소프트맥스 미분": ["06-softmax.html#softmax-jacobian"],
        "크로스엔트로피 미분": ["08-cross-entropy.html#ce-gradient"],
        "편향은 왜 규제하지 않나요": ["05-regularization.html#why-the-bias-is-left-out"],
        "람다 고르는 법": ["05-regularization.html#reg-lambda"],
        "정확도를 손실로 쓰면": ["02-loss-functions.html#loss-steps"],
        "교차엔트로피 최대우도": ["08-cross-entropy.html#ce-likelihood"],
    },
}


def terms() -> list[dict]:
    from coursesite.cells import slug

    entries = tomllib.loads((ROOT / "book" / "terms.toml").read_text("utf-8"))["term"]
    for term in entries:
        page, _, section = term["at"].partition("#")
        term["places"] = [
            f"glossary.html#term-{slug(term['en'])}",
            f"{page}.html#{section}" if section else f"{page}.html",
        ]
    return entries


def words(language: str) -> dict[str, list[list[str]]]:
    """Each word of a language that is a term or a variant of one, and where it must lead: once for each sense."""
    found: dict[str, list[list[str]]] = {}
    for term in terms():
        for word in {term[language], *term.get(f"find_{language}", []), *term.get(f"never_{language}", [])}:
            found.setdefault(word, []).append(term["places"])
    return dict(sorted(found.items()))


def hangul(word: str) -> bool:
    return bool(re.search("[가-힣]", word))


def with_particles(word: str) -> Iterator[str]:
    """The word as it stands in a sentence. What ends in a Latin letter may take either form."""
    last = word[-1]
    closed = hangul(last) and (ord(last) - 0xAC00) % 28 > 0
    for pair in ("은는", "이가", "을를", "과와"):
        yield word + pair[not closed]
    yield word + ("으로" if closed and (ord(last) - 0xAC00) % 28 != 8 else "로")
    yield from (word + end for end in ("의", "에서", "이란"))


def with_spaces(word: str, chance: random.Random) -> Iterator[str]:
    """Without spaces and hyphens, with the one for the other, and with a space in the middle of a Korean word."""
    bare = re.sub(r"[\s-]", "", word)
    yield bare
    yield word.replace("-", " ")
    if " " in word and not hangul(word):
        yield word.replace(" ", "-")
    if hangul(word) and len(bare) > 2:
        at = chance.randrange(1, len(bare))
        yield f"{bare[:at]} {bare[at:]}"


def misspelt_latin(word: str, chance: random.Random) -> Iterator[str]:
    """One letter wrong, missing, too many, swapped with the next."""
    places = [at for at, letter in enumerate(word) if letter.isascii() and letter.isalpha()]
    if len(places) < 4:
        return  # of three letters, one that is wrong makes another abbreviation
    letter = chance.choice([letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in word.lower()])
    at = chance.choice(places)
    yield word[:at] + letter + word[at + 1 :]
    at = chance.choice(places)
    yield word[:at] + word[at + 1 :]
    at = chance.choice(places)
    yield word[:at] + letter + word[at:]
    pairs = [at for at in places if at + 1 in places and word[at] != word[at + 1]]
    at = chance.choice(pairs)
    yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def misspelt_letter(word: str, chance: random.Random) -> Iterator[str]:
    """One letter of a syllable wrong: its consonant, its vowel, its end (소프트멕스, 손싱 함수)."""
    places = [at for at, letter in enumerate(word) if hangul(letter)]
    if len(places) < 2:
        return
    for part in range(3):
        at = chance.choice(places)
        letters = list(unicodedata.normalize("NFD", word[at]))
        first, size = ((0x1100, 19), (0x1161, 21), (0x11A8, 27))[part]
        if part == 2 and len(letters) < 3:
            letters.append("")
        # Single letters only: a double one is two keys off.
        others = [chr(first + n) for n in range(size) if part != 2 or n in (0, 3, 6, 7, 16, 18, 20)]
        if part == 1:
            others = [chr(first + n) for n in (0, 4, 8, 13, 18, 20)]
        letters[part] = chance.choice([other for other in others if other != letters[part]])
        yield word[:at] + unicodedata.normalize("NFC", "".join(letters)) + word[at + 1 :]


def misspelt_syllable(word: str, chance: random.Random) -> Iterator[str]:
    """One syllable wrong altogether, missing, too many, or swapped with the next; of two, one that is wrong."""
    places = [at for at, letter in enumerate(word) if hangul(letter)]
    if len(places) < 2:
        return
    syllable = chance.choice([other for other in "가나더로미버소지추하" if other not in word])
    at = chance.choice(places)
    yield word[:at] + syllable + word[at + 1 :]
    if len(places) < 3:
        return
    at = chance.choice(places)
    yield word[:at] + word[at + 1 :]
    at = chance.choice(places)
    yield word[:at] + syllable + word[at:]
    pairs = [at for at in places if at + 1 in places and word[at] != word[at + 1]]
    at = chance.choice(pairs)
    yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def cases(edition: str, every: int = 1) -> dict[str, list[tuple[str, list[str]]]]:
    """For each kind what is typed and where it must lead. ``every``: of what is made of words, one in so many."""
    english, korean = words("en"), words("ko")
    own = {"en": english, "ko": korean, "both": english | korean}[edition]
    other = {"en": korean, "ko": english, "both": {}}[edition]
    true = {re.sub(r"\W", "", word.lower()) for word in english | korean}

    def made(make, wanted, misspelt=False) -> list[tuple[str, list[str]]]:
        return [
            (typed, places)
            for word, senses in wanted.items()
            for typed in dict.fromkeys(make(word, random.Random(word)))
            if not misspelt or re.sub(r"\W", "", typed.lower()) not in true
            for places in senses
        ]

    return {
        "exact": made(lambda word, _: [word], own),
        "other language": made(lambda word, _: [word], other),
        "particles": made(lambda word, _: with_particles(word), korean | english)[::every],
        "spaces": made(with_spaces, own | other)[::every],
        "a letter off, Latin": made(misspelt_latin, own | other, True)[::every],
        "a letter off, Korean": made(misspelt_letter, own | other, True)[::every],
        "a syllable off": made(misspelt_syllable, own | other, True)[::every],
        "questions": [
            (query, places) for language in EDITIONS[edition] for query, places in QUESTIONS[language].items()
        ],
    }


def index(name: str, site: Path) -> list:
    text = (site / "assets" / "search" / f"{name}.js").read_text("utf-8")
    return json.loads(text.partition(f".{name} = ")[2].rstrip(";\n"))


def ask(edition: str, asked: Iterable[tuple[str, list[str]]], site: Path = SITE) -> dict:
    """For each case the rank of what is wanted (from 0; -1: not there) and the milliseconds that it took."""
    from coursesite import assets
    from coursesite.mathml import node_program

    content = {
        "terms": index("terms", site),
        "indexes": {language: index(language, site) for language in EDITIONS[edition]},
        "language": EDITIONS[edition][0],
        "cases": list(asked),
    }
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "ask.js"
        program = assets.esbuild("--bundle", "--platform=node", "--loader=js", text=ASK)
        script.write_text(program, encoding="utf-8")
        done = subprocess.run(
            [node_program(), str(script)],
            input=json.dumps(content),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    return json.loads(done.stdout)


def _figures(answers: list[dict]) -> dict[str, float]:
    ranks = [answer["rank"] for answer in answers]
    figures = {f"first {n}": sum(0 <= rank < n for rank in ranks) / len(ranks) for n in FIRST}
    figures["reciprocal rank"] = sum(1 / (rank + 1) for rank in ranks if rank >= 0) / len(ranks)
    return {"cases": len(ranks), **figures}


def weight(edition: str, site: Path = SITE) -> float:
    """What is loaded when the search is first opened, in kB over gzip."""
    files = [f"search/{name}.js" for name in (*EDITIONS[edition], "terms")]
    loaded = [(site / "assets" / name).read_bytes() for name in ("search.js", *files)]
    return sum(len(gzip.compress(content, 6)) for content in loaded) / 1000


def measure(site: Path = SITE, every: int = 1, editions: Iterable[str] = tuple(EDITIONS)) -> dict:
    """Recall and rank by edition and kind, what was missed, how long it took, and what is loaded for it."""
    found: dict = {"recall": {}, "missed": {}, "marked": {}, "milliseconds": {}, "kB": {}}
    for edition in editions:
        kinds = cases(edition, every)
        answers = ask(edition, [case for made in kinds.values() for case in made], site)
        left = iter(answers["answers"])
        took = sorted(answer["took"] for answer in answers["answers"])
        found["recall"][edition], found["missed"][edition] = {}, {}
        shown = sum(answer["shown"] for answer in answers["answers"])
        found["marked"][edition] = sum(answer["marked"] for answer in answers["answers"]) / shown
        for kind, made in kinds.items():
            if not made:
                continue
            here = [next(left) for _ in made]
            found["recall"][edition][kind] = _figures(here)
            found["missed"][edition][kind] = [
                (query, places[-1], answer["rank"])
                for (query, places), answer in zip(made, here, strict=True)
                if not 0 <= answer["rank"] < (3 if kind != "questions" else 5)
            ]
        found["milliseconds"][edition] = {
            "to get ready": answers["loading"],
            "median": took[len(took) // 2],
            "99 of 100 within": took[int(len(took) * 0.99)],
            "longest": took[-1],
        }
        found["kB"][edition] = weight(edition, site)
    return found


def report(figures: dict) -> None:
    print("\nSearch: share found in the first 1, 3, 10 results; mean reciprocal rank; cases")
    for edition, kinds in figures["recall"].items():
        for kind, row in kinds.items():
            shares = " ".join(f"{100 * row[f'first {n}']:6.1f}%" for n in FIRST)
            print(f"  {edition:5s} {kind:22s} {shares}  {row['reciprocal rank']:.3f} {row['cases']:6d}")
    print(
        "Milliseconds of the processor a query, on this machine; kB over gzip, loaded when the search is first opened"
    )
    for edition, times in figures["milliseconds"].items():
        row = ", ".join(f"{name} {value:.1f}" for name, value in times.items())
        marked = f"{100 * figures['marked'][edition]:.0f}% of the results shown bear a mark"
        print(f"  {edition:5s} {row}; {figures['kB'][edition]:.0f} kB; {marked}")


if __name__ == "__main__":
    every = 10 if "quick" in sys.argv else 1
    site = next((Path(argument) for argument in sys.argv[1:] if Path(argument).is_dir()), SITE)
    figures = measure(site, every)
    report(figures)
    for edition, kinds in figures["missed"].items():
        for kind, missed in kinds.items():
            for query, place, rank in missed:
                print(f"  {edition} {kind}: {query} → {place}: {'nowhere' if rank < 0 else rank + 1}")
