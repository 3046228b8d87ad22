// The other side of the local world, in five tabs.

import { h, icon, redraw } from "./dom.js";
import { calls } from "./world-calls.js";
import { faults } from "./world-faults.js";
import { money } from "./world-money.js";
import { systems } from "./world-systems.js";
import { traffic } from "./world-traffic.js";
import { change, store } from "./store.js";

const TABS = [["calls", "Calls", calls], ["money", "Stripe", money], ["systems", "Systems", systems], ["faults", "Faults", faults], ["traffic", "Traffic", traffic]];

function frame() {
  return [
    h("div", { class: "pane-header" }, h("h2", {}, "Local world"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => change({ worldOpen: false }) }, icon("close"))),
    h("div", { class: "world-tabs", role: "tablist" }, TABS.map(([id, label]) => h("button", {
      type: "button", class: "tab", role: "tab", id: `tab-${id}`, "aria-selected": String(store.worldTab === id),
      onclick: () => change({ worldTab: id }),
    }, label))),
    h("div", { class: "world-body", role: "tabpanel", id: "world-body" }),
  ];
}

export function drawWorld(place) {
  place.hidden = !store.worldOpen;
  document.getElementById("world-toggle").setAttribute("aria-expanded", String(store.worldOpen));
  document.getElementById("app").classList.toggle("has-world", store.worldOpen);
  if (!store.worldOpen) return;
  redraw(place, store.worldTab, frame);
  const [, , tab] = TABS.find(([id]) => id === store.worldTab);
  tab(place.querySelector("#world-body"));
}
