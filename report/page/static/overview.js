// All targets under all scenarios: a heat-strip with words, grades as patterns, and what to look at.

import { query, state } from "./address.js";
import { h, fill, part, swatch, t } from "./dom.js";

const COLOURS = ["GREEN", "GREEN-AMBER", "AMBER", "AMBER-RED", "RED", "GREY"];

function cell(row, chance) {
  return h("td", { class: `heat c-${chance.colour}` },
    swatch(chance.colour, row.grade, `${chance.colour_name} ${row.grade}`),
    h("b", null, chance.text), h("span", { class: "said" }, chance.word),
    chance.before && chance.before !== chance.text ? h("span", { class: "note" }, `${t("movement")}: ${chance.before} → ${chance.text}`) : null,
    chance.span ? h("span", { class: "note" }, chance.span) : null);
}

function line(row, found, plan) {
  const link = `/plan/${encodeURIComponent(plan)}/target/${encodeURIComponent(row.target)}?${query({ scenarios: state().scenarios, reading: row.reading_id })}`;
  const cells = row.joint || !row.chances.length
    ? h("td", { colspan: found.scenarios.length, class: `heat c-${row.colour}` },
      swatch(row.colour, row.grade, row.colour_name), " ", row.word || row.action)
    : row.chances.map((c) => cell(row, c));
  return h("tr", { class: row.joint ? "joint" : "" },
    h("th", { scope: "row" },
      h("a", { href: link }, row.name),
      row.binding ? h("span", { class: "tag" }, row.binding) : null,
      h("span", { class: "note" }, [row.reading, row.change].filter(Boolean).join(" · "))),
    h("td", { class: "wide" }, row.required, row.required_note ? h("span", { class: "note" }, row.required_note) : null),
    h("td", { class: "wide" }, row.pace),
    cells,
    h("td", { class: "grade" }, row.grade ? h("abbr", { title: row.grade_name }, row.grade) : "—"),
    h("td", { class: "wide" }, row.scored ? `${row.colour_name} · ${row.action}` : row.action));
}

function legend(found) {
  const names = {};
  for (const row of found.rows) {
    names[row.colour] = row.colour_name;
    for (const c of row.chances) names[c.colour] = c.colour_name;
  }
  return h("p", { class: "legend" },
    COLOURS.filter((c) => names[c]).map((c) => [swatch(c, "", names[c]), ` ${names[c]}  `]),
    h("span", null, `${t("grade_legend")}: `),
    ["A", "B", "C", "D"].map((g) => [swatch("GREY", g, g), ` ${g}  `]));
}

/** Show a whole plan. */
export function showOverview(place, found, plan) {
  const heads = [found.heads.target, found.heads.required, found.heads.pace,
    ...found.scenarios.map((s) => s.name), found.heads.grade, found.heads.colour];
  fill(place,
    h("h1", null, found.title),
    h("p", { class: "lead" }, `${found.as_of} · ${found.summary}`),
    found.outlook.map((text) => h("p", { class: "outlook" }, text)),
    legend(found),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("heat_caption") },
      h("table", { class: "strip" },
        h("caption", null, `${t("heat_caption")} (${found.heads.chance})`),
        h("thead", null, h("tr", null, heads.map((head, i) =>
          h("th", { scope: "col", class: [1, 2, heads.length - 1].includes(i) ? "wide" : "" }, head)))),
        h("tbody", null, found.rows.map((row) => line(row, found, plan))))),
    found.attention.length ? part(t("attention"), true, h("ul", { class: "notes" }, found.attention.map((a) => h("li", null,
      h("b", null, a.name), h("ul", null, a.findings.map((f) => h("li", { title: f.code }, f.text))))))) : null,
    part(t("more"), false, found.sections.map((s) => [h("h3", null, s.title),
      h("ul", { class: "notes" }, s.notes.map((n) => h("li", null, n.about ? h("b", null, `${n.about} `) : null,
        n.text)))])));
}
