"""The site as one zip: the same bytes from the same site, and whole without a network or a server."""

from __future__ import annotations

import os
import zipfile

import pytest
from playwright.sync_api import expect

from tools import offline

FAR = ("http:", "https:", "ws:", "wss:")


def test_the_same_site_gives_the_same_zip(tmp_path):
    site = tmp_path / "html"
    for name in ("index.html", "ko/나.html", "en/a.html", "en/.buildinfo", "en/objects.inv"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name, encoding="utf-8")
    target = tmp_path / "course.zip"
    assert offline.pack(site, target) == 3
    first = target.read_bytes()
    (site / "en/.buildinfo").write_text("another build", encoding="utf-8")
    os.utime(site / "index.html", (1e9, 1e9))
    (site / "en/a.html").chmod(0o600)
    offline.pack(site, target)
    assert target.read_bytes() == first
    with zipfile.ZipFile(target) as packed:
        assert packed.namelist() == ["course/en/a.html", "course/index.html", "course/ko/나.html"]
        assert packed.read("course/ko/나.html").decode() == "ko/나.html"


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"expected the built site in .*html, got nothing: run `make book`"
    ):
        offline.pack(tmp_path / "html", tmp_path / "course.zip")
    assert not list(tmp_path.iterdir()), "nothing half made is left"


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The course as a reader has it, in a folder with a name of their own."""
    folder = tmp_path_factory.mktemp("reader") / "내 강의 100%"
    target = folder / "losses-of-classification.zip"
    folder.mkdir()
    offline.pack(site, target)
    with zipfile.ZipFile(target) as packed:
        packed.extractall(folder)
    return folder / target.stem


def test_the_unpacked_zip_works_from_its_folder(browser, unpacked):
    """Pages, explorer, search and an exercise, with no request that fails or leads away."""
    context = browser.new_context(locale="ko-KR", offline=True)
    page = context.new_page()
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on("request", lambda request: faults.append(request.url) if request.url.startswith(FAR) else None)

    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/ko/index.html")
    explorer = page.locator(".explorer").first
    explorer.scroll_into_view_if_needed()
    expect(explorer.and_(page.locator("[data-ready]"))).to_be_visible()

    page.keyboard.press("/")
    page.locator("dialog.search input").fill("힌지")
    page.locator("dialog.search li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/ko/index.html"))

    page.goto((unpacked / "both" / "05-regularization.html").as_uri())
    exercise = page.locator("#ex-reg-depth")
    exercise.scroll_into_view_if_needed()  # its form is made when it comes near
    question = exercise.locator("form.question")
    question.get_by_role("textbox").fill("161/4")
    question.locator("[type=submit]").click()
    expect(question.locator(".said")).to_have_text("Correct.")

    page.get_by_role("link", name="English").first.click()
    page.wait_for_url("**/en/05-regularization.html*")
    page.goto((unpacked / "en" / "review.html").as_uri())
    expect(page.locator(".review .question")).to_be_visible()
    context.close()
    assert not faults
