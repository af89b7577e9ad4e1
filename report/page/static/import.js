// A document to confirm: its text on the left, what was read of it on the right, row by row.

import { ask, edit, keep, read, Refused, result, work } from "./api.js";
import { languageLinks } from "./address.js";
import { busy } from "./busy.js";
import { announce, failure, fill, h, lang, part, t, table } from "./dom.js";
import { sheetButtons } from "./sheet.js";

const place = document.getElementById("view");
const { plan } = place.dataset;
const spots = new Map(); // place in the document -> the element that shows it

/** The years of a document that names none, as a form. */
function periodForm() {
  const year = (key) => h("input", { type: "number", min: "1800", max: "2300", required: true, id: `period-${key}` });
  const [first, last] = [year("first"), year("last")];
  return h("form", { class: "bar", on: { submit: (e) => {
    e.preventDefault();
    begin([first.valueAsNumber, last.valueAsNumber]);
  } } }, h("label", null, `${t("first_year")} `, first), h("label", null, `${t("last_year")} `, last),
  h("button", { type: "submit", class: "main" }, t("again")));
}

async function begin(period) {
  const job = work("import", { plan, ...(period ? { period } : {}) });
  busy(place, job, "working");
  announce(t("reading_document"));
  try {
    const number = await job.done;
    await result(number);
    const kept = await keep(number);
    location.replace(`/import/${kept.key}?lang=${lang}`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(place, h("h1", null, t("import_title")), failure(error.reply, () => begin()),
      error.reply.problems?.some((p) => ["IMPORT_NO_PERIOD", "IMPORT_PERIOD"].includes(p.code)) ? periodForm() : null);
    place.dataset.ready = "refused";
  }
}

function mark(span) {
  return span ? `${span.line}:${span.start}:${span.end}` : "";
}

/** The pieces of a line: its text, with the passages of numbers marked. */
export function pieces(text, spans) {
  const out = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < at || span.end > text.length) continue;
    out.push([text.slice(at, span.start), null], [text.slice(span.start, span.end), span]);
    at = span.end;
  }
  out.push([text.slice(at), null]);
  return out.filter(([piece]) => piece);
}

function documentView(lines, rows) {
  const by = new Map();
  for (const row of rows) if (row.span) by.set(row.span.line, [...(by.get(row.span.line) ?? []), row.span]);
  const shown = [];
  let cells = null;
  let at = null;
  const line = (one) => pieces(one.text, by.get(one.n) ?? []).map(([text, span]) => {
    if (!span) return text;
    const made = h("mark", { id: `m-${mark(span)}`, tabindex: "-1" }, text);
    spots.set(mark(span), made);
    return made;
  });
  for (const one of lines) {
    if (one.table === null) {
      shown.push(h("p", { "data-line": one.n }, line(one)));
      cells = null;
      continue;
    }
    if (!cells || at.table !== one.table) {
      cells = h("tbody", null);
      at = { table: one.table, row: null };
      shown.push(h("div", { class: "scroll" }, h("table", null, cells)));
    }
    if (at.row !== one.row) {
      cells.append(h("tr", null));
      at.row = one.row;
    }
    cells.lastChild.append(h("td", null, line(one)));
  }
  return h("article", { class: "document", tabindex: "0", "aria-label": t("document") }, shown);
}

let version = null;
let found = null;
let about = null;
let current = 0;
let editing = false;
const list = h("ol", { class: "confirm", "aria-label": t("rows_to_confirm") });
const head = h("div", null);
const missing = h("div", null);
const classes = h("div", null);

async function load() {
  try {
    if (!about) about = await read(plan);
    const asked = await ask("rows", { plan });
    version = asked.version;
    found = asked;
    show();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(place, failure(error.reply, load));
  }
}

async function change(what) {
  try {
    const said = await edit({ plan, version, ...what });
    if (said.state !== "stale") editing = false;
    await load();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(head, failure(error.reply), top());
  }
}

function held(where, key, element) {
  where[key] = element;
  return element;
}

function rowId(row) {
  return `${row.list}-${row.place}`;
}

function valueText(row) {
  const f = row.fields;
  if (row.said) return row.said;
  const edges = [f.value, f.upper].filter((x) => x !== null && x !== undefined).join(" – ");
  return `${edges} ${row.unit} · ${f.year ?? row.year}`;
}

function editor(row) {
  const inputs = {};
  const field = (key, label) => h("label", null, `${t(label)}${["value", "upper"].includes(key) && row.value_unit ? ` (${row.value_unit})` : ""} `, held(inputs, key, key === "sense"
    ? h("select", null, found.senses.map((s) => h("option", { value: s.id, selected: s.id === (row.fields.sense ?? "at_least") }, s.name)))
    : h("input", { type: "number", step: "any", value: row.fields[key] ?? "", "data-field": key })));
  const names = row.list === "targets"
    ? [["value", "value"], ["upper", "value_text"], ["year", "year"], ["sense", "sense"], ["base", "base_value"], ["base_year", "base_year"]]
    : [["value", "value"], ["year", "year"]];
  const saved = () => {
    const fields = {};
    for (const [key] of names) {
      const raw = inputs[key].value;
      const value = key === "sense" ? raw : raw === "" ? null : Number(raw);
      if (value !== (row.fields[key] ?? null) && !(key === "sense" && row.fields.sense === null && raw === "at_least")) fields[key] = value;
    }
    change({ edit: { op: "correct", list: row.list, place: row.place, fields } });
  };
  return h("form", { class: "bar", "aria-label": t("edit_row"), on: { submit: (e) => { e.preventDefault(); saved(); } } },
    names.map(([key, label]) => field(key, label)), h("button", { type: "submit", class: "main" }, t("save_and_next")));
}

function item(row, i) {
  const reason = about.reasons[mark(row.span)]?.[lang];
  const act = (op) => change({ edit: { op, list: row.list, place: row.place } });
  return h("li", { id: rowId(row), class: row.confirmed ? "done" : "open", "aria-current": i === current ? "true" : null, tabindex: i === current ? "0" : "-1",
    on: { click: () => { if (i !== current) { current = i; editing = false; show(); } } } },
  h("div", null, h("b", null, row.name), " ", h("span", { class: "tag" }, t(row.list === "targets" ? "role_target" : "role_actual")), " ",
    h("span", null, valueText(row))),
  h("div", { class: "note" }, [row.confirmed ? t("confirmed") : t("unconfirmed"),
    row.confidence === null ? "" : t("confidence", { value: row.confidence }), row.source, reason].filter(Boolean).join(" · ")),
  i === current ? h("div", null,
    row.confirmed ? null : h("button", { type: "button", class: "main", "data-do": "confirm", on: { click: () => act("confirm") } }, t("confirm")),
    h("button", { type: "button", "data-do": "correct", "aria-expanded": String(editing), on: { click: () => { editing = !editing; show(); } } }, t("correct")),
    h("button", { type: "button", "data-do": "drop", on: { click: () => act("drop") } }, t("drop")),
    editing ? editor(row) : null) : null);
}

function top() {
  const left = found.left;
  return [h("p", { role: "status" }, left ? t("left", { count: left }) : t("all_done")),
    h("div", { class: "bar" },
      h("a", { class: "button", id: "assess", href: `/plan/${plan}?lang=${lang}`, "aria-disabled": left ? "true" : null,
        on: { click: (e) => { if (left) { e.preventDefault(); announce(t("assess_locked")); } } } }, t("assess_plan")),
      h("button", { type: "button", id: "undo", on: { click: () => change({ undo: true }) } }, t("undo")),
      left > 1 ? h("button", { type: "button", on: { click: () => change({ edit: { op: "sure", least: 0.9 } }) } }, t("confirm_sure", { value: "0.9" })) : null),
    left ? h("p", { class: "note" }, t("assess_locked")) : null];
}

function frame() {
  const fields = {};
  const number = (key, label) => h("label", null, `${t(label)} `, held(fields, key, h("input", { type: "number", value: found.period[key] })));
  const text = (key) => h("label", null, `${t(key)} `, held(fields, key, h("input", { type: "text", value: found[key] })));
  return [h("form", { class: "bar", on: { submit: (e) => {
    e.preventDefault();
    change({ edit: { op: "frame", lang, base: fields.base.valueAsNumber, start: fields.start.valueAsNumber, end: fields.end.valueAsNumber,
      title: fields.title.value, region: fields.region.value } });
  } } }, text("title"), text("region"), number("base", "base_year"), number("start", "first_year"), number("end", "last_year"),
  h("button", { type: "submit" }, t("confirm"))),
  found.missing.map((i) => h("p", null, h("label", null, `${i.name} · ${t("kind_of_figure")} `,
    h("select", { "data-kind": i.id, on: { change: (e) => change({ edit: { op: "kind", id: i.id, kind: e.target.value } }) } },
      h("option", { value: "" }, "—"), found.kinds.map((k) => h("option", { value: k.id }, i.readings.includes(k.id) ? `★ ${k.name}` : k.name))))))];
}

function classOf(indicator) {
  return h("select", { "data-family": indicator.id, "aria-label": `${t("family")}: ${indicator.name}`,
    on: { change: (e) => change({ edit: { op: "family", id: indicator.id, family: e.target.value } }) } },
  h("option", { value: "" }, t("family_by_kind")),
  found.families.map((f) => h("option", { value: f, selected: f === indicator.family }, f)));
}

let text = null;
function show() {
  current = Math.min(current, found.rows.length - 1);
  const first = found.rows.findIndex((r) => !r.confirmed);
  if (!editing && found.rows[current]?.confirmed && first >= 0) current = first;
  if (!text) {
    text = documentView(about.lines, found.rows);
    fill(place, h("h1", null, t("import_title")), head,
      h("div", { class: about.lines.length ? "two import" : "import" }, about.lines.length ? text : h("p", { class: "note" }, t("without_document")), h("section", null, h("h2", null, t("rows_to_confirm")), h("p", { class: "note" }, t("import_keys")), list)),
      part(t("missing_form"), true, missing),
      part(t("classes"), true, h("p", { class: "note" }, t("classes_lead")), classes),
      part(t("fill_in"), true, h("p", { class: "note" }, t("fill_in_lead")), h("div", { class: "bar" }, sheetButtons(plan, () => load()))),
      about.unread.length ? part(`${t("unread")} (${about.unread.length})`, false, h("ul", { class: "notes" }, about.unread.map((u) =>
        h("li", null, u.span ? `${t("line", { line: u.span.line })}: ` : "", u.text, " ", h("span", { class: "note" }, u.reason[lang]))))) : null);
  }
  fill(head, top());
  fill(list, found.rows.map(item));
  fill(missing, frame());
  fill(classes, table([t("indicator"), t("kind_of_figure"), t("family")], found.indicators.map((i) =>
    [i.name, found.kinds.find((k) => k.id === i.kind)?.name ?? t("kind_open"), classOf(i)])));
  for (const spot of spots.values()) spot.classList.remove("here");
  const row = found.rows[current];
  if (row) {
    const spot = spots.get(mark(row.span));
    if (spot) {
      spot.classList.add("here");
      spot.scrollIntoView({ block: "center", behavior: "auto" });
    }
    const shown = document.getElementById(rowId(row));
    shown.scrollIntoView({ block: "nearest" });
    if (!editing) shown.focus({ preventScroll: true });
  }
  place.dataset.ready = "yes";
  place.dataset.left = found.left;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && editing) {
    editing = false;
    show();
    return;
  }
  if (!found || event.target.closest("input, select, button, a, summary") || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = found.rows[current];
  const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  if (event.key in moves) {
    event.preventDefault();
    current = Math.min(Math.max(current + moves[event.key], 0), found.rows.length - 1);
    editing = true; // a row that is looked at stays
    show();
    editing = false;
    showCurrent();
  } else if (event.key === "Enter" && row && !row.confirmed) {
    event.preventDefault();
    change({ edit: { op: "confirm", list: row.list, place: row.place } });
  } else if (event.key === "x" && row) {
    change({ edit: { op: "drop", list: row.list, place: row.place } });
  } else if (event.key === "e" && row) {
    event.preventDefault();
    editing = true;
    show();
    list.querySelector("[data-field]")?.focus();
  }
});

function showCurrent() {
  fill(list, found.rows.map(item));
  document.getElementById(rowId(found.rows[current]))?.focus();
}

languageLinks();
if (place.dataset.read) load();
else begin();
