"""What Chromium leaves to do on a PDF: where things are, an outline, its title and language, bytes that repeat."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tools.print.pages import Chapter, PrintError


def places(path: Path) -> dict[str, int]:
    """The page, counted from 1, of each place that a link of the PDF leads to."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return {name: pages[target[0].objgen] for name, target in destinations(pdf).items()}


def finish(path: Path, made: list[Chapter], *, title: str, author: str, language: str) -> int:
    """Writes outline and description into the PDF, takes out what differs from run to run; how many pages it has."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _outline(pdf, made)
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        for key in list(pdf.docinfo):
            del pdf.docinfo[key]  # the dates, and the browser's version
        pdf.docinfo.Title, pdf.docinfo.Author = title, author
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:creator"] = [author]
            metadata["dc:language"] = {language}
        pdf.remove_unreferenced_resources()
        pdf.save(
            path,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
        )
        return len(pdf.pages)


def destinations(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Array]:
    """Chromium's named destinations, whose names are the ids of the document."""
    return {name.removeprefix("/"): target for name, target in pdf.Root.get("/Dests", {}).items()}


def _outline(pdf: pikepdf.Pdf, made: list[Chapter]) -> None:
    """Parts, chapters, sections: what the table of contents has."""
    found = destinations(pdf)

    def item(title: str, ident: str) -> pikepdf.OutlineItem:
        if ident not in found:
            raise PrintError(f"outline: expected a place {ident!r} in the PDF, got none")
        return pikepdf.OutlineItem(title, found[ident])

    with pdf.open_outline() as outline:
        outline.root.clear()
        parts: dict[str, pikepdf.OutlineItem] = {}
        for chapter in made:
            entry = item(chapter.title, chapter.name)
            entry.is_closed = True
            entry.children.extend(item(title, ident) for ident, title in chapter.sections())
            if not chapter.part:
                outline.root.append(entry)
                continue
            if chapter.part not in parts:
                parts[chapter.part] = item(chapter.part, chapter.name)
                outline.root.append(parts[chapter.part])
            parts[chapter.part].children.append(entry)
