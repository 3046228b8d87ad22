// The local vendors' books: what really happened to the money.

import { act } from "./api.js";
import { h, redraw } from "./dom.js";
import { store } from "./store.js";
import { paystackDispute, paystackRefund, paystackRequest, paystackSubscription } from "./world-paystack.js";
import { stripeCreditNote, stripeCustomer, stripeDispute, stripeInvoice, stripeSubscription } from "./world-stripe.js";

const TONES = { succeeded: "good", paid: "good", won: "good", pending: "warn", requires_action: "warn", open: "warn", failed: "bad", canceled: "bad", lost: "bad" };
const FRESH_S = 20;
const tag = (status) => h("span", { class: `tag ${TONES[status] ?? ""}` }, status.replaceAll("_", " "));
const later = (a, b) => b.created - a.created;
const button = (label, path, body = {}) =>
  h("button", { type: "button", class: "btn small", onclick: () => act(`/ui/stripe/${path}`, body) }, label);

function list(items, draw, nothing) {
  if (!items.length) return h("p", { class: "empty" }, nothing);
  return h("ul", { class: "rows" }, items.map(draw));
}

function refund(item) {
  const notes = Object.entries(item.metadata ?? {}).map(([name, value]) => `${name}: ${value}`);
  return h("li", { class: Date.now() / 1000 - item.created < FRESH_S ? "fresh" : null, data: { refund: item.id } },
    h("div", {}, h("b", {}, item.id), h("br"), h("small", {}, `of ${item.charge}`)),
    h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)),
    notes.length > 0 && h("small", { class: "wide" }, notes.join(" · ")),
    item.status === "succeeded" && h("div", { class: "acts wide" }, button("Let it come back", `refunds/${item.id}/fail`)),
    item.status === "pending" && h("div", { class: "acts wide" }, button("Settle it", `refunds/${item.id}/settle`), button("Let it fail", `refunds/${item.id}/fail`)));
}

function charge(item) {
  const state = item.refunded ? "refunded" : item.amount_refunded ? `${item.refunded_text} refunded` : item.status;
  return h("li", { data: { charge: item.id } },
    h("div", {}, h("b", {}, item.customer_name ?? "Nobody on record"), h("br"), h("small", {}, item.description ?? "", " ", item.id)),
    h("div", { class: "money" }, item.amount_text, h("br"), item.disputed ? h("span", { class: "tag bad" }, "disputed") : tag(state)),
    !item.disputed && !item.refunded && h("div", { class: "acts wide" }, button("Open a dispute", `charges/${item.id}/dispute`)));
}

const mail = (item) => h("li", {},
  h("div", { class: "wide" }, h("b", {}, item.subject), h("br"), h("small", {}, `to ${item.to} · ${item.about}`)));

function totals({ refunds, charges, mails }) {
  const cell = (number, label) => h("div", { class: "total" }, h("b", {}, String(number)), h("span", {}, label));
  return h("div", { class: "totals" }, cell(refunds.length, "refunds"), cell(charges.length, "charges"), cell(mails.length, "mails"));
}

export function money(place) {
  const books = store.world.stripe;
  const paystack = store.world.paystack;
  const asked = [paystack.refunds, paystack.payment_requests, paystack.subscriptions, paystack.disputes, paystack.mails];
  const billed = [books.invoices, books.subscriptions, books.credit_notes, books.customers];
  redraw(place, ["money", ...asked, ...billed, books.refunds, books.charges, books.disputes, books.mails], () => [
    h("p", { class: "lead" }, "The local Stripe account, as its own books show it. Approve a refund in Slack and exactly one appears here."),
    totals(books),
    h("h3", {}, "Refunds"), list([...books.refunds].sort(later), refund, "No refund yet."),
    h("h3", {}, "Refunds at Paystack"), list(paystack.refunds, paystackRefund, "No refund yet."),
    h("h3", {}, "Charges"), list([...books.charges].sort(later), charge, "No charges."),
    h("h3", {}, "Invoices"), list([...books.invoices].sort(later), stripeInvoice, "No invoices."),
    h("h3", {}, "Subscriptions"), list(books.subscriptions, stripeSubscription, "No subscription."),
    h("h3", {}, "Disputes"), list(books.disputes, stripeDispute, "No disputes."),
    h("h3", {}, "Credit notes"), list(books.credit_notes, stripeCreditNote, "No credit note yet."),
    h("h3", {}, "Customers"), list(books.customers, stripeCustomer, "No customers."),
    h("h3", {}, "Payment requests at Paystack"), list(paystack.payment_requests, paystackRequest, "No request."),
    h("h3", {}, "Subscriptions at Paystack"), list(paystack.subscriptions, paystackSubscription, "No subscription."),
    h("h3", {}, "Disputes at Paystack"), list(paystack.disputes, paystackDispute, "No disputes."),
    h("h3", {}, "Mails to customers"), list([...paystack.mails, ...books.mails], mail, "No mail yet."),
  ]);
}
