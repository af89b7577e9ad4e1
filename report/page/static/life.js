// The life of a plan: what its ledger holds, what moved since last time, scores so far.

import { ask, Refused, result, sent, work } from "./api.js";
import { state } from "./address.js";
import { busy } from "./busy.js";
import { timeline } from "./charts.js";
import { announce, failure, fill, h, lang, part, t, table } from "./dom.js";

/** Show what the ledger says of a plan; record its verdicts and new figures in it. */
export async function showLife(place, plan) {
  const known = await ask("names", { plan });
  document.getElementById("crumb").textContent = known.title;
  if (!place.dataset.ledger) {
    fill(place, h("h1", null, t("life_title")), h("p", null, t("no_ledger")));
    return;
  }
  const body = h("div", null);
  const said = h("p", { role: "status", id: "recorded" });

  async function guarded(there, does, again) {
    try {
      await does();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(there, failure(error.reply, again));
    }
  }
  const told = async (number, words = (found) => found) => {
    const text = words((await (await result(number)).json()).said);
    fill(said, text);
    announce(text);
    await load();
  };
  const record = () => guarded(said, async () => {
    const job = work("record", { plan, lang, scenarios: state().scenarios }, (news) => progress(news));
    const progress = busy(said, job, "assessing");
    await told(await job.done, (entry) => t("recorded", { entry }));
  }, record);
  const add = (file) => guarded(said, async () => told(await sent("table", file, "actuals", { plan, lang }, (job) => busy(said, job))));
  const input = h("input", { type: "file", accept: ".csv,.xlsx", id: "actuals", on: { change: () => {
    if (input.files.length) add(input.files[0]);
    input.value = "";
  } } });

  const load = () => guarded(body, async () => {
    const job = work("life", { plan, lang });
    busy(body, job);
    const found = await (await result(await job.done)).json();
    const chart = h("div", { class: "chart", role: "img", "aria-label": t("timeline") });
    fill(body, found.entries.length
      ? part(t("timeline"), true, found.timelines.length ? chart : null, table(found.heads, found.entries))
      : h("p", null, t("nothing_yet")),
    found.entries.length ? part(t("moved"), true, found.moved ? h("pre", { tabindex: "0" }, found.moved) : h("p", null, t("one_run"))) : null,
    found.scores ? part(t("scores"), true, h("pre", { tabindex: "0" }, found.scores)) : null);
    if (found.timelines.length) timeline(chart, found.timelines);
    body.dataset.entries = String(found.entries.length);
  }, load);

  fill(place, h("h1", null, t("life_title")),
    h("div", { class: "bar" },
      h("button", { type: "button", id: "record", class: "main", on: { click: record } }, t("record_now")),
      h("label", { class: "button" }, t("add_actuals"), input)), said, body);
  await load();
}
