// Sample calls: each is DialNexa's signed webhook, sent to the bot.

import { act } from "./api.js";
import { h, redraw, toast } from "./dom.js";
import { change, store } from "./store.js";

const sent = new Map();
let asNew = false;
let how = "whole";
let destination = "";

const WAYS = {
  whole: ["The webhook comes with everything", {}],
  early: ["The webhook comes before the analysis", { without_analysis: true }],
  lost: ["The webhook is lost; DialNexa's list has the call", { withhold: true }],
};

async function deliver(call) {
  const answer = await act("/ui/calls", { name: call.name, as_new: asNew, ...WAYS[how][1] });
  if (answer.withheld) toast("No webhook went out. The bot's next look at the list finds the call.");
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

function unread(call) {
  const finish = () => act(`/ui/dialnexa/calls/${call.id}/analyse`, {});
  return h("li", { data: { unread: call.id } }, h("small", {}, call.id),
    h("button", { type: "button", class: "btn small", onclick: finish }, "Finish the analysis"));
}

export function calls(place) {
  const waiting = store.world.dialnexa.calls.filter((call) => !call.analysed);
  const everywhere = [...new Set(store.world.calls.map((call) => call.destination))].sort();
  const shown = store.world.calls.filter((call) => !destination || call.destination === destination);
  redraw(place, ["calls", shown, [...sent], asNew, how, destination, waiting], () => [
    h("p", { class: "lead" }, "A voice agent has finished a call. Deliver its summary to Handoff as a signed webhook, and watch #billing-approvals."),
    h("label", { class: "switch" }, h("input", { type: "checkbox", id: "as-new", checked: asNew, onchange: (event) => {
      asNew = event.target.checked;
      store.draw();
    } }), "Under a new call id (else repeated word for word)"),
    h("select", { class: "control", id: "how", "aria-label": "What becomes of the webhook", onchange: (event) => {
      how = event.target.value;
      store.draw();
    } }, Object.entries(WAYS).map(([way, [words]]) => h("option", { value: way, selected: way === how }, words))),
    h("select", { class: "control", id: "destination", "aria-label": "Where the record is", onchange: (event) => {
      destination = event.target.value;
      store.draw();
    } }, ["", ...everywhere].map((one) => h("option", { value: one, selected: one === destination }, one ? `Records at ${one}` : "Records at any destination"))),
    waiting.length ? [h("h3", {}, "Not analysed yet"), h("ul", { class: "rows" }, waiting.map(unread))] : null,
    h("ul", { class: "rows" }, shown.map(row)),
  ]);
}
