// Messages of a channel and of a thread.

import { act } from "./api.js";
import { blocks, busyKey } from "./blocks.js";
import { clock, dayKey, dayName, fullMoment, relativeDay } from "./dates.js";
import { h, icon, redrawList, toast } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { channelById, isAppPane, noticesIn, openThread, openWorld, store, userById } from "./store.js";

const GROUP_S = 300;

export function avatar(user, size = "") {
  if (!user) return h("span", { class: `avatar slackbot ${size}`, "aria-hidden": "true" }, "S");
  if (user.is_bot) return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, "H");
  const tint = [...user.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
  const initials = user.real_name.split(" ").map((word) => word[0]).slice(0, 2).join("");
  return h("span", { class: `avatar tint-${tint} ${size}`, "aria-hidden": "true" }, size ? initials[0] : initials);
}

/** What a press inside this message does; the same for channel, thread and notice. */
function contextOf(message) {
  const where = { user: store.user, channel: message.channel, ts: message.ts };
  const pendingKey = (key) => `${message.ts}/${key}`;
  return {
    held: () => undefined,
    busy: (key) => store.pending.has(pendingKey(key)),
    press: async (element, block, selected) => {
      const key = pendingKey(busyKey(block, element));
      store.pending.add(key);
      store.draw();
      const answer = await act("/ui/click", { ...where, action_id: element.action_id, block_id: block.block_id, selected });
      store.pending.delete(key);
      store.draw();
      return answer;
    },
  };
}

function body(message) {
  const drawn = message.blocks.length ? blocks(message.blocks, contextOf(message)) : [h("div", { class: "text" }, mrkdwn(message.text))];
  const edited = message.edited && !message.blocks.length ? h("span", { class: "edited" }, " (edited)") : null;
  return [...drawn, edited];
}

function authorOf(message) {
  if (message.sender === "slackbot") return { user: null, name: "Slackbot", app: false };
  const user = userById(message.user_id ?? message.user);
  return { user, name: user?.real_name ?? message.user, app: Boolean(user?.is_bot) };
}

const bot = () => store.world.users.find((user) => user.is_bot);

function head({ name, app }, ts) {
  return h("div", { class: "message-head" }, h("b", {}, name), app && h("span", { class: "app-badge" }, "APP"),
    h("time", { class: "stamp", title: fullMoment(ts) }, clock(ts)));
}

function permalink(message) {
  return `${location.origin}/archives/${message.channel}/p${message.ts.replace(".", "")}`;
}

function tools(message, inThread) {
  const copy = () => navigator.clipboard?.writeText(permalink(message)).then(() => toast("Link copied"));
  const reply = h("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread", onclick: () => openThread(message.ts) }, icon("reply"));
  return h("div", { class: "message-tools" }, !inThread && reply,
    h("button", { type: "button", class: "icon-button", "aria-label": "Copy link", title: "Copy link", onclick: copy }, icon("link")));
}

function threadBar(message, replies) {
  const writers = [...new Set(replies.map((reply) => reply.user))].slice(0, 4).map(userById);
  const last = replies.at(-1).ts;
  return h("button", { type: "button", class: "thread-bar", data: { threadTs: message.ts }, onclick: () => openThread(message.ts) },
    writers.map((user) => avatar(user, "small")),
    h("b", {}, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
    h("span", {}, `Last reply ${relativeDay(last)} at ${clock(last)}`));
}

function drawMessage(message, { grouped, replies, inThread }) {
  const author = authorOf(message);
  return h("article", {
    class: `message ${grouped ? "grouped" : ""} ${message.ts === store.target ? "target" : ""}`,
    "aria-label": `${author.name}, ${clock(message.ts)}`,
    data: { ts: message.ts, channel: message.channel, edits: message.edits },
  },
  avatar(author.user),
  h("div", { class: "message-body" },
    !grouped && head(author, message.ts),
    message.broadcast && h("p", { class: "broadcast" }, inThread ? "also sent to the channel" : "replied to a thread"),
    body(message),
    !inThread && replies.length > 0 && threadBar(message, replies)),
  tools(message, inThread));
}

function drawNotice(notice) {
  const author = notice.sender === "slackbot" ? { user: null, name: "Slackbot", app: false } : { user: bot(), name: bot().real_name, app: true };
  const dismiss = () => {
    store.dismissed.add(notice.ts);
    store.draw();
  };
  return h("article", { class: "message ephemeral", role: "status", data: { ts: notice.ts, channel: notice.channel, ephemeral: "1" } },
    h("p", { class: "only-you" }, icon("eye"), "Only visible to you ·", h("button", { type: "button", onclick: dismiss }, "Dismiss")),
    avatar(author.user),
    h("div", { class: "message-body" }, head(author, notice.ts), body(notice)));
}

/** What makes a drawn message old: itself, who reads it, names it may mention, what is pending. */
function signOf(message, extra) {
  const people = store.world.users.map((user) => user.display_name).join();
  const groups = store.world.groups.map((group) => group.users.join()).join("/");
  const pending = [...store.pending].filter((key) => key.startsWith(message.ts));
  return [message, store.user, people, groups, pending, store.target === message.ts, dayName(message.ts), extra];
}

function itemOf(message, extra) {
  const notice = message.sender !== undefined;
  return {
    key: `${notice ? "e" : "m"}${message.ts}`,
    sign: signOf(message, extra),
    pulse: String(message.edits ?? 0),
    draw: () => (notice ? drawNotice(message) : drawMessage(message, extra)),
  };
}

const dayItem = (message) => ({
  key: `day${dayKey(message.ts)}`,
  sign: dayName(message.ts),
  draw: () => h("div", { class: "day", role: "separator" }, h("span", {}, dayName(message.ts))),
});

const byTs = (a, b) => (a.ts < b.ts ? -1 : 1);
const follows = (message, last) =>
  last && message.sender === undefined && last.sender === undefined && last.user === message.user &&
  !message.broadcast && message.ts - last.ts < GROUP_S && !message.blocks.length && !last.blocks.length;

function itemsOf(messages, repliesTo, inThread) {
  const items = [];
  let last = null;
  for (const message of messages.sort(byTs)) {
    if (!last || dayKey(last.ts) !== dayKey(message.ts)) items.push(dayItem(message));
    const replies = repliesTo(message);
    items.push(itemOf(message, { grouped: Boolean(follows(message, last)), replies, inThread }));
    last = message;
  }
  return items;
}

function beginning(channel) {
  const where = channel.is_im ? "This is your conversation with Handoff." : `This is the very beginning of #${channel.name}.`;
  const deliver = () => openWorld("calls");
  return {
    key: "beginning",
    sign: [channel.id, channel.messages.length > 0],
    draw: () => h("div", { class: "beginning" },
      h("h2", {}, channel.is_im ? "Handoff" : `# ${channel.name}`),
      h("p", {}, where, channel.purpose ? ` ${channel.purpose}.` : ""),
      channel.id === "C0BILLING" && !channel.messages.length && h("button", { type: "button", class: "btn primary", onclick: deliver }, "Deliver a sample call")),
  };
}

export function drawChannel(place) {
  const channel = channelById(store.channel);
  const top = channel.messages.filter((m) => !m.is_reply || m.broadcast);
  const notices = noticesIn(channel.id).filter((n) => !n.thread_ts);
  const repliesTo = (message) => channel.messages.filter((m) => m.is_reply && m.thread_ts === message.ts);
  const items = itemsOf([...top, ...notices], repliesTo, false);
  keepingBottom(place, `${store.user}/${channel.id}`, () => redrawList(place, [beginning(channel), ...items]));
}

/** A thread: its parent, its replies, and the notices that belong to it. Also used for a DM. */
export function drawThread(place) {
  const channel = channelById(store.channel);
  const all = channel.messages.filter((m) => m.ts === store.thread || m.thread_ts === store.thread);
  const notices = noticesIn(channel.id).filter((n) => n.thread_ts === store.thread);
  keepingBottom(place, `${store.user}/${store.thread}`, () => redrawList(place, itemsOf([...all, ...notices], () => [], true)));
}

/** Stay at the end when the reader was there; a new place opens at its end, or at its target. */
function keepingBottom(place, name, draw) {
  const other = place.dataset.name !== name;
  if (other) place.replaceChildren();
  const atEnd = other || place.scrollHeight - place.scrollTop - place.clientHeight < 60;
  const count = place.childElementCount;
  draw();
  place.dataset.name = name;
  const target = other && place.querySelector(".message.target");
  if (target) target.scrollIntoView({ block: "center" });
  else if (atEnd && (other || place.childElementCount !== count)) place.scrollTop = place.scrollHeight;
}

/** A pane that shrinks (keyboard, longer draft) keeps showing its last message. */
export function holdBottom(place) {
  let atEnd = true;
  place.addEventListener("scroll", () => {
    atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
  });
  new ResizeObserver(() => {
    if (atEnd && place.dataset.name !== "home") place.scrollTop = place.scrollHeight;
  }).observe(place);
}

export const threadParent = () => channelById(store.channel)?.messages.find((m) => m.ts === store.thread);
export const showsHome = () => isAppPane(channelById(store.channel)) && store.appTab === "home";
