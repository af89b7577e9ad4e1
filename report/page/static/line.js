// The target line on a chart: dragged with a pointer, or moved with the arrow keys.

import { h } from "./dom.js";

const STEPS = 100; // an arrow key moves a hundredth of the chart's height

/** The level at a height of the chart, and back; plotly's own axis knows. */
export function axisOf(chart) {
  const axis = chart._fullLayout.yaxis;
  return {
    top: axis._offset, height: axis._length,
    to: (level) => axis._offset + axis.l2p(level),
    from: (y) => axis.p2l(y - axis._offset),
    range: axis.range,
  };
}

/** Put a line on a chart; it tells levels while it moves and when it is let go. */
export function targetLine(chart, { label, level, unit, year, moved, released, left }) {
  let at = level;
  let held = false;
  const name = h("span", { class: "line-name" });
  const line = h("div", { class: "target-line", role: "slider", tabindex: "0", "aria-label": `${label} ${year}`,
    "aria-orientation": "vertical" }, name);
  chart.parentElement.append(line);

  const place = () => {
    const axis = axisOf(chart);
    const x = chart._fullLayout.xaxis;
    const y = Math.min(Math.max(axis.to(at), axis.top), axis.top + axis.height);
    line.style.setProperty("--y", `${y}px`);
    line.style.setProperty("--x", `${x._offset}px`);
    line.style.setProperty("--w", `${x._length}px`);
    const shown = Number(at.toPrecision(4)).toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 4 });
    name.textContent = `${label} ${shown} ${unit}`;
    line.setAttribute("aria-valuenow", String(at));
    line.setAttribute("aria-valuetext", `${shown} ${unit}`);
    line.setAttribute("aria-valuemin", String(axis.range[0]));
    line.setAttribute("aria-valuemax", String(axis.range[1]));
  };
  const move = (now) => {
    at = now;
    place();
  };
  const within = (now) => {
    const [low, high] = axisOf(chart).range;
    return Math.min(Math.max(now, low), high);
  };

  line.addEventListener("pointerdown", (event) => {
    held = true;
    line.setPointerCapture(event.pointerId);
    event.preventDefault();
    line.focus();
  });
  line.addEventListener("pointermove", (event) => {
    if (!held) return;
    move(within(axisOf(chart).from(event.clientY - chart.getBoundingClientRect().top)));
    moved(at);
  });
  const letGo = () => {
    if (!held) return;
    held = false;
    released(at);
  };
  line.addEventListener("pointerup", letGo);
  line.addEventListener("pointercancel", letGo);
  line.addEventListener("keydown", (event) => {
    const [low, high] = axisOf(chart).range;
    const step = (high - low) / STEPS;
    const by = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step }[event.key];
    if (by) {
      event.preventDefault();
      move(within(at + by));
      released(at);
    } else if (event.key === "Escape") {
      left();
    }
  });
  chart.on("plotly_afterplot", place);
  place();
  return { move, dragging: () => held, level: () => at };
}
