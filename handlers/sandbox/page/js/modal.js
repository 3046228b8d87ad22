// The modal on top of this person's stack. What was typed survives updates and errors.

import { act } from "./api.js";
import { blocks } from "./blocks.js";
import { complaint, heldBy, stateOf } from "./elements.js";
import { h, icon } from "./dom.js";
import { avatar } from "./messages.js";
import { plainText } from "./mrkdwn.js";
import { store } from "./store.js";

let shown = null;

const top = () => (store.world.views[store.user] ?? []).at(-1) ?? null;
const controls = () => [...shown.dialog.querySelectorAll("[data-action-id]")].filter((node) => node.element);

/** {block_id: {action_id: entry}} of everything on the screen. */
function typedValues() {
  const values = {};
  for (const node of controls()) {
    const { blockId, actionId } = node.dataset;
    values[blockId] = { ...values[blockId], [actionId]: stateOf(node) };
  }
  return values;
}

function remembered() {
  const held = new Map(shown.held);
  for (const node of controls()) held.set(`${node.dataset.blockId}/${node.dataset.actionId}`, heldBy(node));
  return held;
}

export function drawModal() {
  const view = top();
  if (!view) return vanish();
  const name = `${view.id}/${view.hash}/${store.user}`;
  if (shown?.name !== name) replace(view, name);
  shown.view = view;
  drawErrors(view.errors);
  drawBusy();
}

function vanish() {
  shown?.dialog.remove();
  shown = null;
}

function replace(view, name) {
  const held = shown?.view.id === view.id ? remembered() : new Map();
  vanish();
  shown = { name, view, held, busy: false, dialog: null, ownErrors: {} };
  shown.dialog = drawDialog(view, held);
  document.getElementById("modal-root").replaceChildren(shown.dialog);
  shown.dialog.showModal();
  const first = shown.dialog.querySelector(".modal-blocks input, .modal-blocks select, .modal-blocks textarea");
  (shown.dialog.querySelector("[autofocus]") ?? first)?.focus();
}

function context(view, held) {
  return {
    held: (blockId, actionId) => held.get(`${blockId}/${actionId}`),
    busy: () => false,
    press: (element, block, selected) => {
      const button = shown.dialog.querySelector(`button[data-action-id="${CSS.escape(element.action_id)}"]`);
      button?.setAttribute("aria-busy", "true");
      return act("/ui/click", {
        user: store.user, view_id: view.id, action_id: element.action_id, block_id: block.block_id, selected, values: typedValues(),
      }).finally(() => button?.removeAttribute("aria-busy"));
    },
  };
}

function drawDialog(view, held) {
  const id = `title-${view.id}`;
  return h("dialog", {
    class: "modal", "aria-labelledby": id, data: { viewId: view.id, callbackId: view.callback_id },
    oncancel: (event) => {
      event.preventDefault();
      close();
    },
  },
  h("div", { class: "modal-head" }, avatar({ id: "bot", is_bot: true }), h("h2", { id }, plainText(view.title)),
    h("button", { type: "button", class: "icon-button", id: "modal-x", "aria-label": "Close", onclick: () => close(true) }, icon("close"))),
  h("form", { class: "modal-form", novalidate: true, onsubmit: submit },
    h("div", { class: "modal-blocks" }, h("p", { class: "modal-error error", role: "alert", hidden: true }), blocks(view.blocks, context(view, held))),
    foot(view)));
}

function foot(view) {
  const dismiss = h("button", { type: "button", class: "btn", id: "modal-close", onclick: () => close() }, plainText(view.close) || (view.submit ? "Cancel" : "Close"));
  const send = view.submit && h("button", { type: "submit", class: "btn primary", id: "modal-submit" }, plainText(view.submit));
  return h("div", { class: "modal-foot" }, dismiss, send);
}

function close(clear = false) {
  return act("/ui/close", { user: store.user, view_id: shown.view.id, clear });
}

function ownComplaints() {
  const found = {};
  for (const block of shown.dialog.querySelectorAll(".block-input")) {
    const node = [...block.querySelectorAll("[data-action-id]")].find((each) => each.element);
    const text = complaint(node, block.dataset.optional === "1");
    if (text) found[block.dataset.blockId] = text;
  }
  return found;
}

async function submit(event) {
  event.preventDefault();
  if (shown.busy) return;
  shown.ownErrors = ownComplaints();
  if (Object.keys(shown.ownErrors).length) {
    drawErrors({});
    return;
  }
  const current = shown;
  current.busy = true;
  drawBusy();
  await act("/ui/submit", { user: store.user, view_id: current.view.id, values: typedValues() });
  current.busy = false;
  if (shown === current) drawBusy();
}

function drawBusy() {
  const button = shown.dialog.querySelector("#modal-submit");
  if (!button) return;
  button.disabled = shown.busy;
  if (shown.busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

/** The app's sentences below their inputs, else this client's own; "" stands for the whole view. */
function drawErrors(fromApp) {
  const errors = { ...fromApp, ...shown.ownErrors };
  const sign = JSON.stringify(errors);
  if (shown.dialog.dataset.errors === sign) return;
  shown.dialog.dataset.errors = sign;
  const general = shown.dialog.querySelector(".modal-error");
  general.textContent = errors[""] ?? "";
  general.hidden = !errors[""];
  for (const block of shown.dialog.querySelectorAll(".block-input")) drawError(block, errors[block.dataset.blockId]);
  shown.dialog.querySelector(".block-input.wrong [data-action-id]")?.focus?.();
}

function drawError(block, text) {
  block.querySelector(".error")?.remove();
  block.classList.toggle("wrong", Boolean(text));
  const field = block.querySelector("[data-action-id]");
  field?.toggleAttribute("aria-invalid", Boolean(text));
  if (text) block.append(h("p", { class: "error", role: "alert" }, text));
}
