"""The site's extensions, apart from a build: what they make of small things, and what they refuse."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import lxml.html
import numpy as np
import pytest
from coursesite import assets, cells, explorers, figures, locations, mathml, page, parallel, particles, search

from lossnotes import plots

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36"><defs><path id="{ident}" d="M 0 0 L 3 4"/></defs><use href="#{ident}" fill="#000000" stroke="#0072b2"/></svg>'


def cell(kind: str, ident: str, source: str, *tags: str, **more) -> dict:
    return {"cell_type": kind, "id": ident, "source": source, "metadata": {"tags": list(tags)}, **more}


def notebook(*cells_: dict) -> dict:
    return {"cells": list(cells_), "metadata": {"widgets": {}}}


def test_a_page_of_one_language():
    book = notebook(
        cell("markdown", "a-en", "# The *hinge* loss\n\n```\n# no heading\n```\n", "lang-en"),
        cell("markdown", "a-ko", "# 힌지 손실\n", "lang-ko"),
        cell("code", "b", "1 + 1", outputs=[]),
        cell("markdown", "c-en", "## The hinge loss\n", "lang-en"),
        cell("markdown", "c-ko", "## 힌지 손실\n", "lang-ko"),
    )
    pairs = cells.read_in(book, "ko", "x.ipynb")
    assert pairs == [
        ("a", ["the-hinge-loss"]),
        ("a", ["the-hinge-loss"]),
        None,
        ("c", ["the-hinge-loss-2"]),
        ("c", ["the-hinge-loss-2"]),
    ]
    removed = [entry["id"] for entry in book["cells"] if "remove-cell" in entry["metadata"]["tags"]]
    assert removed == ["a-en", "c-en"]
    assert "widgets" not in book["metadata"]


def test_captions_are_those_of_the_language():
    metadata = {"figure": {"caption": {"en": "hinge", "ko": "힌지"}, "name": "fig-hinge"}}
    assert cells.in_language(metadata, "ko") == {"figure": {"caption": "힌지", "name": "fig-hinge"}}


def test_a_figure_without_alt_text_is_refused_by_cell():
    output = {"output_type": "display_data", "data": {"image/svg+xml": SVG.format(ident="a")}}
    book = notebook(cell("code", "fig-hinge", "", outputs=[output]))
    with pytest.raises(ValueError, match=r"x\.ipynb, cell fig-hinge: a figure needs an alt text"):
        cells.read_in(book, "en", "x.ipynb")


def test_an_explorer_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"explorer: expected one of \[.*'scores'.*\], got 'score'"):
        explorers.to_html({"module": "score", "state": {}, "text": {"en": ""}}, SVG, "en", "explorer")


def test_an_explorer_keeps_its_state_and_its_words():
    record = {
        "module": "scores",
        "state": {"names": ['"<&', "고양이"]},
        "text": {"en": "a < b", "ko": "가 < 나"},
    }
    html = explorers.to_html(record, SVG.format(ident="a"), "ko", "explorer")
    element = lxml.html.fromstring(html)
    assert json.loads(element.get("data-state")) == {"names": ['"<&', "고양이"]}
    assert element.find(".//figcaption").text == element.find(".//svg").get("aria-label") == "가 < 나"


def test_a_figure_takes_the_colours_of_the_page():
    html = figures.to_html(SVG.format(ident="a"), 'what it "shows"')
    assert 'aria-label="what it &quot;shows&quot;"' in html
    assert 'fill="currentColor" stroke="var(--ln-c0)"' in html
    assert 'width="96" height="48"' in html
    assert 'd="M0 0l3 4"' in html


def test_ticks_and_grid_are_one_path_each_and_nothing_moves():
    fig, ax = plots.subplots()
    ax.plot([0, 1, 2], [2, 1, 0], marker="o")
    ax.vlines([0.5, 1.5], 0, 1)
    before = plots.to_svg(fig)
    joined = ET.fromstring(before)
    figures._join(joined)
    after = ET.tostring(joined, encoding="unicode")
    drawn = ET.fromstring(before), joined
    uses = [list(root.iter(f"{{{figures.SVG}}}use")) for root in drawn]
    ticks = len(uses[0]) - len(uses[1])
    assert len(uses[1]) == 3 < ticks  # the round marks stay
    grids = [
        [path.get("d") for path in root.iter(f"{{{figures.SVG}}}path") if path.get("stroke-opacity") == "0.3"]
        for root in drawn
    ]
    assert len(grids[0]) > 10 and len(grids[1]) == 1
    assert grids[1][0] == " ".join(grids[0])
    assert len(after) < 0.7 * len(before)
    first = next(use for use in uses[0] if use.get("x"))
    assert f"M {float(first.get('x')):g} {float(first.get('y')):g} L " in after


def test_a_row_of_marks_that_look_alike_says_once_how_they_look():
    svg = """<svg xmlns="http://www.w3.org/2000/svg"><g clip-path="url(#c)"><use href="#m" x="1" fill="#000000"/>
    <use href="#m" x="2" fill="#000000"/><use href="#m" x="3" fill="#ffffff"/><path d="M 0 0" opacity="0.5"/>
    <path d="M 1 1" opacity="0.5"/><text>a</text><path d="M 2 2" fill="none"/><path d="M 3 3" fill="none"/></g></svg>"""
    root = ET.fromstring(svg)
    figures._gather(root)
    (group,) = root
    shown = [(child.tag.rpartition("}")[2], dict(child.attrib), len(child)) for child in group]
    assert shown == [
        ("g", {"fill": "#000000"}, 2),
        ("use", {"href": "#m", "x": "3", "fill": "#ffffff"}, 0),
        ("path", {"d": "M 0 0", "opacity": "0.5"}, 0),  # of a group it would mean another thing
        ("path", {"d": "M 1 1", "opacity": "0.5"}, 0),
        ("text", {}, 0),
        ("g", {"fill": "none"}, 2),
    ]
    assert [dict(child.attrib) for child in group[0]] == [{"href": "#m", "x": "1"}, {"href": "#m", "x": "2"}]


def points_of(path):
    """The points of a path of moves, lines and curves, absolute."""
    here, start, found = (0.0, 0.0), (0.0, 0.0), []
    for letter, numbers in re.findall(r"([MLQCmlqcZz])([^MLQCmlqcZz]*)", path):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        points = list(zip(values[::2], values[1::2], strict=True))
        if letter in "Zz":
            here = start
            continue
        step = {"M": 1, "L": 1, "Q": 2, "C": 3}[letter.upper()]
        for at in range(0, len(points), step):
            group = points[at : at + step]
            if letter.islower():
                group = [(x + here[0], y + here[1]) for x, y in group]
            found += group
            here = group[-1]
            start = here if letter in "Mm" and at == 0 else start
    return found


def test_a_path_of_steps_is_the_same_path():
    rng = np.random.default_rng(3)
    for scale in (2, 300):
        for _ in range(40):
            pieces = []
            for _ in range(int(rng.integers(1, 5))):
                x, y = rng.normal(size=2) * scale
                pieces.append(f"M {x:.2f} {y:.2f}")
                for _ in range(int(rng.integers(0, 30))):
                    letter, count = [("L", 2), ("Q", 4), ("C", 6)][rng.integers(3)]
                    pieces.append(letter + "".join(f" {v:.2f}" for v in rng.normal(size=count) * scale))
                pieces += ["z"] * int(rng.integers(2))
            path = " ".join(pieces)
            before, after = np.array(points_of(path)), np.array(points_of(figures._terse(path)))
            assert before.shape == after.shape
            assert np.abs(before - after).max() <= (0.006 if np.abs(before).max() < 20 else 0.051)
    assert figures._terse("M 0 0 h 3 v 4 a 1 1 0 0 1 2 2") == "M0 0h3v4a1 1 0 0 1 2 2"


def test_a_location_names_the_cell(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps({"cells": [{"id": "a-en"}, {"id": "a-ko"}]}))
    assert locations.readable(f"{path}:20003") == f"{path}, cell a-ko, line 3"
    for other in (f"{path}:7", f"{path}:90001", "x.md:12", "nowhere"):
        assert locations.readable(other) == other


def test_formulas(tmp_path):
    renderer = mathml.Renderer(tmp_path / "cache.json")
    html = renderer.render(r"\frac{1}{N}", True)
    assert "<mfrac>" in html and r"\frac{1}{N}" in html  # the source can be copied
    with pytest.raises(ValueError, match="expected '}'"):
        renderer.render(r"\frac{1}", False)
    renderer.close()
    again = mathml.Renderer(tmp_path / "cache.json")
    assert again.render(r"\frac{1}{N}", True) == html
    assert again._process is None, "a formula that is known needs no Node"
    assert mathml._needs_alignment(r"a &= b \\ c &= d")
    assert not mathml._needs_alignment(r"\begin{aligned}a &= b \\ c\end{aligned} + \text{R\&D}")


def test_a_formula_holds_on_to_what_follows_it():
    assert (
        page.corrected("<p><math><mi>i</mi></math>의 값</p>")
        == '<p><span class="whole"><math><mi>i</mi></math>의</span> 값</p>'
    )
    assert page.corrected("<p><math><mi>i</mi></math> is</p>") == "<p><math><mi>i</mi></math> is</p>"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("그림 3</span></a>는 왼쪽", "그림 3</span></a>은 왼쪽"),
        ("그림 4</span></a>은 왼쪽", "그림 4</span></a>는 왼쪽"),
        ("식 <a>(10)</a>를 보면", "식 <a>(10)</a>을 보면"),
        ("식 <a>(9)</a>을 보면", "식 <a>(9)</a>를 보면"),
        ("그림 8</span></a>와", "그림 8</span></a>과"),
        ("그림 12</span></a>과", "그림 12</span></a>와"),
        ("그림 7</span></a>으로", "그림 7</span></a>로"),
        ("그림 6</span></a>로", "그림 6</span></a>으로"),
        ("그림 5</span></a>이", "그림 5</span></a>가"),
        ("그림 3</span></a>은하", "그림 3</span></a>은하"),  # another word
        ("그림 3</span></a>에서", "그림 3</span></a>에서"),
    ],
)
def test_a_korean_particle_goes_by_the_number_before_it(written, right):
    assert particles.corrected(written) == right


def test_a_figure_leads_to_sections_and_is_then_no_image():
    svg = SVG.format(ident="a").replace("</svg>", '<a href="label:svm-hinge"><text>hinge</text></a></svg>')
    made = figures.to_html(svg, "a map")
    assert 'role="group"' in made and 'role="img"' in figures.to_html(SVG.format(ident="a"), "a curve")
    assert 'href="x.html#svm-hinge"' in figures.with_links(made, lambda label: f"x.html#{label}")


def formula(source: str) -> str:
    note = f'<annotation encoding="application/x-tex">{source}</annotation>'
    return f"<math><semantics><mi>x</mi>{note}</semantics></math>"


def test_a_long_formula_may_scroll_alone_and_a_short_one_stays():
    long, short = formula(r"\log(1 + e^{-g}) = -g + \log(1 + e^{g})"), formula(r"\log \sum_j e^{s_j}")
    assert page.corrected(f"<p>{short} and {long} and</p>") == (
        f'<p>{short} and <span class="long">{long}</span> and</p>'
    )
    assert page.corrected(f"<p>{long}을</p>") == f'<p><span class="whole long">{long}을</span></p>'


def test_headings_of_tables_say_something():
    made = page.corrected(f'<th class="head"><p></p></th><th class="head"><p>{formula("e^s")}</p></th>')
    assert made.startswith(
        '<td></td><th class="head"><p><span class="hidden">e^s</span><math aria-hidden="true">'
    )


def test_side_by_side_needs_the_twin_of_every_block():
    def tree(*blocks):
        inside = "".join(f'<div class="block" id="{ident}"><p id="p-{ident}">x</p></div>' for ident in blocks)
        return lxml.html.document_fromstring(
            f"<html><head><title>t</title></head><body><article>{inside}</article></body></html>"
        )

    def merge(left, right):
        prefixed = {"page": parallel._block_ids(right)}
        parallel.Merge(left, right, "en", "ko", "page", prefixed).run()
        return left.xpath("//article//@id")

    assert merge(tree("b-a-0"), tree("b-a-0")) == ["b-a-0", "p-b-a-0", "ko-p-b-a-0"]
    with pytest.raises(ValueError, match=r"page\.ipynb, cell b: no ko twin"):
        merge(tree("b-a-0", "b-b-0"), tree("b-a-0"))
    with pytest.raises(ValueError, match=r"page\.ipynb, cell b: in ko only"):
        merge(tree("b-a-0"), tree("b-a-0", "b-b-0"))


def test_modules_of_an_older_build_go(tmp_path, monkeypatch):
    # Their names say what is in them: without this a folder that is built again would keep every one it ever had.
    monkeypatch.setattr(assets.mathfont, "write", lambda root, target: None)
    old = tmp_path / "assets" / "explorers" / "shared-00000000.js"
    old.parent.mkdir(parents=True)
    old.touch()
    assets.write(tmp_path)
    assert not old.exists()
    assert {path.name for path in explorers.page_modules()} <= {path.name for path in old.parent.iterdir()}


def test_the_search_index_takes_exercises_and_terms_apart():
    article = lxml.html.fromstring(
        """<article><section id="a"><h1>Page<a class="headerlink">#</a></h1><p>First <b>words</b>.</p>
        <section id="b"><h2>Part</h2><div><div class="cell_input"><pre>torch.logsumexp(x)  # if</pre></div>
        <div class="cell_output"><pre>printed</pre></div><p>Text</p></div></section>
        <section id="c"><h2>Exercises</h2><div><div class="exercise admonition" id="ex-a"><p class="admonition-title">Exercise 1 (A)</p>
        <p>Do it.</p><pre>check("a")</pre></div><details class="solution dropdown"><p>Secret</p></details></div><div><pre>secret</pre></div></section>
        <section id="d"><h2>Terms</h2><div><dl class="simple glossary terms"><dt id="term-a"><span class="word">a</span> <span>가</span></dt><dd>What.</dd></dl></div>
        </section></section></article>"""
    )
    assert search._page(article) == (
        "Page",
        [
            ["", "Page", "First words.", ""],
            ["b", "Part", "Text", "logsumexp torch"],
            ["c", "Exercises", "", ""],
            ["ex-a", "Exercise 1 (A)", "Do it.", ""],
            ["d", "Terms", "", ""],
            ["term-a", "a", "What.", ""],
        ],
    )


def test_the_search_is_told_each_variant_once():
    term = {
        "en": "cross-entropy",
        "ko": "교차 엔트로피",
        "at": "08-cross-entropy#ce-kl",
        "find_en": ["cross entropy", "CE"],
    }
    row = search._term(
        {**term, "find_ko": ["교차엔트로피", "크로스 엔트로피"], "never_ko": ["크로스엔트로피"]}
    )
    assert row[:4] == ["cross-entropy", "cross-entropy", "교차 엔트로피", "08-cross-entropy.html#ce-kl"]
    assert row[4] == ["CE", "크로스엔트로피"]
