// rich_text blocks. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, groupMention, link, userMention, when } from "./mrkdwn.js";

const INLINE = {
  text: (e) => e.text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line])),
  link: (e) => link(e.url, e.text || null),
  user: (e) => userMention(e.user_id),
  usergroup: (e) => groupMention(e.usergroup_id),
  channel: (e) => channelMention(e.channel_id),
  emoji: (e) => emoji(e.name) ?? `:${e.name}:`,
  broadcast: (e) => h("span", { class: "mention me" }, `@${e.range}`),
  date: (e) => when(e.timestamp, e.format, e.url, e.fallback),
};

const STYLES = [["bold", "b"], ["italic", "i"], ["strike", "s"], ["underline", "u"], ["code", "code"]];

function inline(element) {
  let node = INLINE[element.type]?.(element) ?? "";
  for (const [name, tag] of STYLES) if (element.style?.[name]) node = h(tag, {}, node);
  return node;
}

const inlines = (element) => element.elements.map(inline);

const PARTS = {
  rich_text_section: (e) => h("div", {}, inlines(e)),
  rich_text_quote: (e) => h("blockquote", {}, inlines(e)),
  rich_text_preformatted: (e) => h("pre", {}, inlines(e)),
  rich_text_list: (e) => h(e.style === "ordered" ? "ol" : "ul", {}, e.elements.map((item) => h("li", {}, inlines(item)))),
};

export const richText = (block) =>
  h("div", { class: "text" }, block.elements.map((part) => PARTS[part.type]?.(part) ?? ""));
