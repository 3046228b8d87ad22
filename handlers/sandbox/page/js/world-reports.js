// How the local vendors report what happens in their books, and what came of it.

import { act } from "./api.js";
import { h } from "./dom.js";

const WAYS = {
  prompt: "At once",
  late: "Seconds late",
  twice: "Each of them twice",
  out_of_order: "The second before the first",
  forged: "Signed with another secret",
  never: "Not at all",
};
const NAMES = { stripe: "Stripe", paystack: "Paystack" };

function choice(vendor, way, choices) {
  const change = (event) => act("/ui/reports", { vendor, way: event.target.value });
  return h("label", { class: "fault-form", data: { reports: vendor } }, NAMES[vendor] ?? vendor,
    h("select", { class: "control", "aria-label": `Reports of ${NAMES[vendor] ?? vendor}`, onchange: change },
      choices.map((name) => h("option", { value: name, selected: name === way }, WAYS[name] ?? name))));
}

const sent = (each) => h("li", {},
  h("div", {}, h("b", {}, each.kind), h("br"), h("small", {}, `${NAMES[each.vendor] ?? each.vendor} · ${WAYS[each.way] ?? each.way}`)),
  h("div", { class: "money" }, h("span", { class: `tag ${each.status === 200 ? "good" : "warn"}` }, each.status ?? "no answer yet")));

export const reports = ({ ways, choices, sent: events }) => [
  h("h3", {}, "Reports to the bot"),
  Object.entries(ways).map(([vendor, way]) => choice(vendor, way, choices)),
  events.length ? h("ul", { class: "rows" }, events.slice(0, 8).map(sent)) : h("p", { class: "empty" }, "Nothing was reported yet."),
];
