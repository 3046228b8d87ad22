// Slack's mrkdwn, drawn as DOM nodes. https://docs.slack.dev/messaging/formatting-message-text

import { formatted, fullMoment } from "./dates.js";
import { h, safeUrl } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { channelById, me, store, userById } from "./store.js";

const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const plain = (text) => withEmoji(unescaped(text));

/** Blocks first (code fences, quotes), then lines, then marks inside a line. */
export function mrkdwn(text) {
  const nodes = [];
  text.split("```").forEach((part, index, parts) => {
    const fenced = index % 2 === 1 && index < parts.length - 1;
    if (fenced) nodes.push(h("pre", {}, unescaped(part.replace(/^\n|\n$/g, ""))));
    else nodes.push(...quoted(index % 2 === 1 ? "```" + part : part));
  });
  return nodes;
}

function quoted(text) {
  const nodes = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i += 1) {
    const inside = [];
    while (i < lines.length && /^(&gt;|>)(?!&gt;)/.test(lines[i])) inside.push(lines[i++].replace(/^(&gt;|>) ?/, ""));
    if (inside.length) nodes.push(h("blockquote", {}, lined(inside)));
    if (i < lines.length) nodes.push(...inline(lines[i]), ...(i < lines.length - 1 ? [h("br")] : []));
  }
  return nodes;
}

const lined = (lines) => lines.flatMap((line, index) => [...(index ? [h("br")] : []), ...inline(line)]);

const MARKS = { "*": "b", _: "i", "~": "s" };
const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|`*~]+[^\s<>|`*~.,;:!?)])|(?<![\p{L}\p{N}])([*_~])(?=\S)((?:(?!\4).)*?\S)\4(?![\p{L}\p{N}])/u;

function inline(text) {
  const nodes = [];
  let rest = text;
  for (let found = TOKEN.exec(rest); found; found = TOKEN.exec(rest)) {
    if (found.index) nodes.push(plain(rest.slice(0, found.index)));
    nodes.push(token(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) nodes.push(plain(rest));
  return nodes;
}

function token([whole, code, angled, bare, mark, marked]) {
  if (code) return h("code", {}, unescaped(code));
  if (angled) return reference(angled) ?? unescaped(whole);
  if (bare) return link(unescaped(bare), null);
  return h(MARKS[mark], {}, inline(marked));
}

function reference(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : inside.slice(bar + 1);
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return moment(target, label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`, true);
  return link(unescaped(target), label === null ? null : plain(label));
}

const mention = (text, mine) => h("span", { class: mine ? "mention me" : "mention" }, text);

export function userMention(id, label) {
  return mention(`@${userById(id)?.display_name ?? label ?? id}`, id === store.user);
}

export function groupMention(id, label) {
  const group = store.world.groups.find((each) => each.id === id);
  return mention(`@${group?.handle ?? label?.replace(/^@/, "") ?? id}`, group?.users.includes(me().id));
}

export function channelMention(id, label) {
  return mention(`#${channelById(id)?.name || label || id}`, false);
}

/** A link; one into this workspace is followed inside the page. */
export function link(target, label) {
  const href = safeUrl(target);
  if (!href) return label ?? target;
  const inner = href.startsWith(`${location.origin}/archives/`);
  const opens = inner ? { "data-permalink": href } : { target: "_blank", rel: "noopener noreferrer" };
  return h("a", { href, ...opens }, label ?? target.replace(/^mailto:/, ""));
}

/** `!date^UNIX^format^link`, shown in the reader's zone; the fallback when it makes no sense. */
function moment(target, fallback) {
  const [, seconds, format = "", url] = target.split("^");
  return when(seconds, unescaped(format), url, fallback);
}

export function when(seconds, format, url, fallback) {
  const text = formatted(seconds, format);
  if (text === null) return fallback ?? "";
  const node = h("time", { class: "when", title: fullMoment(seconds), datetime: new Date(seconds * 1000).toISOString() }, text);
  return url ? link(url, node) : node;
}

/** A text object of either kind. */
export function textOf(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [plainLines(object)];
}

function plainLines(object) {
  const text = object.emoji === false ? object.text : withEmoji(object.text);
  return h("span", {}, text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line])));
}

export const plainText = (object) => (object ? withEmoji(object.text) : "");
