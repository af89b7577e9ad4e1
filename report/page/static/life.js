// The life of a plan: what its ledger holds, what moved since last time, scores so far.

import { ask, Refused, result, work } from "./api.js";
import { busy } from "./busy.js";
import { failure, fill, h, lang, part, t, table } from "./dom.js";

/** Show what the ledger says of a plan. */
export async function showLife(place, plan) {
  const known = await ask("names", { plan });
  document.getElementById("crumb").textContent = known.title;
  if (!place.dataset.ledger) {
    fill(place, h("h1", null, t("life_title")), h("p", null, t("no_ledger")));
    return;
  }
  const body = h("div", null);
  fill(place, h("h1", null, t("life_title")), body);
  const job = work("life", { plan, lang });
  busy(body, job);
  try {
    const found = await (await result(await job.done)).json();
    const heads = found.entries.length ? Object.keys(found.entries[0]) : [];
    fill(body, heads.length
      ? part(t("timeline"), true, table(heads, found.entries.map((e) => heads.map((key) => String(e[key] ?? "")))))
      : h("p", null, t("nothing_yet")),
    found.moved ? part(t("moved"), true, h("pre", { tabindex: "0" }, found.moved)) : null,
    found.scores ? part(t("scores"), true, h("pre", { tabindex: "0" }, found.scores)) : null);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(body, failure(error.reply));
  }
}
