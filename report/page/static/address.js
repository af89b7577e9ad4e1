// What the page shows is in its address: language, scenarios, target value.

import { lang } from "./dom.js";

/** A scenario as it is written in an address: base~id=…~name=…~weight=…~put=…~path:value. */
export function worded(spec) {
  if (typeof spec === "string") return spec;
  const parts = [spec.base];
  for (const key of ["id", "name", "weight"]) {
    if (spec[key] !== undefined && spec[key] !== "") parts.push(`${key}=${encodeURIComponent(spec[key]).replaceAll("~", "%7E")}`);
  }
  if (spec.put) parts.push(`put=${JSON.stringify(spec.put).replaceAll("%", "%25").replaceAll("~", "%7E")}`);
  for (const [path, value] of spec.set ?? []) parts.push(`${path}:${value}`);
  return parts.join("~");
}

/** The scenario that an address words. */
export function meant(text) {
  const [base, ...rest] = text.split("~");
  const spec = { base };
  for (const part of rest) {
    const named = /^(id|name|weight)=(.*)$/.exec(part);
    if (named) {
      const value = safelyDecoded(named[2]);
      spec[named[1]] = named[1] === "weight" ? Number(value) : value;
      continue;
    }
    if (part.startsWith("put=")) {
      const put = parsed(safelyDecoded(part.slice(4)));
      if (put) spec.put = put;
      continue;
    }
    const cut = part.lastIndexOf(":");
    const value = Number(part.slice(cut + 1));
    if (cut > 0 && Number.isFinite(value)) spec.set = [...(spec.set ?? []), [part.slice(0, cut), value]];
  }
  return Object.keys(spec).length === 1 ? base : spec;
}

function safelyDecoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the address says. */
export function state() {
  const query = new URLSearchParams(location.search);
  return {
    scenarios: query.getAll("s").slice(0, 12).map(meant),
    reading: query.get("reading") ?? "",
    under: query.get("under") ?? "",
    value: query.get("value"),
  };
}

/** The query of a state. */
export function query(now) {
  const out = new URLSearchParams();
  out.set("lang", lang);
  for (const spec of now.scenarios ?? []) out.append("s", worded(spec));
  for (const key of ["reading", "under", "value"]) {
    if (now[key] !== undefined && now[key] !== null && now[key] !== "") out.set(key, now[key]);
  }
  return out.toString();
}

/** Change the address; `push` makes a step of the browser's history. */
export function go(now, push = true) {
  const url = `${location.pathname}?${query(now)}`;
  if (url === location.pathname + location.search) return;
  history[push ? "pushState" : "replaceState"](null, "", url);
  languageLinks();
}

/** Let the language links keep the rest of the address. */
export function languageLinks() {
  for (const link of document.querySelectorAll("[data-switch]")) {
    const there = new URLSearchParams(location.search);
    there.set("lang", link.dataset.switch);
    link.href = `${location.pathname}?${there}`;
  }
}
