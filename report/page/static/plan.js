// A plan's page: assess it, then show the view that the address names.

import { ask, copyToConfirm, Refused, result, work } from "./api.js";
import { languageLinks, query, state } from "./address.js";
import { busy } from "./busy.js";
import { announce, failure, fill, h, lang, t } from "./dom.js";
import { showOverview } from "./overview.js";
import { showTarget } from "./target.js";
import { showScenarios } from "./scenarios.js";

const place = document.getElementById("view");
const { plan, view, target } = place.dataset;

/** Assess with the scenarios of the address; resolves to the number of the job. */
export async function assessed() {
  ask("names", { plan }).catch(() => {}); // the engine fits the laws meanwhile
  const scenarios = state().scenarios;
  const job = work("assess", { plan, scenarios }, (news) => progress(news));
  const progress = busy(place, job, "assessing");
  return job.done;
}

const VIEWS = {
  overview: async () => {
    const number = await assessed();
    const found = await (await result(number, { part: "overview", lang })).json();
    showOverview(place, found, plan, number);
    crumb(found.title);
  },
  target: async () => {
    const number = await assessed();
    const found = await (await result(number, { part: "target", target, lang })).json();
    showTarget(place, found, plan);
    crumb(found.name);
  },
  scenarios: async () => showScenarios(place, plan),
  data: async () => (await import("./data.js")).showData(place, plan),
  life: async () => (await import("./life.js")).showLife(place, plan),
  export: async () => (await import("./export.js")).showExport(place, plan),
};

function crumb(text) {
  document.getElementById("crumb").textContent = text;
  document.title = `${text} · plancast`;
}

/** The way to confirm the rows that keep a plan from being assessed. */
function toConfirm(reply) {
  if (!reply.problems?.some((p) => p.code === "PAGE_UNCONFIRMED")) return null;
  const to = (key) => {
    location.href = `/import/${key}?lang=${lang}`;
  };
  const go = async () => {
    if (place.dataset.imported) to(plan);
    else await copyToConfirm(plan).then((made) => to(made.key), (error) => fill(place, failure(error.reply, show)));
  };
  return h("button", { type: "button", id: "to-confirm", class: "main", on: { click: go } }, t("confirm_rows"));
}

async function show() {
  for (const link of document.querySelectorAll(".tabs a")) {
    link.href = `${link.href.split("?")[0]}?${query({ scenarios: state().scenarios })}`;
  }
  languageLinks();
  try {
    await VIEWS[view]();
    place.dataset.ready = "yes";
    announce(document.title);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(place, h("h1", null, document.getElementById("crumb").textContent), failure(error.reply, show), toConfirm(error.reply));
    place.dataset.ready = "refused";
  }
}

let folded = []; // parts that paper shows all the same
window.addEventListener("beforeprint", () => {
  folded = [...place.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});
window.addEventListener("popstate", show);
show();
