"""What every explorer shares: its module, its language and the record that travels in a stored output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from matplotlib.figure import Figure

from .. import plots
from .._book import EXPLORER

BUNDLES = Path(__file__).parent / "bundles"
LANGUAGES = ("", "en", "ko")


class Explorer(anywidget.AnyWidget):
    """Base of the explorers: ``class Scores(Explorer, module="scores")``.

    A subclass describes its state by the traits of `_traits`, draws the still that stands where the figure cannot
    move in `_draw`, and says in `_fallback`, in a line or two and in either language, what it shows.
    """

    #: Language of the figure: "en", "ko", or "" for that of the page; at first that of `LOSSNOTES_LANG`.
    lang = traitlets.Unicode("").tag(sync=True)

    def __init_subclass__(cls, *, module: str | None = None, **kwargs: Any) -> None:
        if module is not None:  # traitlets makes subclasses of its own, for traits added later
            cls._module = module
            cls._esm = BUNDLES / f"{module}.js"
        super().__init_subclass__(**kwargs)

    @traitlets.default("lang")
    def _default_lang(self) -> str:
        lang = os.environ.get("LOSSNOTES_LANG", "")
        return lang if lang in LANGUAGES else ""

    @traitlets.validate("lang")
    def _validate_lang(self, proposal: Any) -> str:
        if proposal.value not in LANGUAGES:
            raise traitlets.TraitError(f"lang: expected one of {LANGUAGES}, got {proposal.value!r}")
        return proposal.value

    def state(self) -> dict[str, Any]:
        """Return what the figure shows now, by trait name in alphabetical order."""
        return {name: getattr(self, name) for name in sorted(self.trait_names(record=True))}

    def _fallback(self, lang: str) -> str:
        raise NotImplementedError

    def _draw(self) -> Figure:
        """The figure as it is now, by `lossnotes.plots`: symbols and English only, as in all stored figures."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        # One stored output serves the pages of every language. The static site mounts the record: the module, the
        # traits tagged record=True, and what is said where the figure cannot run.
        text = {lang: self._fallback(lang) for lang in LANGUAGES if lang}
        record = {"module": self._module, "state": self.state(), "text": text}
        still = plots.to_svg(self._draw())
        shown = {"text/plain": text[self.lang or "en"], "image/svg+xml": still, EXPLORER: record}
        return {**data, **shown}, metadata
