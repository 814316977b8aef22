"""Korean particles after the number of a figure or a formula: 그림 3은, but 그림 4는.

A number's reading decides the particle, and numbers change when a figure is added before it. So authors write
either form, and the page gets the right one.
"""

from __future__ import annotations

import re

# With a final consonant, without one.
PAIRS = [
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("이라", "라"),
    ("이고", "고"),
]
FORMS = {form: pair for pair in PAIRS for form in pair}
WITHOUT_FINAL = "2459"  # 이, 사, 오, 구
FINAL_IS_RIEUL = "178"  # 일, 칠, 팔, after which 로 stands as after a vowel
AFTER_A_NUMBER = re.compile(
    r"(?P<digit>\d)(?P<end>\)?(?:</span>)?</a>)(?P<form>"
    + "|".join(sorted(FORMS, key=len, reverse=True))
    + r")"
    r"(?![가-힣])"
)


def corrected(body: str) -> str:
    return AFTER_A_NUMBER.sub(_right, body)


def _right(found: re.Match[str]) -> str:
    with_final, without = FORMS[found["form"]]
    bare = found["digit"] in WITHOUT_FINAL or (without == "로" and found["digit"] in FINAL_IS_RIEUL)
    return f"{found['digit']}{found['end']}{without if bare else with_final}"
