// Sample calls: each is DialNexa's signed webhook, sent to the bot.

import { act } from "./api.js";
import { h, redraw, toast } from "./dom.js";
import { change, store } from "./store.js";

const sent = new Map();
let asNew = false;

async function deliver(call) {
  const answer = await act("/ui/calls", { name: call.name, as_new: asNew });
  if (answer.status) {
    sent.set(call.name, answer.status);
    const good = answer.status < 300;
    toast(good ? "Delivered. The card follows in Slack." : `The bot answered ${answer.status}.`, !good);
    if (good && window.innerWidth <= 860) change({ worldOpen: false });
  }
  store.draw();
}

function row(call) {
  const status = sent.get(call.name);
  return h("li", { data: { call: call.name } },
    h("div", {}, h("b", {}, call.title), h("br"), h("small", {}, call.call_id)),
    h("div", { class: "acts" },
      status && h("span", { class: `tag ${status < 300 ? "good" : "bad"}` }, String(status)),
      h("button", { type: "button", class: "btn small", data: { deliver: call.name }, onclick: () => deliver(call) }, status ? "Again" : "Deliver")));
}

export function calls(place) {
  redraw(place, ["calls", store.world.calls, [...sent], asNew], () => [
    h("p", { class: "lead" }, "A voice agent has finished a call. Deliver its summary to Handoff as a signed webhook, and watch #billing-approvals."),
    h("label", { class: "switch" }, h("input", { type: "checkbox", id: "as-new", checked: asNew, onchange: (event) => {
      asNew = event.target.checked;
      store.draw();
    } }), "Under a new call id (else repeated word for word)"),
    h("ul", { class: "rows" }, store.world.calls.map(row)),
  ]);
}
