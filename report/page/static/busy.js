// How far long work is, with a button to cancel it.

import { fill, h, t } from "./dom.js";

/** Show progress of a job in a place; returns a function that takes its news. */
export function busy(place, job, key = "working") {
  const bar = h("progress", { max: "1", "aria-label": t("working") });
  const words = h("span", null, t("working"));
  fill(place, h("div", { class: "busy" }, bar, words,
    h("button", { type: "button", on: { click: () => job.cancel() } }, t("cancel"))));
  return (news) => {
    if (!news.total) return;
    bar.max = news.total;
    bar.value = news.done;
    words.textContent = key === "working" ? `${news.done}/${news.total} ${news.what}` : t(key, news);
  };
}
