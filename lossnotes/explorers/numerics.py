"""The explorer `numerics`: one loss in three forms, computed in the four formats of machine learning."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from .. import plots, softmax_cross_entropy
from ..examples import CLASS_NAMES
from ._base import Explorer
from ._traits import Numbers, OneOf, Whole

FURTHEST = 1000
#: Of each format: bits of the significand, log2 of the smallest number above 0, the largest number, and the last
#: scores whose exponential is above 0 and finite. The same stands in src/numerics/math.js.
FORMATS = {
    "float16": (11, -24, 65504.0, (-17.328125, 11.0859375)),
    "bfloat16": (8, -133, (2 - 2**-7) * 2.0**127, (-92.5, 88.5)),
    "float32": (24, -149, (2 - 2**-23) * 2.0**127, (-103.97207641601562, 88.72283172607422)),
    "float64": (53, -1074, np.finfo(float).max, (-745.1332191019411, 709.782712893384)),
}
WORDS = {
    "en": {
        "names": CLASS_NAMES,
        "nan": "not a number",
        "inf": "infinite",
        "text": (
            "Scores in {format}: {scores}; correct class {label}. Softmax loss {true}; as computed in {format} by the "
            "naive form: {naive}, by the shifted form: {shifted}, by the log1p form: {log1p}."
        ),
    },
    "ko": {
        "names": ("고양이", "자동차", "개구리"),
        "nan": "수가 아님",
        "inf": "무한대",
        "text": (
            "{format} 형식의 점수: {scores}. 정답 클래스: {label}. 소프트맥스 손실의 참값: {true}. {format} 형식으로 계산한 결과: "
            "그대로 계산한 식 {naive}, 옮긴 식 {shifted}, log1p 식 {log1p}."
        ),
    },
}


def _round(x: float, form: str) -> float:
    """The number of the format nearest to x, ties to even."""
    bits, least, most, _ = FORMATS[form]
    if form == "float64" or x == 0 or not math.isfinite(x):
        return float(x)
    step = math.ldexp(1.0, max(math.frexp(x)[1] - bits, least))
    nearest = round(x / step) * step
    return math.copysign(math.inf, x) if abs(nearest) > most else nearest


def _losses(scores: list[float], label: int, form: str) -> dict[str, float]:
    """The loss by the naive, shifted and log1p form, each operation rounded."""

    def to(x: float) -> float:
        return _round(float(x), form)

    def total(terms: list[float]) -> float:
        result = terms[0]
        for term in terms[1:]:
            result = to(result + term)
        return result

    with np.errstate(all="ignore"):
        powers = [to(np.exp(s)) for s in scores]
        naive = to(-np.log(np.float64(to(np.float64(powers[label]) / total(powers)))))
        gaps = [to(s - max(scores)) for s in scores]
        small = [to(np.exp(gap)) for gap in gaps]
        shifted = to(to(np.log(total(small))) - gaps[label])
        del small[gaps.index(0)]
        log1p = to(to(np.log1p(total(small))) - gaps[label])
    return {"naive": naive + 0, "shifted": shifted + 0, "log1p": log1p + 0}  # + 0: no -0


class Numerics(Explorer, module="numerics"):
    """The softmax loss of three scores by three forms, step by step as a floating-point format has them.

    The naive form takes -log of a softmax, the shifted form subtracts the largest score first, and the log1p form
    also keeps the 1 out of the sum. Every operation is done in float64 and rounded to the format.

    Parameters
    ----------
    scores : list of float
        The scores of cat, car and frog, from -1000 to 1000.
    label : int
        The correct class, from 0 to 2.
    format : {"float16", "bfloat16", "float32", "float64"}
        What every number is rounded to, to the nearest with ties to even.
    reach : int
        The axis shows scores from -reach to reach, from 10 to 1000.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Numerics(scores=[40, 0, -20], format="float64")
    >>> {form: f"{loss:.1e}" for form, loss in figure.losses.items()}
    {'naive': '0.0e+00', 'shifted': '0.0e+00', 'log1p': '4.2e-18'}
    >>> f"{figure.true_loss:.1e}"
    '4.2e-18'
    """

    scores = Numbers([3.2, 5.1, -1.7], -FURTHEST, FURTHEST)
    label = Whole(0, 0, 2)
    format = OneOf(*FORMATS)
    reach = Whole(20, 10, FURTHEST)

    @property
    def rounded_scores(self) -> list[float]:
        """The scores as the format has them."""
        return [_round(score, self.format) for score in self.scores]

    @property
    def true_loss(self) -> float:
        """`lossnotes.softmax_cross_entropy` of the rounded scores in float64, in nats."""
        return float(softmax_cross_entropy([self.rounded_scores], [self.label]))

    @property
    def losses(self) -> dict[str, float]:
        """What the naive, the shifted and the log1p form give in the format, in nats; infinite or NaN where they fail."""
        return _losses(self.rounded_scores, self.label, self.format)

    def _draw(self) -> Figure:
        low, high = FORMATS[self.format][3]
        end = max(self.reach, *map(abs, self.scores))
        fig, ax = plots.subplots(figsize=(6, 2.6))
        ax.axvspan(-end, max(low, -end), fc=plots.COLORS["pink"], alpha=0.2)
        ax.axvspan(min(high, end), end, fc=plots.COLORS["orange"], alpha=0.2)
        for j, score in enumerate(self.scores):
            correct = j == self.label
            ax.plot(
                score, j, "o" if correct else "s", color=plots.COLORS["blue" if correct else "black"], ms=9
            )
            ax.text(score, j - 0.3, f"{score:g}", ha="center", va="bottom")
        for edge, said in ((low, "$e^s = 0$"), (high, r"$e^s = \infty$")):
            if abs(edge) < end:
                ax.text((edge + math.copysign(end, edge)) / 2, -0.75, said, ha="center", va="center")
        ax.set_yticks(range(3), CLASS_NAMES)
        ax.set(xlim=(-end, end), ylim=(2.5, -1.1), xlabel=f"score, {self.format}")
        return fig

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]

        def said(x: float) -> str:
            return words["nan"] if math.isnan(x) else words["inf"] if math.isinf(x) else f"{x:.4g}"

        return words["text"].format(
            format=self.format,
            scores=", ".join(
                f"{name} {score:g}" for name, score in zip(words["names"], self.scores, strict=True)
            ),
            label=words["names"][self.label],
            true=said(self.true_loss),
            **{form: said(loss) for form, loss in self.losses.items()},
        )
