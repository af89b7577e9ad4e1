// The start page: bundled plans, and files that are dropped or chosen.

import { ask, copyToConfirm, Refused, result, save, upload, work } from "./api.js";
import { failure, fill, h, lang, t } from "./dom.js";
import { busy } from "./busy.js";
import { languageLinks } from "./address.js";

const state = document.getElementById("upload-state");

async function list() {
  const place = document.getElementById("plans");
  try {
    const plans = await ask("plans", {});
    fill(place, plans.map((p) => h("li", null,
      h("a", { href: `/plan/${encodeURIComponent(p.name)}?lang=${lang}` }, p.title),
      h("span", { class: "note" }, ` ${p.years} · ${t("targets_count", { count: p.targets })}`))));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(place, h("li", null, failure(error.reply, list)));
  }
}

const PLAN = /\.(yaml|yml)$/i;
const BOOK = /\.xlsx$/i;

/** Read a plan file; returns where it is shown. */
async function opened(file) {
  const entry = await upload("plan", file);
  const job = work("check", { plan: entry.key });
  busy(state, job);
  const found = await (await result(await job.done)).json();
  return found.left ? `/import/${(await copyToConfirm(entry.key)).key}` : `/plan/${entry.key}`;
}

/** Read a workbook as a plan if it is one; otherwise it is a document like any other. */
async function planBook(file) {
  try {
    return await opened(file);
  } catch (error) {
    if (error instanceof Refused && error.reply.problems?.some((p) => p.code === "SHEET_MISSING")) return null;
    throw error;
  }
}

async function take(file, kind) {
  try {
    fill(state, h("p", null, t("working")));
    let to = kind === "plan" ? await opened(file) : BOOK.test(file.name) ? await planBook(file) : null;
    to ??= `/import/${(await upload("document", file)).key}`;
    location.href = `${to}?lang=${lang}`;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(state, failure(error.reply));
  }
}

for (const kind of ["document", "plan"]) {
  const input = document.getElementById(kind);
  input.addEventListener("change", () => {
    if (input.files.length) take(input.files[0], kind);
    input.value = "";
  });
}

document.getElementById("template").addEventListener("click", async () => {
  try {
    const job = work("template", { lang });
    busy(state, job);
    await save(await result(await job.done));
    fill(state);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fill(state, failure(error.reply));
  }
});

const drop = document.getElementById("drop");
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const file = event.dataTransfer.files[0];
  if (file) take(file, PLAN.test(file.name) ? "plan" : "document");
});

languageLinks();
list();
