"""Figures: the same on every run and every machine, ready to be inlined, and themed by colour."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from lossnotes import _svg, plots

SVG = "{http://www.w3.org/2000/svg}"

DRAW = """
import hashlib
from lossnotes import plots
def draw():
    fig, ax = plots.subplots()
    for k in range(5):
        ax.plot([0, 1, 2.5], [k, 1 / 3, k / 7], label=f"$s_{k}$")
    ax.scatter([0.5, 1.5], [1, 2], marker=plots.MARKERS[1], color=plots.COLORS["pink"])
    ax.set(xlabel="score", title="a title")
    ax.vlines([1, 2], 0, 1), ax.hlines(1, 0, 2), ax.axvline(0.5), ax.axhline(0.25), ax.text(1, 1, "text")
    ax.fill_between([0, 1], 1, 2, alpha=0.2), ax.step([0, 1], [1, 0]), ax.bar([2], [1]), ax.axvspan(1, 2, alpha=0.1)
    ax.tick_params("x", length=5), fig.suptitle("a title above")
    ax.annotate("kink", (1, 0.3), (2, 2), arrowprops={"arrowstyle": "->"})
    ax.legend()
    return plots.to_svg(fig)
"""


def draw() -> str:
    names: dict = {}
    exec(DRAW, names)
    return names["draw"]()


def numbers_outside_scale(svg: str) -> list[str]:
    attributes = [
        v for e in ET.fromstring(svg).iter() for k, v in e.attrib.items() if k not in ("id", "href")
    ]
    return re.findall(r"\d+\.\d+", re.sub(r"(scale|matrix)\([^)]*\)", "", " ".join(attributes)))


def test_the_same_on_every_run_even_with_other_settings():
    code = DRAW + "print(hashlib.sha256(draw().encode()).hexdigest())"
    settings = {"font.size": 20, "lines.linewidth": 9, "lines.color": "red", "text.color": "red"}
    settings |= {"patch.linewidth": 5, "patch.facecolor": "red", "xtick.color": "red", "axes.grid.axis": "x"}
    hostile = f"import matplotlib; matplotlib.rcParams.update({settings})"
    digests = {
        subprocess.run([sys.executable, "-c", c], capture_output=True, text=True, check=True).stdout
        for c in (code, f"{hostile}\n{code}")
    }
    assert len(digests) == 1
    assert draw() == draw()


def test_drawing_twice_gives_the_same():
    fig, ax = plots.subplots(1, 2)
    ax[0].plot([0, 1])
    assert plots.to_svg(fig) == plots.to_svg(fig)


def test_settings_of_the_reader_stay():
    before = dict(mpl.rcParams)
    draw()
    assert dict(mpl.rcParams) == before


def test_nothing_that_changes_or_reaches_beyond_the_figure():
    svg = draw()
    root = ET.fromstring(svg)
    assert svg.startswith("<svg ")
    assert "\n" not in svg
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    # no style, metadata, image
    assert tags <= {"svg", "g", "path", "use", "defs", "clipPath", "rect", "text", "tspan"}
    assert not any(name == "style" or "xlink" in name for e in root.iter() for name in e.attrib)
    assert not re.search(r"20\d\d-|Matplotlib", svg)


def test_coordinates_have_two_decimals():
    decimals = [number.split(".")[1] for number in numbers_outside_scale(draw())]
    assert len(decimals) > 100
    assert max(map(len, decimals)) == 2


def test_background_is_transparent():
    for fig in plots.subplots()[0], Figure():  # also one made without plots
        fig.gca()
        fills = {e.get("fill") for e in ET.fromstring(plots.to_svg(fig)).iter()}
        assert plots.COLORS["white"] not in fills


def test_ids_are_used_and_differ_between_figures():
    fig, ax = plots.subplots()
    ax.plot([3, 1])
    ids = []
    for svg in draw(), plots.to_svg(fig):
        root = ET.fromstring(svg)
        here = [e.get("id") for e in root.iter() if e.get("id")]
        used = {v[1:] for e in root.iter() for k, v in e.attrib.items() if k == "href"}
        used |= {v[5:-1] for e in root.iter() for v in e.attrib.values() if v.startswith("url(#")}
        assert set(here) == used
        ids += here
    assert len(ids) == len(set(ids)) > 5


def test_readable_size():
    fig, _ = plots.subplots()
    assert fig.get_size_inches()[0] == 6
    assert plots.subplots(figsize=(4, 3))[0].get_size_inches().tolist() == [4, 3]
    fig, ax = plots.subplots()
    assert ax.xaxis.label.get_size() == 11
    assert ax.text(0, 0, "x").get_size() == 11


def test_colour_is_never_the_only_cue():
    _, ax = plots.subplots()
    lines = [ax.plot([0, 1], [k, k])[0] for k in range(5)]
    assert len({line.get_color() for line in lines}) == 5
    assert len({str(line._dash_pattern) for line in lines}) == 5
    assert len(set(plots.MARKERS)) == len(plots.LINESTYLES) == 5


def test_a_colour_that_no_theme_can_adapt_is_refused_by_name():
    fig, ax = plots.subplots()
    ax.plot([0, 1], color="#123456")
    with pytest.raises(ValueError, match=r"expected plots.COLORS \(#000000, .*\), got stroke #123456"):
        plots.to_svg(fig)


def test_a_bitmap_is_refused():
    fig, ax = plots.subplots()
    ax.imshow(np.eye(2), cmap="gray")
    with pytest.raises(ValueError, match="expected lines and areas only, got a bitmap"):
        plots.to_svg(fig)


def texts(fig) -> list[ET.Element]:
    return list(ET.fromstring(plots.to_svg(fig)).iter(f"{SVG}text"))


def test_text_is_text_in_the_font_of_the_page():
    fig, ax = plots.subplots()
    ax.set(xlabel="correct score", yticks=[], xticks=[])
    ax.text(0.5, 0.5, "at the end", ha="right", weight="bold")
    ax.text(0.5, 0.2, "two\nlines")
    found = texts(fig)
    assert [text.text for text in found] == ["correct score", "at the end", "two", "lines"]
    assert found[0].get("text-anchor") == "middle" and found[1].get("text-anchor") == "end"
    assert found[1].get("font-weight") in ("bold", "700")
    assert not any("font-family" in text.attrib or "rotate" in text.get("transform", "") for text in found)


def test_formulas_are_pieces_not_letters():
    """Letters pinned to the places of another font would drift apart."""
    fig, ax = plots.subplots()
    ax.set(yticks=[], xticks=[])
    ax.text(0, 0, "score $s_y$ of car")
    (text,) = texts(fig)
    assert ["".join(piece.itertext()) for piece in text] == ["score\xa0", "s", "y", "\xa0of\xa0car"]
    assert not any("x" in piece.attrib for piece in text)
    lowered, back = float(text[2].get("dy")), float(text[3].get("dy"))
    assert lowered > 0 and back == pytest.approx(-lowered, abs=0.02)  # both are rounded
    assert float(text[2].get("font-size").removesuffix("px")) < float(
        text[1].get("font-size").removesuffix("px")
    )


def test_powers_on_a_logarithmic_axis():
    fig, ax = plots.subplots()
    ax.set(xscale="log", xlim=(1e-3, 1e3), yticks=[])
    labels = ["".join(text.itertext()) for text in texts(fig)]
    assert "10\u22123" in labels and "102" not in [text.text for text in texts(fig)]


def test_a_fraction_in_a_text_is_refused():
    fig, ax = plots.subplots()
    ax.text(0, 0, r"$\frac{1}{2}$")
    with pytest.raises(ValueError, match="expected no fraction or root in a text, got one around '12'"):
        plots.to_svg(fig)


def test_lines_that_would_drift_apart_are_refused():
    fig, ax = plots.subplots()
    ax.text(0, 0, "two\nlines", ha="center")
    with pytest.raises(
        ValueError, match=r"several lines to be aligned left, got 'two\\nlines' aligned center"
    ):
        plots.to_svg(fig)


def test_a_box_and_its_words_are_one_link_to_a_section():
    fig, ax = plots.subplots()
    for x, label in ((0.2, "svm-hinge"), (0.8, "softmax-loss")):
        box = {"boxstyle": "round", "facecolor": "none", "edgecolor": plots.COLORS["blue"]}
        words = ax.text(x, 0.5, label, ha="center", url=f"label:{label}", bbox=box)
        words.get_bbox_patch().set_url(f"label:{label}")
    links = ET.fromstring(plots.to_svg(fig)).findall(".//{*}a")
    assert [dict(link.attrib) for link in links] == [
        {"href": "label:svm-hinge"},
        {"href": "label:softmax-loss"},
    ]
    for link in links:
        assert [child.tag.rpartition("}")[2] for child in link] == ["path", "text"]


def test_hatched_bars():
    fig, ax = plots.subplots()
    ax.bar([0, 1], [1, 2], hatch="//", color="none", edgecolor=plots.COLORS["orange"])
    assert "<pattern" in plots.to_svg(fig)


def test_show_gives_one_svg_and_closes_the_figure(monkeypatch):
    import matplotlib.pyplot as plt

    shown = []
    monkeypatch.setattr(plots, "display", lambda *args, **kwargs: shown.append((args, kwargs)))
    with plt.rc_context({"backend": "agg"}):
        fig, ax = plots.subplots()
        ax.plot([0, 1])
        assert plots.show(fig) is None
        mine = plt.figure()  # a figure that pyplot would show again
        plots.show(mine)
        assert not plt.fignum_exists(mine.number)
    assert [kwargs for _, kwargs in shown] == [{"raw": True}] * 2
    assert [list(args[0]) for args, _ in shown] == [["image/svg+xml"]] * 2
    assert shown[0][0][0]["image/svg+xml"] == plots.to_svg(fig)


def test_figures_are_unknown_to_pyplot():
    fig, _ = plots.subplots()
    assert isinstance(fig, Figure)
    assert fig.canvas.manager is None


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("M 1.23456 -0.001 L 10 2.500", "M 1.23 0 L 10 2.5"),
        ("translate(3.14159 1) scale(0.015625)", "translate(3.14 1) scale(0.015625)"),
        ("matrix(0.123456 0 0 1.5 0 0)", "matrix(0.123456 0 0 1.5 0 0)"),
        ("-12.999", "-13"),
    ],
)
def test_rounding(value, rounded):
    assert _svg._rounded(value) == rounded
