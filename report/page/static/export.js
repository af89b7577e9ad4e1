// Files to take away: memo, assessment, charts, plan, fill-in sheet. The command line writes them.

import { ask, Refused, result, save, work } from "./api.js";
import { state } from "./address.js";
import { busy } from "./busy.js";
import { announce, failure, fill, h, lang, t } from "./dom.js";

/** Show what can be exported. */
export async function showExport(place, plan) {
  const known = await ask("names", { plan });
  document.getElementById("crumb").textContent = known.title;
  const said = h("div", { role: "status", id: "export-state" });

  async function make(args) {
    const job = work("export", { plan, lang, scenarios: state().scenarios, ...args }, (news) => progress(news));
    const progress = busy(said, job);
    try {
      const response = await result(await job.done);
      await save(response);
      fill(said, t("ready", { name: args.what }));
      announce(t("ready", { name: args.what }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(said, failure(error.reply, () => make(args)));
    }
  }

  const pick = (id, label, options) => h("label", null, `${label} `, h("select", { id }, options.map(([value, name]) => h("option", { value }, name))));
  const kind = pick("memo-kind", t("kind"), ["baseline", "annual", "midterm", "final"].map((k) => [k, t(`kind_${k}`)]));
  const memoLang = pick("memo-lang", t("memo_language"), [[lang, lang === "zh" ? "中文" : "English"], [lang === "zh" ? "en" : "zh", lang === "zh" ? "English" : "中文"], ["both", t("both")]]);
  const format = pick("memo-format", t("format"), [["docx", "Word"], ["pdf", "PDF"], ["html", "HTML"], ["md", "Markdown"]]);
  const wires = h("input", { type: "checkbox", id: "memo-wires" });
  const annexes = h("input", { type: "checkbox", id: "memo-annexes" });
  const typed = (id, key) => h("label", null, `${t(key)} `, h("input", { type: "text", id, maxlength: "200" }));
  const head = { issuer: typed("memo-issuer", "issuer"), recipient: typed("memo-recipient", "recipient"), date: typed("memo-date", "date") };
  const letterhead = () => Object.fromEntries(Object.entries(head).map(([key, label]) => [key, label.querySelector("input").value]));
  const pageOne = h("input", { type: "checkbox", id: "memo-page-one" });
  const value = (label) => label.querySelector("select").value;
  const one = (key, args) => h("li", null, h("button", { type: "button", "data-export": args.format ?? args.what, on: { click: () => make(args) } }, t(key)));
  fill(place, h("h1", null, t("export_title")), h("p", { class: "lead" }, t("export_lead")),
    h("section", { "aria-labelledby": "memo-title" }, h("h2", { id: "memo-title" }, t("memo")),
      h("div", { class: "bar" }, head.issuer, head.recipient, head.date),
      h("div", { class: "bar" }, kind, memoLang, format, h("label", null, wires, ` ${t("with_tripwires")}`), h("label", null, annexes, ` ${t("with_annexes")}`),
        h("label", null, pageOne, ` ${t("with_page_one")}`),
        h("button", { type: "button", class: "main", id: "write-memo", on: { click: () => make({ what: "memo", kind: value(kind), memo_lang: value(memoLang), formats: [value(format)], tripwires: wires.checked, annexes: annexes.checked, page_one: pageOne.checked, ...letterhead() }) } }, t("write_memo")))),
    h("ul", { class: "exports" },
      one("json", { what: "assessment", format: "json" }), one("csv", { what: "assessment", format: "csv" }),
      one("markdown", { what: "assessment", format: "markdown" }), one("charts", { what: "assessment", format: "charts" }),
      one("yaml", { what: "plan" }), one("fill_in", { what: "fill_in" })), said);
}
