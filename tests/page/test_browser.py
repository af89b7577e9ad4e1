"""The page as a user has it: in Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.cli.commands import run
from tests.page.served import Served, long_plan, served

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt)")

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic", "--disable-gpu"]
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Tab:
    """A tab that fails its test on anything said on the console and any foreign request."""

    def __init__(self, browser: Any, page: Served, *, size: str = "wide", dark: bool = False,
                 ) -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True,
            color_scheme="dark" if dark else "light", reduced_motion="reduce")
        self.base = f"http://127.0.0.1:{page.port}"
        self.tab = self.context.new_page()
        self.said: list[str] = []
        self.unknown_family: list[str] = []
        self.tab.on("console", lambda m: self.said.append(m.text))
        self.tab.on("pageerror", lambda e: self.said.append(str(e)))
        self.tab.on("request", lambda r: None if r.url.startswith(
            (self.base, "data:", "blob:")) else self.unknown_family.append(r.url))
        self.tab.set_default_timeout(150_000)

    def go(self, path: str) -> None:
        """Open a path and wait until its view is there."""
        self.tab.goto(self.base + path)
        if path.startswith("/plan"):
            self.tab.wait_for_selector("[data-ready]")
        if "/target/" in path:
            self.tab.wait_for_selector("#fan[data-ready]")

    def close(self, *, refused: bool = False) -> None:
        """Check that nothing went wrong; ``refused``: answers of 4xx are said by the browser."""
        self.context.close()
        said = [s for s in self.said if not (refused and "Failed to load resource" in s)]
        assert said == []
        assert self.unknown_family == []


@pytest.fixture
def tab(browser: Any, page: Served) -> Iterator[Tab]:
    made = Tab(browser, page)
    yield made
    made.close()


def assessed(plan_file: Path, *words: str) -> dict[str, Any]:
    """What the command line says of a plan."""
    found: dict[str, Any] = json.loads(run("assess", plan_file, "--format", "json", *words).stdout)
    return found


def cli_chance(found: dict[str, Any], target: str, scenario: str) -> dict[str, Any]:
    reading = next(t for t in found["targets"] if t["id"] == target)["readings"][0]
    chance: dict[str, Any] = next(c for c in reading["chances"] if c["scenario"] == scenario)
    return chance


def changed(plan_file: Path, tmp_path: Path, old: str, new: str) -> Path:
    text = plan_file.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "changed.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def until(holds: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something holds (the page's policy lets no test evaluate texts in it)."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "this did not come about"
        time.sleep(0.05)


def address(tab: Any) -> str:
    """The address as the page has it; asking also lets Playwright see what has happened."""
    return str(tab.evaluate("location.href"))


def probability(tab: Any) -> float:
    return float(tab.locator("[data-probability]").first.get_attribute("data-probability"))


def test_start_page_lists_what_can_be_opened(tab: Tab) -> None:
    tab.go("/?lang=en")
    tab.tab.wait_for_selector("#plans a")
    assert tab.tab.locator("#plans a").count() == 5
    tab.tab.get_by_role("link", name="three.yaml").click()
    tab.tab.wait_for_selector("[data-ready]")
    assert "Three targets" in tab.tab.locator("h1").inner_text()


def test_overview_says_what_the_command_line_says(tab: Tab, plan_file: Path) -> None:
    found = assessed(plan_file)
    tab.go("/plan/three?lang=en")
    shown = tab.tab.locator(".strip tbody tr").all()
    assert len(shown) == len(found["targets"])
    for row, target in zip(shown, found["targets"], strict=True):
        cells = row.locator("td.heat").all()
        said = target["readings"][0]["chances"]
        assert [c.locator("b").inner_text() for c in cells] == [
            f"{100 * c['followed']:.0f}%" if .01 <= c["followed"] <= .99 else
            (">99%" if c["followed"] > .5 else "<1%") for c in said]
        assert [c.locator(".said").inner_text() for c in cells] == [c["word"]["en"] for c in said]


def test_names_of_a_hostile_plan_stay_text(tab: Tab) -> None:
    tab.tab.add_init_script("window.alert = () => { window.hacked = true; }")
    tab.go("/plan/three?lang=zh")
    assert "<img src=x onerror=alert(1)>" in tab.tab.locator(".strip").inner_text()
    tab.go("/plan/three/target/hostile?lang=en")
    assert "javascript:" in tab.tab.locator("h1").inner_text()
    tab.tab.locator("#fan").hover()
    tab.go("/plan/three/scenarios?lang=en&s=baseline&s=policy-push~name=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    tab.tab.wait_for_selector("b[data-target]")
    assert tab.tab.locator("main img, main a[href^='javascript']").count() == 0
    assert not tab.tab.evaluate("window.hacked === true")


def test_dragging_the_target_gives_the_probability_of_the_command_line(
        tab: Tab, plan_file: Path, tmp_path: Path) -> None:
    tab.go("/plan/three/target/trademarks?lang=en&under=baseline")
    line = tab.tab.locator(".target-line")
    box = line.bounding_box()
    x, y = box["x"] + 200, box["y"] + box["height"] / 2
    before = probability(tab.tab)
    tab.tab.mouse.move(x, y)
    tab.tab.mouse.down()
    for k in range(1, 9):
        tab.tab.mouse.move(x, y + 5 * k)
    tab.tab.mouse.up()
    until(lambda: "value=" in address(tab.tab))
    value = tab.tab.locator("#target-value").get_attribute("data-exact")
    after = probability(tab.tab)
    assert after > before
    own = changed(plan_file, tmp_path, "value: 50000", f"value: {value}")
    said = cli_chance(assessed(own), "trademarks", "baseline")
    assert round(after, 4) == said["probability"]
    assert tab.tab.locator(".big").inner_text() == f"{100 * said['followed']:.0f}%"


def test_the_value_for_a_probability_is_that_of_solve(tab: Tab, plan_file: Path) -> None:
    tab.go("/plan/three/target/patent_grants?lang=en&under=baseline")
    tab.tab.locator("#target-probability").fill("40")
    until(lambda: "value=" in address(tab.tab))
    value = float(tab.tab.locator("#target-value").get_attribute("data-exact"))
    solved = json.loads(run("solve", plan_file, "patent_grants", "--probability", "0.4",
                            "--no-tripwires", "--format", "json").stdout)
    assert value == solved["answers"][0]["values"][0]["value"]


def test_the_fan_tells_its_values(tab: Tab, page: Served) -> None:
    made = page.job("assess", {"plan": "three"}).json["views"]
    reading = made["en"]["targets"]["patent_grants"]["readings"][0]  # type: ignore
    fan = next(f for f in reading["fans"] if f["scenario"] == "baseline")
    tab.go("/plan/three/target/patent_grants?lang=en&under=baseline")
    box = tab.tab.locator("#fan .nsewdrag").bounding_box()
    tab.tab.mouse.move(box["x"] + box["width"] - 4, box["y"] + 30)
    hover = tab.tab.locator("#fan .hoverlayer")
    until(lambda: "2025" in hover.text_content())
    for level in (0.025, 0.1, 0.5, 0.9, 0.975):
        assert fan["texts"][fan["levels"].index(level)][-1] in hover.text_content(), level


def test_the_class_is_drawn_and_listed(tab: Tab, plan_file: Path) -> None:
    """Growth needed, and the series of the class, as the peer chart of the command line has it."""
    tab.go("/plan/three/target/patent_grants?lang=en")
    tab.tab.wait_for_selector("#related[data-ready]")
    said = run("chart", "peers", plan_file, "patent_grants", "--lang", "en",
               "--out", plan_file.with_name("peers.svg"))
    assert said.exit_code == 0
    drawn = plan_file.with_name("peers.svg").read_text(encoding="utf-8")
    shown = tab.tab.locator("#related p").first.inner_text()
    needs = shown.split(" · ")[1]
    assert needs.startswith("needs +")
    assert needs in drawn
    rows = tab.tab.locator("#related tbody tr")
    assert tab.tab.locator("#related .strip-chart .point").count() >= 21
    assert rows.count() == 39  # series of the family patent_grants that 2020 knew
    growth = [float(r.split("%")[0]) for r in tab.tab.locator(
        "#related tbody td:nth-child(5)").all_text_contents() if "%" in r]
    assert growth == sorted(growth, reverse=True)


def test_what_is_typed_is_in_the_address_and_undone(tab: Tab) -> None:
    tab.go("/plan/three/target/patent_grants?lang=en")
    first = probability(tab.tab)
    field = tab.tab.locator("#target-value")
    field.fill("9000")
    field.press("Enter")
    until(lambda: "value=9000" in address(tab.tab))
    typed = probability(tab.tab)
    assert typed < first
    tab.tab.reload()
    tab.tab.wait_for_selector("#fan[data-ready]")
    until(lambda: probability(tab.tab) == typed)
    line = tab.tab.locator(".target-line")
    line.focus()
    line.press("ArrowUp")
    until(lambda: probability(tab.tab) < typed)
    tab.tab.get_by_role("button", name="Undo").click()
    until(lambda: probability(tab.tab) == typed)
    tab.tab.get_by_role("button", name="As in the plan").click()
    until(lambda: probability(tab.tab) == first)


def test_language_keeps_what_is_shown(tab: Tab) -> None:
    tab.go("/plan/three/target/patent_grants?lang=en&value=9000")
    tab.tab.get_by_role("link", name="中文").click()
    tab.tab.wait_for_selector("#fan[data-ready]")
    assert "value=9000" in tab.tab.url
    assert tab.tab.locator("html").get_attribute("lang") == "zh-CN"
    assert "专利授权量" in tab.tab.locator("h1").inner_text()


def saved_scenario_agrees(tab: Tab, plan_file: Path, folder: Path) -> None:
    """The command line gives a saved scenario the probabilities that the page shows."""
    shown = {e.get_attribute("data-target"): float(e.get_attribute("data-probability"))
             for e in tab.tab.locator("b[data-target]").all()}
    with tab.tab.expect_download() as download:
        tab.tab.locator("#save-one").click()
    saved = folder / "saved.yaml"
    download.value.save_as(saved)
    found = assessed(plan_file, "--scenario", str(saved))
    for target in found["targets"]:
        said = target["readings"][0]["chances"][0]
        assert round(shown[target["id"]], 4) == said["probability"], target["id"]


def test_a_slider_gives_what_the_saved_scenario_gives_the_command_line(
        tab: Tab, plan_file: Path, tmp_path: Path) -> None:
    tab.go("/plan/three/scenarios?lang=en&s=baseline&s=policy-push&under=policy-push")
    slider = tab.tab.locator('[data-slide="steps.0.points.triangular.mode"]')
    slider.wait_for()
    slider.fill("6")
    until(lambda: "~steps.0.points.triangular.mode:6" in unquote(address(tab.tab)))
    tab.tab.wait_for_selector('.field.changed')
    tab.tab.wait_for_selector('[data-scenario="policy-push-2"]')
    saved_scenario_agrees(tab, plan_file, tmp_path)
    tab.tab.get_by_role("button", name="Undo").click()
    until(lambda: "mode" not in address(tab.tab))


def test_a_scenario_is_built_step_by_step_as_its_file_says(
        browser: Any, page: Served, plan_file: Path, tmp_path: Path) -> None:
    """A step is added, its law made a distribution, another removed, the rest typed as text."""
    tab = Tab(browser, page)
    tab.go("/plan/three/scenarios?lang=en&s=baseline&s=policy-push&under=policy-push")
    tab.tab.locator("#add-step option[value=level_shift]").wait_for(state="attached")
    before = tab.tab.locator("[data-drop]").count()
    tab.tab.locator("#add-step").select_option("level_shift")
    until(lambda: tab.tab.locator("[data-drop]").count() == before + 1)
    kind = tab.tab.locator(f'[data-law="steps.{before}.percent"]')
    kind.select_option("uniform")
    low = tab.tab.locator(f'[data-slide="steps.{before}.percent.uniform.low"]')
    low.wait_for()
    number = tab.tab.locator(f'[data-path="steps.{before}.percent.uniform.high"]')
    number.fill("25")
    number.blur()
    until(lambda: f"~steps.{before}.percent.uniform.high:25" in unquote(address(tab.tab)))
    tab.tab.locator('[data-drop="0"]').click()
    until(lambda: tab.tab.locator("[data-drop]").count() == before)
    tab.tab.locator("#scenario-text").evaluate("e => { e.closest('details').open = true; }")
    text = tab.tab.locator("#scenario-text").input_value()
    tab.tab.locator("#scenario-text").fill(text.replace("step: level_shift", "step: levelshift"))
    tab.tab.locator("#use-text").click()
    assert "levelshift" in tab.tab.locator(".problems").inner_text()
    tab.tab.locator("#scenario-text").fill(text.replace("high: 25", "high: 30"))
    tab.tab.locator("#use-text").click()
    until(lambda: '"high":30' in unquote(address(tab.tab)))
    tab.tab.reload()
    tab.tab.wait_for_selector('[data-scenario="policy-push-2"]')
    tab.tab.wait_for_selector("b[data-target]")
    saved_scenario_agrees(tab, plan_file, tmp_path)
    tab.close(refused=True)


def test_scenarios_are_compared_and_taken_apart(tab: Tab) -> None:
    tab.go("/plan/three/scenarios?lang=en")
    tab.tab.locator("#add-scenario option[value=optimistic]").wait_for(state="attached")
    tab.tab.locator("#add-scenario").select_option("optimistic")
    until(lambda: "s=optimistic" in address(tab.tab))
    tab.tab.locator("#duplicate").click()
    until(lambda: "optimistic~id=optimistic-2" in unquote(address(tab.tab)))
    for more in ("pessimistic", "slowdown"):
        tab.tab.locator("#add-scenario").select_option(more)
        until(lambda m=more: f"s={m}" in address(tab.tab))
    assert tab.tab.locator("#add-scenario").is_disabled()  # six are compared
    for name in ("compare", "attribute", "tornado"):
        button = tab.tab.locator(f"#{name}")
        button.evaluate("e => { e.closest('details').open = true; }")
        button.click()
        button.locator("xpath=following-sibling::div//table").first.wait_for()
    compared = tab.tab.locator("#compare").locator("xpath=following-sibling::div//thead//th")
    assert compared.count() == 1 + 6


def test_back_and_two_tabs(browser: Any, page: Served) -> None:
    one, two = Tab(browser, page), Tab(browser, page)
    one.go("/plan/three/target/patent_grants?lang=en&value=4000")
    two.go("/plan/three/target/patent_grants?lang=en&value=9000")
    for tab in (one, two):
        until(lambda t=tab: t.tab.locator("#target-value").get_attribute("data-exact"))
    assert probability(one.tab) > probability(two.tab)
    one.tab.goto(one.base + "/?lang=en")
    one.tab.go_back()
    one.tab.wait_for_selector("#fan[data-ready]")
    assert "value=4000" in one.tab.url
    one.close()
    two.close()


def test_a_bad_file_is_told_with_its_place(browser: Any, page: Served, tmp_path: Path) -> None:
    own = Tab(browser, page)
    own.go("/?lang=en")
    bad = tmp_path / "bad.yaml"
    bad.write_text("plan: x\ntitle: {zh: 甲, en: A}\nregion: {zh: 甲, en: A}\n"
                   "period: {base: 2020, start: 2021, end: 2025}\nindicators: {}\n"
                   "targets:\n  - {indicator: nope, value: x}\n", encoding="utf-8")
    own.tab.locator("#plan").set_input_files(str(bad))
    problems = own.tab.locator(".problems li")
    problems.first.wait_for()
    text = own.tab.locator(".problems").inner_text()
    assert "bad.yaml:7" in text
    assert "→" in text
    assert "plancast-" not in text
    own.close(refused=True)


NIGHT = pytest.mark.nightly


@pytest.mark.parametrize(("size", "dark"), [
    ("wide", True), ("narrow", False), pytest.param("wide", False, marks=NIGHT),
    pytest.param("narrow", True, marks=NIGHT)])
def test_every_view_is_accessible_and_fits(browser: Any, page: Served, size: str, dark: bool,
                                           ) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    own = Tab(browser, page, size=size, dark=dark)
    views = {"start": "/?lang=zh", "overview": "/plan/three?lang=en",
             "target": "/plan/three/target/patent_grants?lang=zh",
             "scenarios": "/plan/three/scenarios?lang=en", "data": "/plan/three/data?lang=zh",
             "life": "/plan/three/life?lang=en", "export": "/plan/three/export?lang=en",
             "import": f"/import/{page.imported(DOCUMENT)}?lang=zh"}
    for name, path in views.items():
        own.go(path)
        first = {"scenarios": "[data-slide]", "import": "[data-left]",
                 "target": "#related[data-ready]"}.get(name)
        if first:
            own.tab.wait_for_selector(first)
        assert not own.tab.evaluate("document.documentElement.scrollWidth > innerWidth"), name
        found = axe.Axe().run(own.tab)
        serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]
                   if v["impact"] in ("serious", "critical")]
        assert serious == [], (name, serious)
    own.close()


@NIGHT
def test_a_plan_of_99_targets_stays_usable(browser: Any, tmp_path: Path) -> None:
    """While a slider moves only what is in view is asked for; let go, all of it."""
    plan = tmp_path / "long.yaml"
    plan.write_text(long_plan(99), encoding="utf-8")
    with served(str(plan), temp=tmp_path / "t") as running:
        own = Tab(browser, running)
        own.go("/plan/long/scenarios?lang=en&s=baseline&s=policy-push&under=policy-push")
        own.tab.wait_for_selector("b[data-target=i98]", timeout=300_000)
        slider = own.tab.locator('[data-slide="steps.0.points.triangular.mode"]')
        slider.wait_for()
        took = []
        for step in range(11):
            before = own.tab.locator(".answers").get_attribute("data-asked")
            slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }",
                            4.2 + step / 10)
            until(lambda b=before: own.tab.locator(".answers").get_attribute("data-asked") != b)
            took.append(int(own.tab.locator(".answers").get_attribute("data-took")))
        assert own.tab.locator(".answers .waits").count() >= 79  # the rest waits
        slider.evaluate("e => e.dispatchEvent(new Event('change'))")
        until(lambda: own.tab.locator(".answers .waits").count() == 0)
        assert sorted(took)[len(took) // 2] <= 400, took
        own.close()


def test_words_of_the_address_are_read_back(tab: Tab) -> None:
    """The script's own functions."""
    tab.go("/?lang=en")
    found = tab.tab.evaluate("""async () => {
        const {worded, meant} = await import('/static/address.js');
        const {plain} = await import('/static/charts.js');
        const specs = ['baseline', {base: 'policy-push', id: 'a-2', name: '甲~乙:1', weight: 0.5,
                       set: [['steps.0.points.triangular.low', -1.5], ['steps.1.start', 2023]]},
                       {base: 'baseline', id: 'b',
                        put: {steps: [{step: 'cap', at: '~:1%7E'}], weight: null}}];
        return {same: specs.map((s) => JSON.stringify(meant(worded(s))) === JSON.stringify(s)),
                odd: ['', '~', 'x~y', 'x~:1', 'x~%ZZ', 'x~weight=a'].map(meant).length,
                plain: plain('<b>&amp;')};
    }""")
    assert found == {"same": [True, True, True], "odd": 6, "plain": "&lt;b&gt;&amp;amp;"}


def test_a_pasted_table_goes_where_its_names_and_years_say(tab: Tab) -> None:
    """The script's own function, on what spreadsheets put on the clipboard."""
    tab.go("/?lang=en")
    found = tab.tab.evaluate("""async () => {
        const {pasted, placed} = await import('/static/paste.js');
        const grid = {years: [2019, 2020], rows: [{id: 'a', name: '专利授权量', unit: '件'},
                                                  {id: 'b', name: 'Trademarks', unit: '件'}]};
        const at = (text, r = 0, c = 0) => {
            const out = placed(pasted(text), grid, r, c);
            const cells = out.cells.map(([row, year, x]) => `${row.id} ${year} ${x}`);
            return [cells, out.years, out.left];
        };
        return [at('1\\t2\\r\\n3\\t4\\r\\n'), at('1\\t2\\t3\\n4', 1, 1),
            at('"1,234"\\t"a ""b""\\nc"'), at('"7\\t5'),
            at('\\t2018年\\t2019年\\nTrademarks\\t7\\t8\\n专利 授权量（件）\\t9\\t\\n'
               + '专利授权量（万件）\\t1\\t2', 1, 1),
            at('指标\\t单位\\t2019\\t2020\\n专利授权量\\t万件\\t1\\t2\\nTrademarks\\t件\\t3\\t4'),
            at('2016\\n2048'), at('2016\\t2048\\n1\\t2')];
    }""")
    plain = ["a 2019 1", "a 2020 2", "b 2019 3", "b 2020 4"]
    assert found == [
        [plain, False, []], [["b 2020 1"], False, ["2", "3", "4"]],
        [["a 2019 1,234", 'a 2020 a "b"\nc'], False, []], [['a 2019 "7', "a 2020 5"], False, []],
        [["b 2018 7", "b 2019 8", "a 2018 9", "a 2019 "], True, ["专利授权量（万件） 1"]],
        [["b 2019 3", "b 2020 4"], True, ["专利授权量 万件"]],
        [["a 2019 2016", "b 2019 2048"], False, []], [["a 2016 1", "a 2048 2"], True, []]]


DOCUMENT = """\
甲市知识产权“十四五”规划
第一章 发展基础
2018年专利授权量1510件，2019年专利授权量2105件，2020年专利授权量2748件。
2020年末有效注册商标31219件。
第二章 发展目标
到2025年，专利授权量达到5500件，有效注册商标超过50000件。
"""


def picture(tab: Tab, name: str) -> None:
    """Keep a picture for the documentation where it is asked for."""
    folder = os.environ.get("PLANCAST_PICTURES")
    if folder:
        tab.tab.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_a_dropped_workbook_is_a_plan_and_a_document_s_period_is_asked_for(
        browser: Any, page: Served, tmp_path: Path) -> None:
    own = Tab(browser, page)
    book = tmp_path / "mine.xlsx"
    book.write_bytes(page.job("template", {"lang": "en"}).body)
    own.go("/?lang=en")
    own.tab.locator("#document").set_input_files(str(book))
    own.tab.wait_for_url("**/plan/u-*")
    own.tab.wait_for_selector("[data-ready]")
    bare = tmp_path / "bare.txt"
    bare.write_text("某县规划\n发展目标：专利授权量达到5500件，有效注册商标超过50000件。\n",
                    encoding="utf-8")
    own.go("/?lang=zh")
    own.tab.locator("#document").set_input_files(str(bare))
    own.tab.locator("#period-first").fill("2021")
    own.tab.locator("#period-last").fill("2025")
    own.tab.keyboard.press("Enter")
    own.tab.wait_for_selector("#view[data-left='2']")
    assert "2025" in own.tab.locator(".confirm li").first.inner_text()
    own.close(refused=True)


def test_the_whole_way_from_document_to_memo(browser: Any, page: Served, tmp_path: Path) -> None:
    """Document, rows confirmed with the keyboard, kind chosen, what-if, memo."""
    own = Tab(browser, page)
    document = tmp_path / "jia.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    own.go("/?lang=zh")
    own.tab.wait_for_selector("#plans a")
    picture(own, "start")
    own.tab.locator("#document").set_input_files(str(document))
    own.tab.wait_for_selector("#view[data-left]")
    view = own.tab.locator("#view")
    assert view.get_attribute("data-left") == "6"
    rows = own.tab.locator(".confirm li")
    assert rows.count() == 6
    for row in rows.all():  # every passage that is marked is the number of a row
        assert "未确认" in row.inner_text()
    marked = own.tab.locator("mark").all_inner_texts()
    assert sorted(marked, key=int) == ["1510", "2105", "2748", "5500", "31219", "50000"]
    picture(own, "import")
    # nothing is assessed before it is confirmed
    key = own.tab.url.split("/import/")[1].split("?")[0]
    said = page.job("assess", {"plan": key})
    assert said.status == 422
    assert b"PAGE_UNCONFIRMED" in said.body
    own.tab.keyboard.press("Enter")
    until(lambda: view.get_attribute("data-left") == "5")
    own.tab.locator(".confirm li[aria-current] [data-do=correct]").click()
    own.tab.locator("[data-field=value]").fill("51000" if "50000" in own.tab.locator(
        ".confirm li[aria-current]").inner_text() else "5600")
    own.tab.keyboard.press("Enter")
    until(lambda: view.get_attribute("data-left") == "4")
    own.tab.locator("#undo").click()
    until(lambda: view.get_attribute("data-left") == "5")
    own.tab.reload()
    own.tab.wait_for_selector("#view[data-left='5']")
    for left in range(4, -1, -1):
        own.tab.locator(".confirm li[aria-current] [data-do=confirm]").click()
        until(lambda n=left: view.get_attribute("data-left") == str(n))
    own.tab.locator("[data-kind]").select_option("flow")
    until(lambda: own.tab.locator("[data-kind]").count() == 0)
    own.tab.locator("#assess").click()
    own.tab.wait_for_selector(".strip")
    picture(own, "overview")
    with own.tab.expect_download() as download:
        own.tab.goto(own.base + f"/plan/{key}/data?lang=zh")
        own.tab.locator("#save-plan").click()
    saved = tmp_path / "jia.yaml"
    download.value.save_as(saved)
    assert "confidence:" not in saved.read_text(encoding="utf-8")
    found = assessed(saved)
    own.go(f"/plan/{key}?lang=zh")
    own.tab.locator(".strip tbody a").first.click()
    own.tab.wait_for_selector("#fan[data-ready]")
    assert round(probability(own.tab), 4) == found["targets"][0]["readings"][0]["chances"][0][
        "probability"]
    own.tab.locator("#target-value").fill("4000")
    own.tab.keyboard.press("Enter")
    until(lambda: "value=4000" in address(own.tab))
    picture(own, "target")
    own.tab.goto(own.base + f"/plan/{key}/scenarios?lang=zh")
    own.tab.wait_for_selector("b[data-target]")
    picture(own, "scenarios")
    own.tab.goto(own.base + f"/plan/{key}/export?lang=zh")
    own.tab.locator("#memo-format").select_option("docx")
    own.tab.locator("#memo-kind").select_option("baseline")
    with own.tab.expect_download(timeout=120_000) as download:
        own.tab.locator("#write-memo").click()
    memo = tmp_path / "memo.docx"
    download.value.save_as(memo)
    picture(own, "export")
    out = tmp_path / "out"
    run("memo", saved, "--kind", "baseline", "--lang", "zh", "--no-tripwires",
        "--annex", "none", "--out", out)
    written = sorted(p for p in out.rglob("*") if p.is_file())
    assert len(written) == 1
    assert memo.read_bytes() == written[0].read_bytes()
    own.close()


def test_what_is_exported_is_what_the_command_line_writes(page: Served, plan_file: Path,
                                                          tmp_path: Path) -> None:
    for format in ("json", "csv", "markdown"):
        said = page.job("export", {"plan": "three", "what": "assessment", "format": format,
                                   "lang": "en"})
        assert said.status == 200
        assert said.body == run("assess", plan_file, "--format", format, "--lang", "en",
                                ).stdout.encode("utf-8")
    said = page.job("export", {"plan": "three", "what": "plan"})
    assert said.body == plan_file.read_bytes()
    said = page.job("export", {"plan": "three", "what": "memo", "kind": "baseline",
                               "memo_lang": "en", "formats": ["docx"], "issuer": "市知识产权局",
                               "recipient": "Council", "date": "1 March 2026"})
    out = tmp_path / "memo"
    run("memo", plan_file, "--kind", "baseline", "--lang", "en", "--no-tripwires",
        "--annex", "none", "--issuer", "市知识产权局", "--recipient", "Council",
        "--date", "1 March 2026", "--out", out)
    assert said.body == next(p for p in out.rglob("*.docx")).read_bytes()
    said = page.job("export", {"plan": "three", "what": "assessment", "format": "charts",
                               "lang": "zh"})
    folder = tmp_path / "charts"
    run("assess", plan_file, "--lang", "zh", "--out", folder)
    written = {p.name: p.read_bytes() for p in folder.iterdir()}
    with zipfile.ZipFile(io.BytesIO(said.body)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == written
    said = page.job("template", {"lang": "zh"})
    run("template", tmp_path / "plan.xlsx", "--lang", "zh")
    assert said.body == (tmp_path / "plan.xlsx").read_bytes()


def test_figures_are_pasted_checked_and_used(tab: Tab, plan_file: Path) -> None:
    tab.go("/plan/three/data?lang=en")
    cell = tab.tab.locator('[data-cell="patent_grants 2019"]')
    cell.evaluate("""(e) => { const d = new DataTransfer(); d.setData('text', '2,100\\tabc');
        e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true,
                                                     cancelable: true})); }""")
    assert cell.input_value() == "2,100"
    assert "Pasted cells placed: 2." in tab.tab.locator("main").inner_text()
    tab.tab.locator("#check").click()
    tab.tab.wait_for_selector("[data-checked='1']")
    wrong = tab.tab.locator('td:has([data-cell="patent_grants 2020"]) .wrong')
    assert "abc" in wrong.inner_text()
    assert "→" in wrong.inner_text()
    picture(tab, "data")
    tab.tab.locator('[data-cell="patent_grants 2020"]').fill("2748")
    tab.tab.locator("#apply").click()
    tab.tab.wait_for_url("**/plan/u-*")
    tab.tab.wait_for_selector("[data-ready]")
    assert tab.tab.locator("#not-kept").count() == 1
    text = plan_file.read_text(encoding="utf-8").replace(
        "history:\n", "history:\n  - {indicator: patent_grants, year: 2019, value: 2100}\n"
        "  - {indicator: patent_grants, year: 2020, value: 2748}\n")
    own = plan_file.with_name("with-2019.yaml")
    own.write_text(text, encoding="utf-8")
    said = cli_chance(assessed(own), "patent_grants", "baseline")
    shown = tab.tab.locator(".strip tbody tr").first.locator("td.heat b").first.inner_text()
    assert shown == f"{100 * said['followed']:.0f}%"


def test_what_the_linter_finds_stands_beside_its_target(tab: Tab) -> None:
    tab.go("/plan/ordos-14fyp-ip/data?lang=en")
    flag = tab.tab.locator('tr:has([data-cell^="copyright_registrations "]) .flag').first
    said = flag.inner_text()
    flag.click()
    found = tab.tab.locator('[data-indicator="copyright_registrations"]')
    assert any(f.startswith(said.split(" · ")[0]) for f in found.all_inner_texts())


def test_a_page_of_before_a_restart_says_so(browser: Any, page: Served) -> None:
    own = Tab(browser, page)
    own.go("/?lang=en")
    said = own.tab.evaluate("""async () => {
        document.querySelector('meta[name=plancast-action]').content = 'of-before';
        const {ask} = await import('/static/api.js?again');
        return ask('plans', {}).then(() => '', (error) => error.reply.state);
    }""")
    assert said == "gone"
    own.close(refused=True)


def test_long_work_is_cancelled(tab: Tab, page: Served) -> None:
    tab.tab.goto(tab.base + "/plan/ordos-14fyp-ip?lang=en")
    tab.tab.get_by_role("button", name="Cancel").click()
    tab.tab.get_by_role("button", name="Try again").wait_for()
    tab.said.clear()  # the browser says that the answer was 410


def test_a_plan_s_life_is_recorded_and_drawn(browser: Any, plan_file: Path, tmp_path: Path) -> None:
    """Verdicts are recorded, a year's figure added, verdicts recorded again: two points a line."""
    table = tmp_path / "2021.csv"
    table.write_text("region,indicator,year,value,unit\n鄂尔多斯市,patent_grants,2021,3300,件\n",
                     encoding="utf-8")
    with served(str(plan_file), "--ledger", str(tmp_path / "book"), temp=tmp_path / "t") as page:
        own = Tab(browser, page)
        own.go("/plan/three/life?lang=en")
        for step, entries in (("record", 1), ("figures", 2), ("record", 3)):
            if step == "record":
                own.tab.locator("#record").click()
            else:
                own.tab.locator("#actuals").set_input_files(str(table))
            own.tab.locator(f'[data-entries="{entries}"]').wait_for()
        own.tab.locator(".js-plotly-plot").wait_for()
        assert own.tab.locator(".js-plotly-plot .scatterlayer .trace").count() >= 3
        assert "patent" in own.tab.locator("pre").first.inner_text().lower()
        picture(own, "life")
        own.close()
