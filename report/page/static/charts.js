// Charts by plotly, in the page's own colours. Plotly reads tags in texts, so texts are made plain.

/* global Plotly */

import { t } from "./dom.js";

/** A text in which plotly sees no tags. */
export function plain(text) {
  return String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const NARROW = 700; // CSS pixels, as in the style sheet
const LEGEND_ROW = 20; // CSS pixels

/** A label in which plotly breaks lines where the screen is narrow. */
function label(text) {
  if (innerWidth >= NARROW) return plain(text);
  return String(text).match(/[\u2e80-\uffef]{1,9}|[^\s\u2e80-\uffef]+/g).reduce((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 16) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []).map(plain).join("<br>");
}

function ink(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The layout that every chart starts from. */
export function layout(more) {
  const axis = { gridcolor: ink("--line"), linecolor: ink("--soft"), zeroline: false, automargin: true, fixedrange: true };
  const { xaxis, yaxis, ...rest } = more;
  return {
    paper_bgcolor: ink("--paper"), plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "inherit", color: ink("--ink"), size: 13 },
    margin: { l: 60, r: 20, t: 10, b: 40 }, showlegend: false, hovermode: "x unified", dragmode: false,
    hoverlabel: { bgcolor: ink("--card"), font: { color: ink("--ink") }, bordercolor: ink("--soft") },
    xaxis: { ...axis, ...xaxis }, yaxis: { ...axis, ...yaxis }, ...rest,
  };
}

const CONFIG = { displayModeBar: false, responsive: true, showTips: false, staticPlot: false };

/** Draw or redraw a chart. */
export function draw(place, traces, more) {
  return Plotly.react(place, traces, layout(more), CONFIG);
}

function band(fan, low, high, colour, name) {
  const years = fan.years;
  const words = years.map((_, j) => `${plain(name)}: ${plain(fan.texts[low][j])} – ${plain(fan.texts[high][j])}`);
  return [
    { x: years, y: fan.values[low], mode: "lines", line: { width: 0 }, hoverinfo: "skip" },
    { x: years, y: fan.values[high], mode: "lines", line: { width: 0 }, fill: "tonexty", fillcolor: colour,
      text: words, hovertemplate: "%{text}<extra></extra>" },
  ];
}

function joined(reading, fan) {
  const last = reading.history.filter((p) => p.year < fan.years[0]).at(-1);
  if (!last) return fan;
  return { ...fan, years: [last.year, ...fan.years], values: fan.values.map((row) => [last.value, ...row]),
    texts: fan.texts.map((row) => [last.text, ...row]) };
}

/** The fan of one reading: history, ranges, median, and another scenario's median beside it. */
export function fanTraces(reading, own, other) {
  const traces = [];
  if (own) {
    const fan = joined(reading, own);
    const at = (level) => fan.levels.findIndex((x) => Math.abs(x - level) < 1e-9);
    traces.push(...band(fan, at(0.025), at(0.975), ink("--band95"), t("band95")));
    traces.push(...band(fan, at(0.1), at(0.9), ink("--band80"), t("band80")));
    traces.push({ x: fan.years, y: fan.values[at(0.5)], mode: "lines", line: { color: ink("--median"), width: 2 },
      text: fan.texts[at(0.5)].map((x) => `${plain(t("median"))}: ${plain(x)}`), hovertemplate: "%{text}<extra></extra>" });
    if (other) {
      const beside = joined(reading, other);
      traces.push({ x: beside.years, y: beside.values[at(0.5)], mode: "lines",
        line: { color: ink("--other"), width: 2, dash: "dash" },
        text: beside.texts[at(0.5)].map((x) => plain(x)), hovertemplate: "%{text}<extra></extra>" });
    }
  }
  traces.push({ x: reading.history.map((p) => p.year), y: reading.history.map((p) => p.value), mode: "lines+markers",
    marker: { color: ink("--ink"), size: 8, symbol: reading.history.map((p) => (p.derived ? "circle-open" : "circle")) },
    line: { color: ink("--ink"), width: 1.5 },
    text: reading.history.map((p) => `${plain(t("history"))}: ${plain(p.text)}`), hovertemplate: "%{text}<extra></extra>" });
  return traces;
}

/** The height of bars with these labels, in pixels. */
function rows(names) {
  return names.reduce((sum, name) => sum + Math.max(34, 18 * name.split("<br>").length), 0);
}

/** Horizontal bars with a zero line, for what steps add. */
export function bars(place, names, values, texts, unit) {
  draw(place, [{ type: "bar", orientation: "h", y: names.map(label), x: values,
    marker: { color: values.map((v) => ink(v < 0 ? "--fall" : "--rise")) },
    text: texts.map(plain), textposition: "outside", cliponaxis: false, hoverinfo: "skip" }],
  { height: 70 + rows(names), hovermode: false,
    xaxis: { title: { text: plain(unit) } }, yaxis: { autorange: "reversed" }, margin: { l: 10, r: 60, t: 10, b: 40 } });
}

const MARKS = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "star"];

/** Recorded likelihoods by year: a line a reading. */
export function timeline(place, lines) {
  draw(place, lines.map((line, i) => ({ x: line.moments.map((m) => m.year), y: line.moments.map((m) => m.followed),
    mode: "lines+markers", name: plain(line.name), marker: { symbol: MARKS[i % MARKS.length], size: 10 },
    text: line.moments.map((m) => plain(`${line.name}: ${m.text}`)), hovertemplate: "%{text}<extra></extra>" })),
  { height: 360 + LEGEND_ROW * Math.ceil(lines.length / (innerWidth < NARROW ? 1 : 3)), hovermode: "closest", showlegend: true,
    legend: { orientation: "h", yref: "container", y: 0, yanchor: "bottom" },
    xaxis: { dtick: 1, tickformat: "d" }, yaxis: { range: [-0.03, 1.03], tickformat: ".0%" } });
}

/** A tornado: bars from the low end to the high end around where things stand. */
export function tornado(place, found) {
  const names = found.bars.map((b) => label(b.name));
  draw(place, [
    { type: "bar", orientation: "h", y: names, base: found.bars.map((b) => Math.min(b.low, b.high)),
      x: found.bars.map((b) => Math.abs(b.high - b.low)), marker: { color: ink("--band80"), line: { color: ink("--median"), width: 1 } },
      customdata: found.bars.map((b) => [b.low, b.high]), hovertemplate: "%{customdata[0]:.1%} – %{customdata[1]:.1%}<extra></extra>" }],
  { height: 70 + rows(names), hovermode: "closest", yaxis: { autorange: "reversed" },
    xaxis: { tickformat: ".0%" }, margin: { l: 10, r: 20, t: 10, b: 40 },
    shapes: [{ type: "line", x0: found.at, x1: found.at, yref: "paper", y0: 0, y1: 1, line: { color: ink("--ink"), dash: "dot", width: 1 } }] });
}

/** A strip: growth of comparable windows as dots, with what is needed and what was achieved. */
export function strip(place, found) {
  const row = (marks, y, symbol, size, colour, name) => ({ type: "scatter", mode: "markers", y: marks.map(() => y), x: marks.map((m) => m.rate),
    marker: { symbol, size, color: ink(colour), line: { color: ink("--paper"), width: 1 } }, name: plain(name),
    text: marks.map((m) => plain(m.text)), hovertemplate: "%{text}<extra></extra>" });
  draw(place, [
    row(found.dots, 0, "circle", 9, "--grey", found.marks.dots),
    ...(found.had ? [row([found.had], 0.5, "triangle-down", 13, "--ink", found.marks.had)] : []),
    ...(found.needs ? [row([found.needs], -0.5, "diamond", 13, "--goal", found.marks.needs)] : [])],
  { height: 170, hovermode: "closest", showlegend: true, legend: { orientation: "h", y: -0.35, x: 0 },
    xaxis: { tickformat: "+.0%", zeroline: true, zerolinecolor: ink("--soft") }, yaxis: { visible: false, range: [-1, 1] },
    margin: { l: 10, r: 20, t: 10, b: 30 } });
}
