"""The explorer `psi`: what the losses with an angular margin put in the place of the cosine."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from .. import plots, psi
from ._base import Explorer
from ._traits import Number, Whole

AM, ARC = 0.35, 0.5  # the margins of AM-softmax (in cosine) and ArcFace (in radians), as in lossnotes
WORDS = {
    "en": "The function psi for m = {m} and lambda = {lam}. At {theta} degrees it puts {value} in the place of the "
    "cosine {cos}, and its slope is {slope} per radian.",
    "ko": "m = {m}, 람다 = {lam}일 때의 함수 psi. 각도 {theta}도에서 코사인 {cos} 대신 {value}, "
    "기울기는 라디안당 {slope}입니다.",
}


def mixture(theta: ArrayLike, m: int, lam: float) -> NDArray[np.float64]:
    """(lam cos + psi) / (1 + lam); theta in degrees, here and below."""
    cos = np.cos(np.radians(theta))
    return (lam * cos + psi(cos, m)) / (1 + lam)


def slope(theta: float, m: int, lam: float) -> float:
    """The derivative of `mixture` by the angle, per radian."""
    angle = np.radians(theta)
    return float(-(lam * np.sin(angle) + m * np.abs(np.sin(m * angle))) / (1 + lam))


def targets(theta: float, m: int, lam: float) -> dict[str, float]:
    """What each loss puts in the place of the cosine."""
    angle, mixed = np.radians(theta), float(mixture(theta, m, lam))
    return {
        "softmax": float(np.cos(angle)),
        "lsoftmax": mixed,
        "asoftmax": mixed,
        "amsoftmax": float(np.cos(angle) - AM),
        "arcface": float(np.cos(angle + ARC)),
    }


class Psi(Explorer, module="psi"):
    """The curve psi of L-Softmax and A-Softmax, with the present angle as a handle on it.

    Beside it stand the cosine and what AM-softmax (margin 0.35 in cosine) and ArcFace (0.5 in radians) put in its
    place; for each the target logit is read off.

    Parameters
    ----------
    theta : float
        The angle between a feature and the vector of its class, in degrees from 0 to 180.
    m : int
        The factor of the angle, from 1 to 5.
    lam : float
        The weight of the plain cosine in (lam cos + psi) / (1 + lam), from 0 to 1000.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Psi(theta=60, m=4)
    >>> round(figure.value, 3), round(figure.slope, 3)
    (-1.5, -3.464)
    >>> figure.lam = 1
    >>> round(figure.value, 3)
    -0.5
    """

    theta = Number(60, 0, 180)
    m = Whole(4, 1, 5)
    lam = Number(0, 0, 1000)

    @property
    def value(self) -> float:
        """(lam cos + psi) / (1 + lam) at this angle."""
        return self.targets["lsoftmax"]

    @property
    def slope(self) -> float:
        """The derivative of `value` by the angle, per radian; never positive."""
        return slope(self.theta, self.m, self.lam)

    @property
    def targets(self) -> dict[str, float]:
        """What stands in the place of the cosine, by loss; times the lengths it is the target logit."""
        return targets(self.theta, self.m, self.lam)

    def _draw(self) -> Figure:
        fig, ax = plots.subplots(figsize=(6, 3.4))
        degrees = np.linspace(0, 180, 73)
        angle = np.radians(degrees)
        color = plots.COLORS
        ax.plot(degrees, np.cos(angle), ":", color=color["black"], label=r"$\cos\theta$")
        ax.plot(degrees, np.cos(angle) - AM, "-.", color=color["green"], linewidth=1.5, label="AM-softmax")
        ax.plot(degrees, np.cos(angle + ARC), "--", color=color["orange"], linewidth=1.5, label="ArcFace")
        ax.plot(
            degrees,
            mixture(degrees, self.m, self.lam),
            "-",
            color=color["blue"],
            linewidth=2.5,
            label=r"$\psi(\theta)$",
        )
        ends = np.clip([self.theta - 20, self.theta + 20], 0, 180)
        tangent = self.value + self.slope * np.radians(ends - self.theta)
        ax.plot(ends, tangent, "-", color=color["black"], linewidth=1.5)
        ax.plot(self.theta, self.value, "o", color=color["blue"], markersize=9)
        ax.set(xticks=range(0, 181, 30), ylim=(-2 * max(self.m, 2) + 0.5, 1.4))
        ax.set_xlabel("angle to the correct class (degrees)")
        ax.set_ylabel("in place of the cosine")
        ax.legend(loc="lower left")
        return fig

    def _fallback(self, lang: str) -> str:
        return WORDS[lang].format(
            m=self.m,
            lam=f"{self.lam:g}",
            theta=f"{self.theta:g}",
            value=f"{self.value:.3f}",
            cos=f"{self.targets['softmax']:.3f}",
            slope=f"{self.slope:.3f}",
        )
