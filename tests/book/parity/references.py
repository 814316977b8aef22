"""Both languages have the same labels, citations, references and links."""

from collections import Counter
from collections.abc import Iterator

from .markup import role_target
from .page import Page, Text
from .problem import Problem
from .termlist import Term


def _labels(text: Text) -> Counter[str]:
    return Counter(text.markup.labels)


def _links(text: Text) -> Counter[str]:
    return Counter(text.markup.links)


def _citations(text: Text) -> Counter[str]:
    return Counter(
        key.strip()
        for name, content in text.markup.roles
        if name.startswith("cite")
        for key in content.split(",")
    )


def _references(text: Text) -> Counter[str]:
    """Targets of roles, except those of terms, whose names are each language's own."""
    return Counter(
        f"{{{name}}}`{role_target(content)}`"
        for name, content in text.markup.roles
        if not name.startswith("cite") and name != "term"
    )


KINDS = {"label": _labels, "link": _links, "citation": _citations, "reference": _references}


def _differences(page: Page, kind: str, en: Text, ko: Text) -> Iterator[Problem]:
    ours, theirs = KINDS[kind](en), KINDS[kind](ko)
    for text, one, other, language in ((en, ours, theirs, "Korean"), (ko, theirs, ours, "English")):
        for name in sorted((one - other).elements()):
            yield page.problem(text.cell, f"the {kind} {name} is missing in the {language} {text.where}")


def check_labels(page: Page) -> Iterator[Problem]:
    """The same labels, and none twice on a page."""
    seen: Counter[tuple[str, str]] = Counter()
    for en, ko in page.pairs():
        yield from _differences(page, "label", en, ko)
    for text in page.texts():
        for label in text.markup.labels:
            seen[text.lang, label] += 1
            if seen[text.lang, label] == 2:
                yield page.problem(text.cell, f"the label {label} stands twice on the page")


def check_links(page: Page) -> Iterator[Problem]:
    """The same addresses behind links and images."""
    for en, ko in page.pairs():
        yield from _differences(page, "link", en, ko)


def check_citations(page: Page) -> Iterator[Problem]:
    """The same works cited."""
    for en, ko in page.pairs():
        yield from _differences(page, "citation", en, ko)


def check_references(page: Page) -> Iterator[Problem]:
    """The same references to sections, figures, formulas and pages."""
    for en, ko in page.pairs():
        yield from _differences(page, "reference", en, ko)


def check_term_references(page: Page, terms: tuple[Term, ...]) -> Iterator[Problem]:
    """A {term} names an entry of terms.toml in the language of its cell, the same one in both languages."""
    entries = {lang: {term.name(lang).casefold(): term.en for term in terms} for lang in ("en", "ko")}

    def count(text: Text) -> Counter[str]:
        targets = (role_target(content) for name, content in text.markup.roles if name == "term")
        return Counter(entries[text.lang].get(target.casefold(), target) for target in targets)

    for text in page.texts():
        for name, content in text.markup.roles:
            if name == "term" and role_target(content).casefold() not in entries[text.lang]:
                yield page.problem(text.cell, f"{{term}}`{content}`: book/terms.toml has no such term")
    for en, ko in page.pairs():
        for text, one, other, language in (
            (en, count(en), count(ko), "Korean"),
            (ko, count(ko), count(en), "English"),
        ):
            for name in sorted((one - other).elements()):
                yield page.problem(text.cell, f"the reference to the term {name} is missing in {language}")
