// The confirm dialog of an element: resolves true when the person went on.

import { h } from "./dom.js";
import { plainText, textOf } from "./mrkdwn.js";

export function confirmed(spec) {
  if (!spec) return Promise.resolve(true);
  return new Promise((resolve) => {
    const answer = (yes) => {
      dialog.remove();
      resolve(yes);
    };
    const style = spec.style === "danger" ? "btn danger filled" : "btn primary";
    const dialog = h("dialog", { class: "modal confirm", id: "confirm-dialog", "aria-label": plainText(spec.title) || "Are you sure?", oncancel: () => answer(false) },
      h("div", { class: "modal-head" }, h("h2", {}, plainText(spec.title) || "Are you sure?")),
      h("p", { class: "text" }, textOf(spec.text)),
      h("div", { class: "modal-foot" },
        h("button", { type: "button", class: "btn", id: "confirm-deny", onclick: () => answer(false) }, plainText(spec.deny) || "Cancel"),
        h("button", { type: "button", class: style, id: "confirm-yes", onclick: () => answer(true) }, plainText(spec.confirm) || "Yes")));
    document.body.append(dialog);
    dialog.showModal();
  });
}
