// The local Stripe's books beside charges and refunds: invoices, plans, credits, disputes, addresses.

import { act } from "./api.js";
import { h } from "./dom.js";

const TONES = { paid: "good", active: "good", issued: "good", won: "good", open: "warn", draft: "warn", paused: "warn", past_due: "warn", needs_response: "warn", under_review: "warn", void: "bad", canceled: "bad", lost: "bad" };

const tag = (status) => h("span", { class: `tag ${TONES[status] ?? ""}` }, status.replaceAll("_", " "));
const door = (label, path, body = {}) =>
  h("button", { type: "button", class: "btn small", onclick: () => act(`/ui/stripe/${path}`, body) }, label);
const noteOf = (item) => item.metadata.handoff_note && h("small", { class: "wide" }, item.metadata.handoff_note);

export const stripeInvoice = (item) => h("li", { data: { invoice: item.id } },
  h("div", {}, h("b", {}, item.customer_name ?? "Nobody on record"), h("br"), h("small", {}, `${item.number ?? "no number yet"} · ${item.id}`)),
  h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)),
  h("small", { class: "wide" }, `${item.remaining_text} left · ${item.mailed_by_hand ? "collected by mail" : "charged automatically"}`),
  noteOf(item),
  item.status === "open" && h("div", { class: "acts wide" }, door("Card works", `customers/${item.customer}/card`), door("Card declines", `customers/${item.customer}/card`, { last4: "0002" }), door("Let it be collected", `invoices/${item.id}/collect`)));

export const stripeSubscription = (item) => h("li", { data: { subscription: item.id } },
  h("div", {}, h("b", {}, item.id), h("br"), h("small", {}, item.latest_invoice ?? "no invoice")),
  h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)),
  noteOf(item),
  item.status === "paused" && item.latest_invoice && h("div", { class: "acts wide" }, door("Let 23 hours pass", `subscriptions/${item.id}/lapse`)));

export const stripeCreditNote = (item) => h("li", { data: { credit: item.id } },
  h("div", {}, h("b", {}, item.number), h("br"), h("small", {}, `${item.customer} · ${item.metadata.handoff_step ?? ""}`)),
  h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)));

export const stripeDispute = (item) => h("li", { data: { dispute: item.id } },
  h("div", {}, h("b", {}, item.reason.replaceAll("_", " ")), h("br"), h("small", {}, `on ${item.charge}`)),
  h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)),
  h("small", { class: "wide" }, Object.values(item.evidence).join(" · ") || "no evidence"),
  item.status === "needs_response" && h("div", { class: "acts wide" }, door("Let the date pass", `disputes/${item.id}/run_out`), door("Let us win", `disputes/${item.id}/close`)));

export const stripeCustomer = (item) => h("li", { data: { customer: item.id } },
  h("div", { class: "wide" }, h("b", {}, item.name), h("br"), h("small", {}, [item.email, item.address_text].filter(Boolean).join(" · "))),
  noteOf(item));
