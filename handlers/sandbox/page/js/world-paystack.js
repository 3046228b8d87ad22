// The local Paystack's books: a refund waits until somebody lets it arrive, a request until it is paid.

import { act } from "./api.js";
import { h } from "./dom.js";

const TONES = { processed: "good", success: "good", active: "good", pending: "warn", processing: "warn", "needs-attention": "warn", attention: "warn", failed: "bad" };

const tag = (status) => h("span", { class: `tag ${TONES[status] ?? ""}` }, status);
const door = (label, path, body = {}) =>
  h("button", { type: "button", class: "btn small", onclick: () => act(`/ui/paystack/${path}`, body) }, label);
const button = (label, item, what) => door(label, `refunds/${item.id}/${what}`);

export function paystackRefund(item) {
  return h("li", { data: { refund: item.id } },
    h("div", {}, h("b", {}, String(item.id)), h("br"), h("small", {}, `of ${item.reference}`)),
    h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)),
    h("small", { class: "wide" }, item.merchant_note),
    TONES[item.status] === "warn" && h("div", { class: "acts wide" }, button("Settle it", item, "settle"), button("Let it fail", item, "fail")));
}

export function paystackRequest(item) {
  const mails = item.notifications.length;
  return h("li", { data: { request: item.request_code } },
    h("div", {}, h("b", {}, item.customer_name), h("br"), h("small", {}, `${item.request_code} · ${item.description ?? ""}`)),
    h("div", { class: "money" }, item.pending_text, h("br"), tag(item.archived ? "archived" : item.status)),
    h("small", { class: "wide" }, `of ${item.amount_text} · mailed ${mails} ${mails === 1 ? "time" : "times"}`),
    item.status === "pending" && h("div", { class: "acts wide" }, door("Let it be paid", `payment_requests/${item.request_code}/pay`)));
}

export function paystackSubscription(item) {
  const status = item.status === "attention" ? "active" : "attention";
  return h("li", { data: { subscription: item.subscription_code } },
    h("div", {}, h("b", {}, item.customer_name), h("br"), h("small", {}, item.subscription_code)),
    h("div", { class: "money" }, item.amount_text, h("br"), tag(item.status)),
    h("div", { class: "acts wide" }, door(status === "active" ? "Let the card work" : "Let the card fail", `subscriptions/${item.subscription_code}/become`, { status })));
}

export const paystackDispute = (item) => h("li", { data: { dispute: item.id } },
  h("div", {}, h("b", {}, item.category), h("br"), h("small", {}, `on ${item.reference}`)),
  h("div", { class: "money" }, item.evidence ? "evidence is there" : "no evidence", h("br"), tag(item.status)));
