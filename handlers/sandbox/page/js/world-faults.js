// Switches that make the local vendors misbehave.

import { act } from "./api.js";
import { h, redraw } from "./dom.js";
import { store } from "./store.js";
import { reports } from "./world-reports.js";

const WORDS = {
  rate_limited: "429, come back in a second",
  server_error: "500, nothing happened",
  hang: "No answer for 30 seconds, nothing happened",
  lost_answer: "It happens, the answer is lost",
  slow: "It happens, the answer is slow",
  auth: "The credential is refused",
  insufficient_balance: "Refunds stay pending: not enough balance",
  refused: "A definite refusal",
  dropped: "The connection breaks behind it, and it comes again",
  refresh: "The connection is told to go, and another one opened",
  garbled: "Frames that nobody can read come before it",
  repeated: "The same envelope comes five times",
  malformed: "The answer breaks off",
};
const NAMES = { slack: "Slack", socket: "Slack's socket (Socket Mode only)", stripe: "Stripe", paystack: "Paystack", dialnexa: "DialNexa's REST" };
const OPERATIONS = {
  slack: ["chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.publish", "conversations.history", "usergroups.users.list"],
  socket: ["interactive", "slash_commands", "events_api"],
  stripe: ["POST /v1/refunds", "GET /v1/refunds", "GET /v1/charges/{id}", "GET /v1/payment_intents/{id}"],
  paystack: ["POST /refund", "GET /refund", "GET /refund/{id}", "GET /transaction/verify/{reference}", "GET /dispute", "POST /paymentrequest", "POST /paymentrequest/notify/{code}", "POST /subscription/{code}/manage/email", "POST /dispute/{id}/evidence", "POST /customer", "PUT /customer/{email_or_code}"],
  dialnexa: ["GET /v1/calls", "GET /v1/calls/{id}"],
};

function rule(vendor, each) {
  const times = each.times === null ? "until switched off" : `${each.times} more`;
  const off = () => act("/ui/faults", { vendor, fault: "none", only: each.only });
  return h("li", {}, h("div", {}, h("b", {}, WORDS[each.fault] ?? each.fault), h("br"), h("small", {}, `${each.only ?? "every request"} · ${times}`)),
    h("button", { type: "button", class: "btn small", onclick: off }, "Off"));
}

function form(vendor, choices) {
  const send = (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const times = Number(data.get("times")) || null;
    act("/ui/faults", { vendor, fault: data.get("fault"), times, only: data.get("only").trim() || null });
  };
  const listId = `operations-${vendor}`;
  return h("form", { class: "fault-form", data: { vendor }, onsubmit: send },
    h("select", { class: "control", name: "fault", "aria-label": "Fault" }, choices.filter((name) => name !== "none").map((name) => h("option", { value: name }, WORDS[name] ?? name))),
    h("select", { class: "control", name: "times", "aria-label": "How often" }, h("option", { value: "1" }, "once"), h("option", { value: "3" }, "3 times"), h("option", { value: "" }, "always")),
    h("input", { class: "control", name: "only", list: listId, placeholder: "every request", "aria-label": "Only this operation" }),
    h("datalist", { id: listId }, (OPERATIONS[vendor] ?? []).map((name) => h("option", { value: name }))),
    h("button", { class: "btn small" }, "Switch on"));
}

export function faults(place) {
  const vendors = Object.entries(store.world.faults);
  redraw(place, ["faults", store.world.faults, store.world.reports], () => [
    h("p", { class: "lead" }, "Make a vendor fail and see that cards and books still agree."),
    vendors.map(([vendor, { rules, choices }]) => [
      h("h3", {}, NAMES[vendor] ?? vendor),
      form(vendor, choices),
      rules.length ? h("ul", { class: "rows" }, rules.map((each) => rule(vendor, each))) : h("p", { class: "empty" }, "Works."),
    ]),
    reports(store.world.reports),
    h("h3", {}, "Start over"),
    h("button", { type: "button", class: "btn danger", onclick: () => act("/ui/reset", {}) }, "Reset this world"),
    h("p", { class: "hint" }, "Empties the local Slack, Stripe and Paystack. The bot keeps its own database."),
  ]);
}
