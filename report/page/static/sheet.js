// The fill-in sheet of a plan: saved for Excel, and taken back when somebody has filled it.

import { keep, Refused, result, save, sent, work } from "./api.js";
import { busy } from "./busy.js";
import { announce, failure, fill, h, lang, t } from "./dom.js";

/** Buttons for the sheet; `taken` gets the key of the plan with what the sheet says. */
export function sheetButtons(plan, taken) {
  const said = h("span", { role: "status", id: "sheet-state" });
  const guarded = (does) => async (...args) => {
    try {
      await does(...args);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(said, failure(error.reply));
    }
  };
  const give = guarded(async () => {
    const job = work("export", { plan, lang, what: "fill_in" });
    busy(said, job);
    await save(await result(await job.done));
    fill(said);
  });
  const take = guarded(async (file) => {
    const number = await sent("sheet", file, "filled", { plan, lang }, (job) => busy(said, job));
    const found = await (await result(number)).json();
    const kept = await keep(number);
    if (kept.state === "stale") {
      fill(said, t("sheet_stale"));
      return;
    }
    fill(said, found.said);
    announce(found.said);
    taken(kept.key);
  });
  const input = h("input", { type: "file", accept: ".xlsx", id: "filled", on: { change: () => {
    if (input.files.length) take(input.files[0]);
    input.value = "";
  } } });
  return [h("button", { type: "button", id: "fill-in", on: { click: give } }, t("fill_in")),
    h("label", { class: "button" }, t("fill_in_back"), input), said];
}
