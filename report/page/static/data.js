// The plan's figures as a grid to type and paste into, problems beside the cell, and the linter.

import { ask, keep, Refused, result, save, work } from "./api.js";
import { busy } from "./busy.js";
import { announce, failure, fill, h, lang, part, t } from "./dom.js";
import { pasted, placed } from "./paste.js";
import { sheetButtons } from "./sheet.js";

const SHOWN = 8; // texts without a place that are named

/** Show the figures of a plan. */
export async function showData(place, plan) {
  const [found, linted, known] = await Promise.all([ask("figures", { plan }), ask("lint", { plan }), ask("names", { plan })]);
  document.getElementById("crumb").textContent = known.title;
  const years = [...found.years];
  const values = new Map(); // "indicator year" -> text
  const first = new Map();
  for (const row of found.rows) {
    for (const year of years) values.set(`${row.id} ${year}`, row.values[year] === undefined ? "" : String(row.values[year]));
  }
  for (const [key, value] of values) first.set(key, value);
  const problems = new Map();
  const grid = h("div", { class: "scroll" });
  const said = h("div", { role: "status" });
  const lint = h("div", null);
  const inputs = [];
  let leaving = false;

  const changes = () => [...values].filter(([key, value]) => value !== (first.get(key) ?? "")).map(([key, value]) => {
    const cut = key.lastIndexOf(" ");
    return { indicator: key.slice(0, cut), year: Number(key.slice(cut + 1)), value };
  });
  let notices = []; // of what was pasted last
  const changed = () => (changes().length ? t("changed_cells", { count: changes().length }) : "");
  const note = () => fill(said, notices.map((text) => h("p", null, text)), changed());

  function cell(row, year, r, c) {
    const key = `${row.id} ${year}`;
    const wrong = problems.get(key);
    const input = h("input", { type: "text", inputmode: "decimal", value: values.get(key) ?? "", "aria-label": `${row.name} ${year}`,
      "data-cell": key, "aria-invalid": wrong ? "true" : null, class: (values.get(key) ?? "") !== (first.get(key) ?? "") ? "changed" : "" });
    input.addEventListener("input", () => {
      values.set(key, input.value);
      note();
    });
    input.addEventListener("paste", (event) => {
      const rows = pasted(event.clipboardData.getData("text"));
      if (rows.length === 1 && rows[0].length === 1) return;
      event.preventDefault();
      const there = placed(rows, { rows: found.rows, years }, r, c);
      for (const [one, at, text] of there.cells) {
        if (!years.includes(at)) years.push(at);
        values.set(`${one.id} ${at}`, text);
        problems.delete(`${one.id} ${at}`);
      }
      years.sort((a, b) => a - b);
      notices = [t("pasted_cells", { count: there.cells.length }), there.years ? t("pasted_years") : "",
        there.left.length ? t("pasted_left", { count: there.left.length, what: there.left.slice(0, SHOWN).join(" · ") }) : ""].filter(Boolean);
      draw();
      announce([...notices, changed()].join(" "));
    });
    input.addEventListener("keydown", (event) => {
      const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      const next = step && inputs[r + step]?.[c];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    });
    inputs[r] = inputs[r] ?? [];
    inputs[r][c] = input;
    return h("td", null, input, wrong ? h("span", { class: "wrong" }, wrong) : null);
  }

  function draw() {
    inputs.length = 0;
    fill(grid, h("table", { class: "grid" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, t("indicator")), h("th", { scope: "col" }, t("unit")), years.map((y) => h("th", { scope: "col" }, String(y))))),
      h("tbody", null, found.rows.map((row, r) => h("tr", null, h("th", { scope: "row" }, row.name, flags(row)), h("td", null, row.unit, row.one ? h("span", { class: "note" }, `= ${row.one}`) : null), years.map((y, c) => cell(row, y, r, c)))))));
    note();
  }

  let report = linted;

  /** What the linter says of a row, beside it; each leads to the whole finding. */
  function flags(row) {
    return report.findings.flatMap((f, i) => (f.indicator === row.id ? h("button", { type: "button", class: "flag", "data-flag": f.code,
      on: { click: () => document.getElementById(`finding-${i}`)?.scrollIntoView({ block: "center" }) } }, `${f.severity} · ${f.title}`) : []));
  }

  function findings() {
    fill(lint, h("p", null, report.summary), report.findings.length ? h("ul", { class: "notes" }, report.findings.map((f, i) =>
      h("li", { id: `finding-${i}`, "data-indicator": f.indicator, title: f.code }, `${f.severity} · `, h("b", null, f.subject), ` ${f.what}`,
        f.sums ? h("span", { class: "note" }, ` ${f.sums}`) : null, h("br"), `→ ${f.declare}`))) : h("p", null, t("no_findings")));
  }

  async function check(use) {
    const job = work("grid", { plan, lang, cells: changes() });
    busy(said, job);
    try {
      const number = await job.done;
      const answer = await (await result(number)).json();
      problems.clear();
      const rest = [];
      for (const p of answer.problems) {
        const key = `${p.indicator} ${p.year}`;
        if (p.indicator && values.has(key)) problems.set(key, `${p.message} → ${p.hint}`);
        else rest.push(p);
      }
      if (answer.lint) report = answer.lint;
      draw();
      if (rest.length) said.append(h("ul", { class: "problems" }, rest.map((p) => h("li", null, `${p.code} ${p.message} → ${p.hint}`))));
      findings();
      if (use && !answer.problems.length) {
        const kept = await keep(number);
        leaving = true;
        location.href = `/plan/${kept.key}?lang=${lang}`;
      } else {
        announce(answer.problems.length ? t("problems", { count: answer.problems.length }) : changed());
      }
      place.dataset.checked = String(answer.problems.length);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(said, failure(error.reply));
    }
  }

  async function file(what) {
    const job = work("export", { plan, lang, what });
    busy(said, job);
    try {
      await save(await result(await job.done));
      note();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(said, failure(error.reply));
    }
  }

  const button = (key, id, listener, cls = "") => h("button", { type: "button", id, class: cls, on: { click: listener } }, t(key));
  fill(place, h("h1", null, t("data_title")), h("p", { class: "lead" }, t("data_lead")), grid,
    h("div", { class: "bar" },
      button("add_year", "add-year", () => { years.push(years.at(-1) + 1); draw(); }),
      button("check", "check", () => check(false)), button("apply", "apply", () => check(true), "main"),
      button("save_plan", "save-plan", () => file("plan")),
      sheetButtons(plan, (key) => { location.href = `/plan/${key}/data?lang=${lang}`; })),
    said, part(t("lint_title"), true, lint));
  draw();
  findings();
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && place.contains(grid) && changes().length) event.preventDefault(); // typed figures would be lost
  });
}
