// The app's Home tab.

import { act } from "./api.js";
import { blocks } from "./blocks.js";
import { h, redraw } from "./dom.js";
import { me, store } from "./store.js";

function context(view) {
  return {
    held: () => undefined,
    busy: () => false,
    press: (element, block, selected) =>
      act("/ui/click", { user: store.user, view_id: view.id, action_id: element.action_id, block_id: block.block_id, selected }),
  };
}

const empty = () => h("div", { class: "beginning" }, h("h2", {}, "Home"),
  h("p", {}, "Handoff has not published a Home tab for ", me().display_name, " yet."),
  h("button", { type: "button", class: "btn", onclick: () => act("/ui/home", { user: store.user }) }, "Open it again"));

export function drawHome(place) {
  const view = store.world.homes[store.user];
  if (place.dataset.name !== "home") place.replaceChildren();
  place.dataset.name = "home";
  redraw(place, [view, store.user], () =>
    (view ? h("div", { class: "home", data: { viewId: view.id } }, blocks(view.blocks, context(view))) : empty()));
}
