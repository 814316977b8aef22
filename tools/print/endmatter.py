"""What the site keeps closed, on paper: answers open where they are, solutions and folded code at the end of their
chapter, with the number of the page wherever they were.
"""

from __future__ import annotations

from lxml import etree
from lxml.builder import E

from tools.print.pages import Chapter, has_class, text_of

HEADINGS = "h2", "h3", "h4"


def open_closed(chapter: Chapter, words: dict[str, str]) -> None:
    """Turns the page's drop-downs into text, in place or in sections that are added to its end."""
    solutions, code = _section(chapter, "solutions", words), _section(chapter, "code", words)
    _move_solutions(chapter, solutions, words)
    _move_code(chapter, code, words)
    for details in chapter.article.xpath(f".//details[{has_class('dropdown')}]"):
        _unfold(details)
    for section in solutions, code:
        if len(section) > 1:
            chapter.article.find("section").append(section)


def _section(chapter: Chapter, kind: str, words: dict[str, str]) -> etree._Element:
    return E.section({"id": f"{chapter.name}---{kind}", "class": f"gathered {kind}"}, E.h2(words[kind]))


def _move_solutions(chapter: Chapter, section: etree._Element, words: dict[str, str]) -> None:
    """Each solution with the cells that are closed along with it, under the name of its exercise."""
    for details in chapter.article.xpath(f".//details[{has_class('solution')}]"):
        exercise = details.xpath(f"preceding::div[{has_class('exercise')}]")[-1]
        block = details.xpath(f"ancestor::div[{has_class('block')}][1]")[0]
        cells = []
        for cell in block.itersiblings(etree.Element):
            if "tag_hide-cell" not in (cell.get("class") or "").split():
                break
            cells.append(cell)
        title = text_of(exercise.xpath(f".//p[{has_class('admonition-title')}]")[0])
        ident = f"{exercise.get('id')}---solution"
        inside = details.find("div[@class='inside']")
        details.drop_tree()
        inside.tail = None
        solution = E.div({"id": ident, "class": "worked"})
        solution.append(E.p({"class": "worked-title"}, E.a({"href": f"#{exercise.get('id')}"}, title)))
        solution.append(inside)
        for cell in cells:
            for hidden in cell.xpath(f"./details[{has_class('hide')}]"):
                hidden.find("summary").drop_tree()
                hidden.drop_tag()
            solution.append(cell)
        section.append(solution)
        exercise.append(_pointer(ident, words["solution_on"]))


def _move_code(chapter: Chapter, section: etree._Element, words: dict[str, str]) -> None:
    """Code that is folded above its figure or output, and cells that are folded whole: a run of these is one listing
    with what stands before it."""
    last = listing = None  # the folded cell before, and where its code is
    for number, details in enumerate(chapter.article.xpath(f".//details[{has_class('hide')}]"), 1):
        cell = details.getparent()
        whole = "tag_hide-cell" in cell.get("class").split()
        details.find("summary").drop_tree()
        if whole and listing is not None and cell.getprevious() is last:
            listing.extend(list(details))
            cell.drop_tree()
            continue
        ident = f"{chapter.name}---code-{number}"
        cell.set("id", cell.get("id") or f"{ident}-from")
        listing = E.div({"id": ident, "class": "listing"})
        listing.append(E.p({"class": "listing-title"}, E.a({"href": f"#{cell.get('id')}"}, _name(cell))))
        listing.extend(list(details))
        section.append(listing)
        details.drop_tree()
        cell.append(_pointer(ident, words["code_on"]))
        last = cell


def _name(cell: etree._Element) -> str:
    """What a listing is called: the number of its figure, and the section that it stands in."""
    heading = cell.xpath(
        f"ancestor::section[1]/*[{' or '.join(f'self::{tag}' for tag in ('h1', *HEADINGS))}]"
    )
    figure = cell.xpath(f".//span[{has_class('caption-number')}]")
    names = [text_of(figure[0])] if figure else []
    return " · ".join([*names, text_of(heading[0])])


def _pointer(ident: str, sentence: str) -> etree._Element:
    """Where something now stands; the number of the page is filled in when it is known."""
    before, after = sentence.split("{}")
    return E.p(
        {"class": "pointer"},
        E.a({"href": f"#{ident}"}, before, E.span({"data-page-of": ident}, "000"), after),
    )


def _unfold(details: etree._Element) -> None:
    details.tag = "div"
    details.set("class", f"{details.get('class')} unfolded")
    summary = details.find("summary")
    summary.tag = "p"
    summary.set("class", "unfolded-title")
