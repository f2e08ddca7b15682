# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTML page in a real Chromium: it shows a thousand databases, filters, sorts, prints, and requests nothing."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Iterator

import pytest
from conftest import Report
from made_up import leave_records
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# A new profile asks for updates and the like; none of these requests come from the page.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
DATABASES = 1000

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def page_file(report: Report, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("fleet")
    leave_records(folder, DATABASES)
    return pathlib.Path(report(folders=[str(folder)], hosts=["missing"], formats=["html"])["files"]["html"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu", "--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """The page, with what it said and asked for."""

    def __init__(self, page: Page, file: pathlib.Path) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(file.as_uri())

    def shown(self) -> list[str]:
        """The hosts of the rows that are to be seen, in order."""
        rows = self.page.locator("table.databases > tbody > tr:not([hidden]) > th")
        return rows.all_text_contents()


@pytest.fixture
def opened(browser: Browser, page_file: pathlib.Path) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield Opened(page, page_file)
    page.close()


def test_it_shows_all_databases_and_asks_for_nothing(opened: Opened, page_file: pathlib.Path) -> None:
    assert len(opened.shown()) == DATABASES + 1
    opened.page.wait_for_timeout(300)
    assert [url for url in opened.asked if not url.startswith("data:")] == [page_file.as_uri()]
    assert opened.said == []


def test_the_filter_by_text_and_state(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("searchbox").fill("db0007")
    assert opened.shown() == ["db0007"]
    assert page.get_by_role("status").text_content() == f"1 of {DATABASES + 1} databases"
    page.get_by_role("searchbox").fill("")
    for box in page.get_by_role("checkbox").all():
        if box.get_attribute("value") != "no_report":
            box.uncheck()
    assert opened.shown() == ["missing"]


def test_sorting_by_keyboard(opened: Opened) -> None:
    page = opened.page
    heading = page.locator("table.databases > thead th").first
    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    hosts = opened.shown()
    assert hosts == sorted(hosts)
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert opened.shown() == hosts[::-1]


def test_numbers_are_sorted_as_numbers(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Won back").click()
    cells = opened.page.locator("table.databases > tbody > tr > td:nth-child(7)")
    values = cells.evaluate_all("all => all.map(cell => Number(cell.dataset.value))")
    assert values == sorted(values)
    assert max(values) > 9 * min(value for value in values if value)


def test_it_can_be_read_aloud(opened: Opened) -> None:
    """What assistive technology goes by: one heading of the first level, names for everything, and headers of cells."""
    page = opened.page
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    unnamed = page.evaluate(
        "() => [...document.querySelectorAll('button, input, svg')].filter(e => !(e.textContent.trim()"
        " || e.closest('label') || e.getAttribute('aria-labelledby'))).length"
    )
    assert unnamed == 0
    assert page.locator("th:not([scope])").count() == 0
    named = page.get_by_role("img").evaluate_all(
        "all => all.map(e => document.getElementById(e.getAttribute('aria-labelledby')).textContent)"
    )
    assert named == ["Databases", "Jobs by class", "Jobs by age"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_in_light_and_dark(opened: Opened, scheme: str) -> None:
    """Text stands out from the page by at least 4.5 to 1 (WCAG 2, level AA)."""
    opened.page.emulate_media(color_scheme=scheme)
    colours = opened.page.evaluate(
        "() => [...document.querySelectorAll('body, header p, .state, .error, caption, dt, a')].map(e => {"
        " let around = e;"
        " while (getComputedStyle(around).backgroundColor === 'rgba(0, 0, 0, 0)') around = around.parentElement;"
        " return [getComputedStyle(e).color, getComputedStyle(around).backgroundColor]; })"
    )
    pairs = {tuple(pair) for pair in colours}
    assert len(pairs) > 4
    assert [pair for pair in pairs if _contrast(*map(_luminance, pair)) < 4.5] == []
    dark = _luminance(opened.page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.5
    assert dark is (scheme == "dark")


def test_on_paper_the_filter_is_left_out_and_the_jobs_are_there(opened: Opened) -> None:
    page = opened.page
    page.emulate_media(media="print")
    assert not page.locator("form.filter").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("table.databases details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("table.databases details[open]").count() == 0


def test_it_is_readable_without_scripts(browser: Browser, page_file: pathlib.Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.locator("table.databases > tbody > tr").count() == DATABASES + 1
    assert not page.locator("form.filter").is_visible()
    context.close()


def test_it_fits_a_narrow_screen(browser: Browser, page_file: pathlib.Path) -> None:
    page = browser.new_page(viewport={"width": 380, "height": 800})
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.close()


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
