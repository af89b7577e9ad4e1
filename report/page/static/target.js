// One target: its fan, a target line that can be dragged, and everything that stands behind it.

import { Lane, Refused, result, work } from "./api.js";
import { go, state } from "./address.js";
import { busy } from "./busy.js";
import { draw, fanTraces } from "./charts.js";
import { announce, failure, fill, h, lang, part, swatch, t, table } from "./dom.js";
import { targetLine } from "./line.js";
import { relatedSeries } from "./related.js";

/** Show one target. */
export function showTarget(place, found, plan) {
  const now = state();
  let reading = found.readings.find((r) => r.reading === now.reading) ?? found.readings[0];
  let under = found.scenarios.some((s) => s.id === now.under) ? now.under : reading.lead;
  const shown = h("div", { class: "what-if" });
  const details = h("div", null);

  const pick = (label, options, value, chosen) => h("label", null, `${label} `,
    h("select", { on: { change: (e) => chosen(e.target.value) } },
      options.map(([id, name]) => h("option", { value: id, selected: id === value }, name))));

  const again = (push = true) => {
    go({ ...state(), reading: reading.reading, under, value: null }, push);
    build();
  };
  fill(place,
    h("h1", null, found.name, found.binding ? h("span", { class: "tag" }, found.binding) : null),
    found.source ? h("p", { class: "note" }, found.source) : null,
    found.note ? h("p", null, found.note) : null,
    h("div", { class: "bar" },
      found.readings.length > 1 ? pick(t("reading"), found.readings.map((r) => [r.reading, r.reading_name]), reading.reading,
        (id) => { reading = found.readings.find((r) => r.reading === id); again(); }) : null,
      pick(t("under"), found.scenarios.map((s) => [s.id, s.name]), under, (id) => { under = id; again(); })),
    shown, details);

  function build() {
    whatIf(shown, found, reading, under, plan);
    behind(details, found, reading, plan);
  }
  build();
}

function headline(reading, chance) {
  return h("p", { class: `headline c-${chance.colour}` }, swatch(chance.colour, reading.grade, chance.colour_name),
    h("b", { class: "big", "data-probability": chance.probability ?? "", "data-followed": chance.followed ?? "" }, chance.text), " ",
    h("span", { class: "said" }, chance.word), " ",
    h("span", { class: "note" }, `${t("evidence")} ${reading.grade} · ${reading.grade_name}`));
}

function whatIf(place, found, reading, under, plan) {
  const chance = reading.chances.find((c) => c.scenario === under);
  const fan = reading.fans.find((f) => f.scenario === under);
  const said = h("div", { "aria-live": "off" }, headline(reading, chance));
  const goal = h("p", null, h("span", { class: "note" }, `${reading.base} → `), h("b", null, reading.goal), " · ", reading.required, " ", reading.required_note);
  if (!fan) {
    fill(place, said, goal, reading.answer ? h("p", null, reading.answer) : null,
      reading.history.length ? null : h("p", { class: "note" }, t("no_chart")),
      reading.missing ? h("p", null, t("helps_most", { what: reading.missing })) : null);
    return;
  }
  const scenarioSpec = state().scenarios.find((s) => (typeof s === "string" ? s : s.id ?? s.base) === under) ?? under;
  const args = { plan, target: found.target, reading: reading.reading, scenarios: [scenarioSpec] };
  const chart = h("div", { class: "chart", id: "fan", role: "img", "aria-label": `${t("fan")}: ${found.name}` });
  const value = h("input", { type: "number", step: "any", id: "target-value", inputmode: "decimal", placeholder: reading.goal });
  const unit = h("span", { class: "unit" }, reading.unit);
  const slider = h("input", { type: "range", min: "1", max: "99", step: "1", id: "target-probability", "aria-label": t("probability_wanted") });
  const percent = h("output", { for: "target-probability" });
  const note = h("p", { class: "note", role: "status" });
  const undone = [];
  const redone = [];
  let current = null; // the value typed or dragged to; null: as in the plan
  let line;

  const show = (answer, asked) => {
    const c = answer.chances[0];
    fill(said, headline({ ...reading, grade: c.grade }, c));
    said.dataset.took = String(Math.round(lane.took));
    if (answer.value !== null && document.activeElement !== value) value.value = String(Number(answer.value.toPrecision(10)));
    value.dataset.exact = answer.value ?? "";
    unit.textContent = answer.unit;
    if (answer.level !== null && !line.dragging()) line.move(answer.level);
    if (asked.probability === undefined && c.followed !== null) {
      slider.value = String(Math.round(c.followed * 100));
      percent.textContent = c.text;
    }
    note.textContent = answer.note || (asked.probability !== undefined && answer.exact === false
      ? t("not_exact", { attained: c.text }) : "");
    if (answer.value === null) note.textContent = answer.note || t("no_value");
    if (asked.keep) keep(answer.value);
    announce(`${c.text} ${c.word}`);
  };
  const lane = new Lane("target", show, (reply) => fill(said, failure(reply)));

  const keep = (now) => {
    if (now === current) return;
    undone.push(current);
    redone.length = 0;
    current = now;
    go({ ...state(), value: now }, true);
    buttons();
  };
  const to = (now) => {
    current = now;
    go({ ...state(), value: now }, false);
    if (now === null) reset();
    else lane.call("target_at", { ...args, value: now });
    buttons();
  };
  const reset = () => {
    fill(said, headline(reading, chance));
    line.move(reading.goals[0]);
    value.value = "";
    note.textContent = "";
    slider.value = String(Math.round((chance.followed ?? 0.5) * 100));
    percent.textContent = chance.text;
  };
  const undo = h("button", { type: "button", on: { click: () => { redone.push(current); to(undone.pop()); } } }, t("undo"));
  const redo = h("button", { type: "button", on: { click: () => { undone.push(current); to(redone.pop()); } } }, t("redo"));
  const back = h("button", { type: "button", on: { click: () => { if (current !== null) { undone.push(current); to(null); } } } }, t("as_in_plan"));
  const buttons = () => {
    undo.disabled = !undone.length;
    redo.disabled = !redone.length;
    back.disabled = current === null;
  };
  value.addEventListener("change", () => {
    const now = value.valueAsNumber;
    if (Number.isFinite(now)) lane.call("target_at", { ...args, value: now, keep: true });
  });
  slider.addEventListener("input", () => {
    percent.textContent = `${slider.value}%`;
    lane.call("target_for", { ...args, probability: Number(slider.value) / 100 });
  });
  slider.addEventListener("change", () => lane.call("target_for", { ...args, probability: Number(slider.value) / 100, keep: true }));

  fill(place, said, goal,
    h("div", { class: "chart-place" }, chart), h("p", { class: "note" }, t("drag_hint")),
    h("div", { class: "bar" },
      h("label", null, `${t("target_value")} `, value, " ", unit),
      h("label", null, `${t("probability_wanted")} `, slider, " ", percent),
      undo, redo, back), note);
  draw(chart, fanTraces(reading, fan), { height: 380, xaxis: { dtick: innerWidth < 700 ? 2 : 1, tickformat: "d" },
    yaxis: { title: { text: reading.unit.replaceAll("<", "&lt;") }, tickformat: ",~r",
      range: extent(reading, fan) } }).then(() => {
    line = targetLine(chart, {
      label: t("target_line"), level: reading.goals[0], unit: reading.unit, year: reading.year,
      moved: (level) => lane.call("target_at", { ...args, level }),
      released: (level) => lane.call("target_at", { ...args, level, keep: true }),
      left: () => { if (current !== null) { undone.push(current); to(null); } else reset(); },
    });
    reset();
    buttons();
    const given = state().value === null ? Number.NaN : Number(state().value);
    if (Number.isFinite(given)) {
      current = given;
      lane.call("target_at", { ...args, value: given });
      buttons();
    }
    chart.dataset.ready = "yes";
  });
}

function extent(reading, fan) {
  const all = [...fan.values.flat(), ...reading.history.map((p) => p.value), ...reading.goals];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = (high - low || 1) * 0.08;
  return [low >= 0 && low < room * 3 ? 0 : low - room, high + room];
}

function behind(place, found, reading, plan) {
  const findings = [...found.findings, ...reading.findings];
  fill(place,
    findings.length ? h("ul", { class: "notes" }, findings.map((f) => h("li", { title: f.code }, f.text))) : null,
    part(t("scenario"), true, table(
      [t("scenario"), t("probability"), t("word"), t("series"), t("such_plans"), t("median_80"), t("range")],
      reading.chances.map((c) => [found.scenarios.find((s) => s.id === c.scenario).name,
        [swatch(c.colour, reading.grade, c.colour_name), ` ${c.text}`], c.word, c.series, c.as_plan ? `${c.as_plan} (${c.span})` : "—",
        c.probability === null ? "—" : `${c.median} (${c.low80} – ${c.high80})`, c.probability === null ? "—" : `${c.low} – ${c.high}`]))),
    tripwires(found, plan),
    part(t("evidence"), true, h("p", null, h("b", null, `${reading.grade} · ${reading.grade_name}`)),
      h("ul", { class: "notes" }, reading.reasons.map((r) => h("li", null, r))),
      reading.missing ? h("p", null, t("helps_most", { what: reading.missing })) : null),
    relatedSeries(plan, found.target, reading.reading),
    reading.pace.length ? part(t("pace"), true, table([t("method"), t("label"), t("path"), t("worth"), t("why")],
      reading.pace.map((p) => [p.method, p.label, p.path, p.worth, p.reason]))) : null,
    reading.history.length ? part(t("figures_used"), false, table([t("year"), t("value"), t("source")],
      reading.history.map((p) => [String(p.year), p.text + (p.derived ? ` (${t("derived")})` : ""), p.source]))) : null,
    part(t("trace"), false, table([t("name"), t("value")], reading.trace.map((r) => [r.key, r.value]))));
}

function tripwires(found, plan) {
  const place = h("div", null);
  const start = async () => {
    const job = work("solve", { plan, target: found.target, scenarios: state().scenarios.slice(0, 1).concat("baseline").slice(0, 1) }, (news) => progress(news));
    const progress = busy(place, job);
    try {
      const answers = (await (await result(await job.done)).json())[lang];
      fill(place, answers.map((a) => solved(a, answers.length > 1)));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(place, failure(error.reply, start));
    }
  };
  fill(place, h("button", { type: "button", id: "solve", on: { click: start } }, t("find_tripwires")));
  return part(t("tripwires"), true, place);
}

function zone(z) {
  if (z.from === null && z.to === null) return t("zone_any");
  if (z.from === null) return t("zone_below", z);
  if (z.to === null) return t("zone_from", z);
  return t("zone_between", z);
}

function solved(a, several) {
  return h("div", null, several ? h("h3", null, a.reading_name) : null,
    a.wires ? [h("p", null, h("b", null, t("next_figure", a.wires))), h("ul", { class: "zones" }, a.wires.zones.map((z) =>
      h("li", null, swatch(z.colour, "", z.colour_name), ` ${zone(z)}: `, h("b", null, z.colour_name), ` · ${t("falls_here", z)}`)))] : null,
    a.heads.length ? table(a.heads, a.rows) : null,
    h("dl", null, a.panel.map((p) => [h("dt", null, p.label), h("dd", null, p.text)])));
}
