// The local Paystack's refunds: each waits in its queue until somebody lets it arrive or fail.

import { act } from "./api.js";
import { h } from "./dom.js";

const TONES = { processed: "good", pending: "warn", processing: "warn", "needs-attention": "warn", failed: "bad" };

const button = (label, item, what) =>
  h("button", { type: "button", class: "btn small", onclick: () => act(`/ui/paystack/refunds/${item.id}/${what}`, {}) }, label);

export function paystackRefund(item) {
  return h("li", { data: { refund: item.id } },
    h("div", {}, h("b", {}, String(item.id)), h("br"), h("small", {}, `of ${item.reference}`)),
    h("div", { class: "money" }, item.amount_text, h("br"), h("span", { class: `tag ${TONES[item.status] ?? ""}` }, item.status)),
    h("small", { class: "wide" }, item.merchant_note),
    TONES[item.status] === "warn" && h("div", { class: "acts wide" }, button("Settle it", item, "settle"), button("Let it fail", item, "fail")));
}
