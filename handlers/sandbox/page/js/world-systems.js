// The books of the other local systems: each record by its name, with what else it holds.

import { h, redraw } from "./dom.js";
import { store } from "./store.js";

export const SYSTEMS = [
  ["quickbooks", "QuickBooks"], ["hubspot", "HubSpot"], ["zendesk", "Zendesk"], ["google", "Google"],
  ["plisio", "Plisio"], ["proabono", "ProAbono"], ["skyfire", "Skyfire"], ["polygon", "Polygon.io"],
];

const NAMES = ["title", "subject", "Subject", "name", "Name", "DisplayName", "dealname", "hs_note_body", "hs_task_subject", "email", "Email", "to", "DocNumber", "FullNumber", "id", "Id"];
const SHOWN_FIELDS = 7;
const SHOWN_RECORDS = 12;
const opened = new Set();
const NOT_BOOKS = new Set(["requests", "settings"]);

const isPlain = (value) => ["string", "number", "boolean"].includes(typeof value) && value !== "";
const words = (name) => name.replaceAll("_", " ");

function record(item) {
  if (Array.isArray(item)) return h("li", {}, h("small", { class: "wide" }, item.filter(isPlain).join(" · ")));
  const told = NAMES.find((name) => isPlain(item[name]));
  const fields = Object.entries(item).filter(([name, value]) => name !== told && isPlain(value)).slice(0, SHOWN_FIELDS);
  return h("li", {},
    h("div", { class: "wide" }, h("b", {}, String(item[told] ?? "record"))),
    h("small", { class: "wide" }, fields.map(([name, value]) => `${words(name)}: ${value}`).join(" · ")));
}

function* books(name, held) {
  if (Array.isArray(held)) {
    if (held.length && typeof held[0] === "object") yield [name, held];
  } else if (held && typeof held === "object") {
    for (const [below, inner] of Object.entries(held)) yield* books(`${name}, ${below}`, inner);
  }
}

function system([key, title]) {
  const world = store.world[key];
  if (!world) return null;
  const found = Object.entries(world).filter(([name]) => !NOT_BOOKS.has(name)).flatMap(([name, held]) => [...books(name, held)]);
  const remember = (event) => event.target.open ? opened.add(key) : opened.delete(key);
  return h("details", { data: { system: key }, open: opened.has(key), ontoggle: remember }, h("summary", {}, h("b", {}, title), ` · ${found.reduce((sum, [, held]) => sum + held.length, 0)} records`),
    found.map(([name, held]) => [h("h3", {}, words(name)), h("ul", { class: "rows" }, held.slice(0, SHOWN_RECORDS).map(record))]));
}

export function systems(place) {
  const seen = SYSTEMS.map(([key]) => store.world[key]);
  redraw(place, ["systems", seen], () => [
    h("p", { class: "lead" }, "The systems beside Stripe and Paystack, each with books of its own."),
    SYSTEMS.map(system),
  ]);
}
