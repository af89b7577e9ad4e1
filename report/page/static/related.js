// The class that a target's law learns from: its growth as a strip of dots, and its series.

import { ask, Refused } from "./api.js";
import { strip } from "./charts.js";
import { failure, fill, h, part, t, table } from "./dom.js";

function shown(place, found) {
  if (!found.dots.length) {
    fill(place, h("p", null, found.note || t("no_class")));
    return;
  }
  const chart = h("div", { class: "chart strip-chart", role: "img", "aria-label": [found.needs?.text, found.had?.text].filter(Boolean).join("; ") });
  const kin = found.series.length;
  fill(place,
    h("p", null, found.of, found.needs ? ` · ${found.needs.text}` : "", found.had ? ` · ${found.had.text}` : ""),
    found.note ? h("p", { class: "note" }, found.note) : null,
    chart,
    h("details", null, h("summary", null, t("class_series", { count: kin })),
      h("div", { class: "long" }, table([t("region"), t("family"), t("years"), t("figures_count"), t("growth_latest")],
        found.series.map((s) => [s.region, s.family, s.years, String(s.figures),
          [s.growth || "—", s.enough ? h("span", { class: "tag" }, t("as_steep")) : null]]),
        { caption: t("class_caption") }))));
  strip(chart, found);
}

/** The related series of one reading; asked for once it is built. */
export function relatedSeries(plan, target, reading) {
  const place = h("div", { id: "related" });
  const start = async () => {
    try {
      const found = await ask("related", { plan, target });
      shown(place, found.find((r) => r.reading === reading) ?? found[0]);
      place.dataset.ready = "yes";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(place, failure(error.reply, start));
    }
  };
  fill(place, h("p", { class: "note" }, t("loading")));
  start();
  return part(t("related"), true, place);
}
