// What the bot asked of its vendors, newest first.

import { clock } from "./dates.js";
import { h, redraw } from "./dom.js";
import { store } from "./store.js";
import { SYSTEMS } from "./world-systems.js";

const SHOWN = 40;

const slackRow = (call) => h("li", {},
  h("div", {}, h("b", {}, call.method), h("br"), h("small", {}, [call.channel, clock(call.ts)].filter(Boolean).join(" · "))),
  h("span", { class: `tag ${call.error ? "bad" : "good"}` }, call.error ?? "ok"));

const stripeRow = (sent) => h("li", {},
  h("div", {}, h("b", {}, `${sent.method} ${sent.path}`), h("br"), h("small", {}, sent.idempotency_key ? `key ${sent.idempotency_key}` : sent.query)),
  h("span", { class: `tag ${sent.status && sent.status < 400 ? "good" : "bad"}` }, String(sent.status ?? "no answer")));

function list(items, draw) {
  return items.length ? h("ul", { class: "rows" }, items.map(draw)) : h("p", { class: "empty" }, "Nothing yet.");
}

export function traffic(place) {
  const slack = store.world.api_log.slice(-SHOWN).reverse();
  const stripe = store.world.stripe.requests.slice(0, SHOWN);
  const paystack = store.world.paystack.requests.slice(0, SHOWN);
  const others = SYSTEMS.map(([key, title]) => [title, (store.world[key]?.requests ?? []).slice(0, SHOWN)]).filter(([, sent]) => sent.length);
  redraw(place, ["traffic", slack, stripe, paystack, others], () => [
    h("p", { class: "lead" }, "Every request of the bot, as the vendors saw it."),
    h("h3", {}, "Slack"), list(slack, slackRow),
    h("h3", {}, "Stripe"), list(stripe, stripeRow),
    h("h3", {}, "Paystack"), list(paystack, stripeRow),
    others.map(([title, sent]) => [h("h3", {}, title), list(sent, stripeRow)]),
  ]);
}
