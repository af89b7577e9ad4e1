// Elements made from data. Texts go in as text nodes, never as HTML.

const texts = JSON.parse(document.getElementById("texts").textContent);
export const lang = document.body.dataset.lang;

/** The text of a key, with {name} filled in. */
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** An element: properties are attributes, `on` holds listeners, children are nodes or texts. */
export function h(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (name === "value") {
      made.value = value;
    } else {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return made;
}

/** Put children in place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
}

/** Say something to a screen reader. */
export function announce(text) {
  document.getElementById("news").textContent = text;
}

/** A table: heads and rows of texts or nodes. The first cell of a row is its heading. */
export function table(heads, rows, { caption = "", cls = "" } = {}) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption || heads[0] || t("value") },
    h("table", { class: cls },
      caption ? h("caption", null, caption) : null,
      h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, i) =>
        i === 0 ? h("th", { scope: "row" }, cell) : h("td", null, cell)))))));
}

/** A swatch: the colour of a signal with the pattern of an evidence grade. */
export function swatch(colour, grade, name) {
  return h("span", { class: `swatch c-${colour} g-${grade || "none"}`, role: "img", "aria-label": name });
}

/** A titled part that can be folded. */
export function part(title, open, ...children) {
  return h("details", { class: "part", open }, h("summary", null, h("h2", null, title)), children);
}

/** Problems of an input, as the command line tells them. */
export function problems(found) {
  const n = found.length;
  return h("div", { class: "problems", role: "alert" },
    h("p", null, n === 1 ? t("problem_one") : t("problems", { count: n })),
    h("ol", null, found.map((p) => h("li", null,
      h("code", null, p.code), " ",
      h("span", { class: "where" }, [p.file, p.row ? `:${p.row}` : "", p.key ? ` ${p.key}` : ""].join("")), " ",
      p.message[lang], h("br"), "→ ", p.hint[lang]))));
}

/** What a failed request says. */
export function failure(reply, again) {
  if (reply.problems) return problems(reply.problems);
  const key = `state_${reply.state}`;
  return h("div", { class: "problems", role: "alert" },
    h("p", null, reply.state === "cancelled" ? t("cancelled") : t(key)),
    again ? h("button", { type: "button", on: { click: again } }, t("again")) : null);
}
