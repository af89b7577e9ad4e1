// Scenarios: each one's steps as sliders and fields, answered while they move; compare, attribute, save.

import { ask, askFile, Lane, Refused, result, save, work } from "./api.js";
import { go, state } from "./address.js";
import { bars, tornado } from "./charts.js";
import { busy } from "./busy.js";
import { announce, failure, fill, h, lang, part, swatch, t, table } from "./dom.js";

const MOST = 6;
const AT_ONCE = 20; // targets that are asked for while a slider moves: those in view
const DEFAULT = ["baseline", "policy-push"];

/** The name by which a scenario is known in answers. */
export function idOf(spec) {
  return typeof spec === "string" ? spec : spec.id ?? spec.base;
}

/** A spec with one number changed; a change back to the start leaves no trace. */
export function withNumber(spec, path, value, start) {
  const own = typeof spec === "string" ? { base: spec, id: `${spec.replaceAll("_", "-")}-2` } : { ...spec };
  const set = (own.set ?? []).filter(([p]) => p !== path);
  if (value !== start) set.push([path, value]);
  own.set = set;
  if (!set.length) delete own.set;
  return own;
}

/** A name that none of the scenarios has. */
export function freeId(base, specs) {
  const taken = new Set(specs.map(idOf));
  let n = 2;
  const stem = base.replaceAll("_", "-").replace(/-\d+$/, "");
  while (taken.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

/** Show the scenarios of a plan. */
export async function showScenarios(place, plan) {
  const now = state();
  let specs = now.scenarios.length ? now.scenarios : [...DEFAULT];
  let chosen = Math.max(0, specs.findIndex((s) => idOf(s) === now.under));
  if (!now.under && specs.length > 1) chosen = 1;
  const [bases, known] = await Promise.all([ask("bases", {}), ask("names", { plan })]);
  document.getElementById("crumb").textContent = known.title;
  const undone = [];
  const redone = [];

  const list = h("div", { class: "chips", role: "group", "aria-label": t("chosen") });
  const editor = h("section", { "aria-labelledby": "editor-title" });
  const answers = h("section", { class: "answers", "aria-labelledby": "answers-title" });
  const more = h("div", null);
  let first = []; // the answers of the first scenario, which the others are held against
  let last = null;

  const keep = () => go({ ...state(), scenarios: specs, under: idOf(specs[chosen]) });
  const change = (next, at = chosen) => {
    undone.push([specs, chosen]);
    redone.length = 0;
    specs = next;
    chosen = Math.min(at, specs.length - 1);
    keep();
    build();
  };
  const step = (from, to) => {
    to.push([specs, chosen]);
    [specs, chosen] = from.pop();
    keep();
    build();
  };

  const lane = new Lane("under", (found, asked) => {
    rows(found, asked);
    answers.dataset.took = String(Math.round(lane.took));
    answers.dataset.asked = String(lane.asked);
  }, (reply) => fill(answers, failure(reply)));

  /** The targets to ask for while something moves: all of a short plan, else those in view. */
  function inView() {
    if (known.targets.length <= AT_ONCE) return undefined;
    const box = answers.getBoundingClientRect();
    const seen = [...answers.querySelectorAll("[data-target]")].filter((b) => {
      const { top, bottom } = b.getBoundingClientRect();
      return bottom > Math.max(0, box.top) && top < Math.min(innerHeight, box.bottom);
    });
    const names = [...new Set(seen.map((b) => b.dataset.target))].slice(0, AT_ONCE);
    return names.length ? names : known.targets.slice(0, AT_ONCE).map((x) => x.id);
  }

  /** Answers of some targets among those of all, which wait for the slider to be let go. */
  function among(found) {
    const fresh = new Map(found.rows.map((r) => [`${r.target} ${r.reading}`, r]));
    return { ...found, rows: last.rows.map((r) => fresh.get(`${r.target} ${r.reading}`) ?? { ...r, waits: true }) };
  }

  function rows(answered, asked) {
    const found = asked?.targets && last ? among(answered) : answered;
    const at = answers.scrollTop;
    last = found;
    answers.dataset.scenario = found.scenario;
    const names = Object.fromEntries(known.targets.map((x) => [x.id, x.name]));
    const several = new Set(found.rows.map((r) => r.target)).size < found.rows.length;
    fill(answers, h("h2", { id: "answers-title" }, t("answers_live")),
      table([t("of_target"), t("probability"), t("word"), t("against", { name: nameOf(specs[0]) })],
        found.rows.map((r, i) => [
          several ? `${names[r.target]} · ${r.reading_name}` : names[r.target],
          r.waits ? h("span", { class: "note waits", "data-target": r.target }, "…") : h("span", { class: "one" }, swatch(r.colour, r.grade, r.colour_name), h("b", { "data-target": r.target, "data-reading": r.reading, "data-probability": r.probability ?? "" }, ` ${r.text}`)),
          r.waits ? "" : r.word, first[i]?.text ?? "—"])));
    answers.scrollTop = at;
    announce(`${t("answers_live")}: ${answered.rows.map((r) => r.text).join(", ")}`);
  }

  function chips() {
    fill(list, specs.map((s, i) => h("button", { type: "button", "aria-pressed": String(i === chosen), class: "chip",
      on: { click: () => { chosen = i; keep(); build(); } } }, nameOf(s))),
    h("label", null, `${t("add")} `, h("select", { id: "add-scenario", disabled: specs.length >= MOST, on: { change: (e) => {
      const base = e.target.value;
      if (!base) return;
      const taken = specs.some((s) => idOf(s) === base) || ["growth_shift", "growth_scale", "level_shift"].includes(base);
      change([...specs, taken ? { base, id: freeId(base, specs) } : base], specs.length);
    } } }, h("option", { value: "" }, "—"), bases.map((b) => h("option", { value: b.id.replace(/^(growth|level)-(shift|scale)$/, "$1_$2") }, b.name)))),
    h("button", { type: "button", disabled: !undone.length, on: { click: () => step(undone, redone) } }, t("undo")),
    h("button", { type: "button", disabled: !redone.length, on: { click: () => step(redone, undone) } }, t("redo")),
    h("button", { type: "button", id: "save-all", on: { click: () => download(specs) } }, t("save_all")));
  }

  function nameOf(spec) {
    if (typeof spec !== "string" && spec.name) return spec.name;
    const base = bases.find((b) => b.id === (spec.base ?? spec).replaceAll("_", "-"));
    return typeof spec === "string" ? base?.name ?? spec : `${base?.name ?? spec.base} (${idOf(spec)})`;
  }

  async function download(which) {
    try {
      await save(await askFile("scenario_file", { scenarios: which }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(more, failure(error.reply));
    }
  }

  function field(f, spec) {
    const given = (typeof spec === "string" ? [] : spec.set ?? []).find(([p]) => p === f.path);
    const figure = t(`figure_${f.figure}`) === `figure_${f.figure}` ? f.figure : t(`figure_${f.figure}`);
    const law = t(`law_${f.law}`) === `law_${f.law}` ? f.law : t(`law_${f.law}`);
    const label = [f.law ? `${f.name} · ${law} · ${figure}` : f.name];
    const number = h("input", { type: "number", step: "any", min: f.low, max: f.high, value: f.value, "data-path": f.path, "aria-label": label.join(" ") });
    const slider = h("input", { type: "range", min: f.from, max: f.to, step: f.step, value: f.value, "data-slide": f.path, "aria-label": label.join(" ") });
    const asked = (value) => lane.call("under", { plan, scenarios: [withNumber(specs[chosen], f.path, value, null)], targets: inView() });
    slider.addEventListener("input", () => {
      number.value = slider.value;
      asked(slider.valueAsNumber);
    });
    const settle = (value) => {
      if (Number.isFinite(value) && value !== f.value) {
        const next = withNumber(specs[chosen], f.path, value, null);
        change(specs.map((s, i) => (i === chosen ? { ...next, id: typeof s === "string" ? freeId(next.base, specs) : next.id ?? freeId(next.base, specs) } : s)));
      }
    };
    slider.addEventListener("change", () => settle(slider.valueAsNumber));
    number.addEventListener("change", () => settle(number.valueAsNumber));
    return h("div", { class: `field${given ? " changed" : ""}` }, h("span", { class: "field-name" }, f.law ? figure : label, f.doc && !f.of ? h("span", { class: "note" }, f.doc) : null), slider, number);
  }

  const lawName = (name) => (name === "" ? t("law_number") : t(`law_${name}`) === `law_${name}` ? name : t(`law_${name}`));

  /** The numbers of a step; before those of a law, what kind of law it is. */
  function fields(step, form) {
    return step.fields.flatMap((f, i) => [
      f.of && f.of !== step.fields[i - 1]?.of ? h("label", { class: "law" }, `${f.name} · ${t("law_kind")} `,
        h("select", { "data-law": f.of, on: { change: (e) => reshape({ law: [f.of, e.target.value] }, () => { e.target.value = f.law; }) } },
          form.laws.map((name) => h("option", { value: name, selected: name === f.law }, lawName(name)))), f.doc ? h("span", { class: "note" }, f.doc) : null) : null,
      field(f, specs[chosen])].filter(Boolean));
  }

  const trouble = h("div", null);

  /** Change the steps of the chosen scenario, its laws' kinds or its whole text; `back` undoes what was chosen. */
  async function reshape(what, back = () => {}) {
    const spec = specs[chosen];
    const own = typeof spec === "string" ? { base: spec, id: freeId(spec, specs) } : spec;
    try {
      const made = await ask("reshape", { scenario: own, change: what });
      if (spec === specs[chosen]) change(specs.map((s, i) => (i === chosen ? made : s)));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      back();
      fill(trouble, failure(error.reply));
      trouble.scrollIntoView({ block: "nearest" });
    }
  }

  let edits = 0;

  async function edit() {
    const spec = specs[chosen];
    const mine = ++edits;
    editor.inert = true; // what it shows is of the scenario chosen before
    let form;
    try {
      form = await ask("form", { scenario: spec });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (mine === edits) {
        fill(editor, failure(error.reply));
        editor.inert = false;
      }
      return;
    }
    if (mine !== edits) return;
    editor.inert = false;
    fill(trouble);
    const text = (key, value, listener, type = "text") => h("label", null, `${t(key)} `,
      h("input", { type, value: value ?? "", id: `scenario-${key}`, step: "any", min: "0", on: { change: (e) => listener(e.target.value) } }));
    const withKey = (key, value) => {
      const own = typeof spec === "string" ? { base: spec, id: freeId(spec, specs) } : { ...spec };
      if (value === "") delete own[key];
      if (value === "" && key === "weight") own.put = { ...own.put, weight: null };
      else own[key] = value;
      change(specs.map((s, i) => (i === chosen ? own : s)));
    };
    fill(editor, h("h2", { id: "editor-title" }, form.name),
      form.description ? h("p", { class: "lead" }, form.description) : null,
      h("div", { class: "bar" },
        text("name", form.name, (v) => withKey("name", v)), text("id", form.id, (v) => withKey("id", v)),
        text("weight", form.weight, (v) => withKey("weight", v === "" ? "" : Number(v)), "number"),
        h("button", { type: "button", id: "duplicate", disabled: specs.length >= MOST, on: { click: () => {
          const own = typeof spec === "string" ? { base: spec } : { ...spec };
          own.id = freeId(idOf(spec), specs);
          change([...specs, own], specs.length);
        } } }, t("duplicate")),
        h("button", { type: "button", id: "remove", disabled: specs.length < 2, on: { click: () => change(specs.filter((_, i) => i !== chosen), chosen - 1 < 0 ? 0 : chosen - 1) } }, t("remove")),
        h("button", { type: "button", id: "save-one", on: { click: () => download([spec]) } }, t("save_yaml"))),
      form.steps.length ? form.steps.map((s, i) => h("fieldset", null,
        h("legend", null, `${s.called} · ${t(s.role)} `, h("button", { type: "button", "data-drop": String(i), "aria-label": `${t("drop_step")} ${s.called}`, on: { click: () => reshape({ drop: i }) } }, t("drop_step"))), h("p", { class: "note" }, [s.doc.replaceAll("`", ""), s.reach.length ? t("applies_to", { what: s.reach.join(", ") }) : "", s.source].filter(Boolean).join(" · ")),
        fields(s, form))) : h("p", null, t("no_steps")),
      h("p", null, h("label", null, `${t("add_step")} `, h("select", { id: "add-step", on: { change: (e) => {
        if (e.target.value) reshape({ add: e.target.value }, () => { e.target.value = ""; });
      } } }, h("option", { value: "" }, "—"), form.addable.map((s) => h("option", { value: s.step, title: s.doc.replaceAll("`", "") }, s.called))))),
      trouble,
      form.evidence ? part(t("evidence_of"), false, h("p", null, form.evidence)) : null,
      part(t("as_text"), false, asText(form.yaml)));
  }

  /** The whole scenario as the text of its file, to be changed as one likes. */
  function asText(yaml) {
    const box = h("textarea", { id: "scenario-text", rows: "14", spellcheck: "false", "aria-label": t("as_text") });
    box.value = yaml;
    return h("div", null, box, h("button", { type: "button", id: "use-text", on: { click: () => reshape({ text: box.value }) } }, t("use_text")));
  }

  function long(action, key, args, shown) {
    const box = h("div", null);
    const start = async () => {
      const job = work(action, { plan, lang, ...args() }, (news) => progress(news));
      const progress = busy(box, job);
      try {
        fill(box);
        shown(box, await (await result(await job.done)).json());
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        fill(box, failure(error.reply, start));
      }
    };
    return part(t(key), false, h("button", { type: "button", id: action, on: { click: start } }, t(key)), box);
  }

  const target = h("select", { id: "of-target", "aria-label": t("of_target") }, known.targets.map((x) => h("option", { value: x.id }, x.name)));
  const page = (box, found) => box.append(h("p", { class: "note" }, found.head), ...found.blocks.flatMap((b) => [
    b.title ? h("h3", null, b.title) : "", b.heads.length ? table(b.heads, b.rows) : "", ...b.notes.map((n) => h("p", { class: "note" }, n))]).filter(Boolean), h("p", { class: "note" }, found.foot));

  function build() {
    chips();
    edit();
    lane.call("under", { plan, scenarios: [specs[chosen]] });
    ask("under", { plan, scenarios: [specs[0]] }, "first").then((found) => {
      first = found.rows;
      if (last) rows(last);
    }).catch(() => {});
  }

  fill(more,
    long("compare", "compare", () => ({ scenarios: specs.slice(0, MOST) }), page),
    h("p", null, h("label", null, `${t("of_target")} `, target)),
    long("attribute", "attribution", () => ({ scenarios: [specs[chosen]], target: target.value }), (box, found) => {
      for (const b of found.bars) {
        const chart = h("div", { class: "chart", role: "img", "aria-label": b.reading });
        box.append(h("h3", null, b.reading), chart);
        bars(chart, b.shares.map((s) => s.name), b.shares.map((s) => s.value * 100), b.shares.map((s) => s.text), t("percentage_points"));
      }
      page(box, found);
    }),
    long("tornado", "tornado", () => ({ scenarios: [specs[chosen]], target: target.value }), (box, found) => {
      for (const b of found.bars) {
        const chart = h("div", { class: "chart", role: "img", "aria-label": b.reading });
        box.append(h("h3", null, b.reading), chart);
        tornado(chart, b);
      }
      page(box, found);
    }));
  fill(place, h("h1", null, t("scenarios_title")), h("p", { class: "note" }, t("most_six")), list,
    h("div", { class: "two" }, editor, answers), more);
  build();
}
