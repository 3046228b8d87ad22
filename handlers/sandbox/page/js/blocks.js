// Blocks as Slack draws them. `context` says where they stand and what a press does:
// {press(element, block, selected), held(blockId, actionId), busy(key)}.

import { control, hasState } from "./elements.js";
import { h, safeUrl } from "./dom.js";
import { plainText, textOf } from "./mrkdwn.js";
import { richText } from "./rich.js";
import { confirmed } from "./confirm.js";

const imageNote = (image) => h("span", { class: "image-note", role: "img", "aria-label": image.alt_text }, `🖼 ${image.alt_text}`);

const text = (object) => h("div", { class: "text" }, textOf(object));

export const busyKey = (block, element) => `${block.block_id}/${element.action_id}`;

function button(element, block, context) {
  const busy = context.busy(busyKey(block, element));
  return h("button", {
    type: "button", class: `btn ${element.style ?? ""}`, disabled: busy, "aria-busy": busy ? "true" : null,
    "aria-label": element.accessibility_label,
    data: { actionId: element.action_id, blockId: block.block_id, value: element.value ?? "" },
    onclick: async () => {
      if (!(await confirmed(element.confirm))) return;
      const url = element.url && safeUrl(element.url);
      if (url) window.open(url, "_blank", "noopener");
      context.press(element, block, {});
    },
  }, plainText(element.text));
}

function overflow(element, block, context) {
  return h("select", {
    class: "control", "aria-label": "More actions", data: { actionId: element.action_id, blockId: block.block_id },
    onchange: async (event) => {
      const option = element.options.find((each) => each.value === event.target.value);
      event.target.value = "";
      if (option && (await confirmed(element.confirm))) context.press(element, block, { selected_option: option });
    },
  }, h("option", { value: "" }, "•••"), element.options.map((option) => h("option", { value: option.value }, plainText(option.text))));
}

function interactive(element, block, context) {
  if (element.type === "button") return button(element, block, context);
  if (element.type === "overflow") return overflow(element, block, context);
  if (element.type === "image") return imageNote(element);
  if (!hasState(element)) return null;
  const node = control(element, block.block_id, context.held(block.block_id, element.action_id), async (selected) => {
    if (await confirmed(element.confirm)) context.press(element, block, selected);
  });
  node.setAttribute("aria-label", plainText(element.placeholder) || plainText(block.text) || "Choose");
  return node;
}

function section(block, context) {
  return h("div", { class: "block block-section" },
    h("div", { class: "section-body" },
      block.text && text(block.text),
      block.fields && h("div", { class: "fields" }, block.fields.map(text))),
    block.accessory && h("div", { class: "accessory" }, interactive(block.accessory, block, context)));
}

function input(block, context) {
  const { element } = block;
  const dispatch = block.dispatch_action ? (selected) => context.press(element, block, selected) : null;
  const node = control(element, block.block_id, context.held(block.block_id, element.action_id), dispatch);
  const label = [plainText(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
  const group = node.classList.contains("choices");
  if (group) node.setAttribute("aria-label", plainText(block.label));
  return h("div", { class: "block block-input", data: { optional: block.optional ? "1" : "" } },
    group ? h("span", { class: "input-label" }, label) : h("label", { class: "input-label", for: node.id }, label),
    node,
    block.hint && h("p", { class: "hint" }, textOf(block.hint)));
}

const DRAW = {
  header: (block) => h("h3", { class: "block block-header" }, plainText(block.text)),
  divider: () => h("hr", { class: "block block-divider" }),
  section,
  context: (block) => h("div", { class: "block block-context" },
    block.elements.map((e) => (e.type === "image" ? imageNote(e) : h("span", { class: "text" }, textOf(e))))),
  actions: (block, context) => h("div", { class: "block block-actions" },
    block.elements.map((element) => interactive(element, block, context))),
  image: (block) => h("figure", { class: "block" }, block.title && h("figcaption", {}, plainText(block.title)), imageNote(block)),
  rich_text: (block) => h("div", { class: "block" }, richText(block)),
  input,
};

export function blocks(list, context) {
  return list.map((block) => {
    const node = DRAW[block.type]?.(block, context) ?? h("p", { class: "block image-note" }, `A block of type ${block.type}`);
    node.dataset.blockId = block.block_id;
    return node;
  });
}
