// Reads the world again and again and draws it; everything else is in the other modules.

import { readState } from "./api.js";
import { fit, say, wire } from "./composer.js";
import { h, icon, redraw, toast } from "./dom.js";
import { drawHome } from "./home.js";
import { drawChannel, drawThread, holdBottom, showsHome, threadParent } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawSidebar, drawUserSwitch, openChannel, openHome, switchUser } from "./sidebar.js";
import { change, channelById, isAppPane, markRead, myChannels, openWorld, store } from "./store.js";
import { drawWorld } from "./world.js";

const POLL_MS = 700;
const place = (id) => document.getElementById(id);
let lastText = "";
let reachable = true;

async function refresh() {
  try {
    const text = await readState();
    if (!reachable) toast("The local world is back.");
    reachable = true;
    if (text === lastText) return;
    lastText = text;
    store.world = JSON.parse(text);
    draw();
  } catch (problem) {
    if (reachable) toast("The local world does not answer. Is it still running?", true);
    reachable = false;
    console.error(problem);
  }
}

function settle() {
  if (!store.world.users.some((user) => user.id === store.user && !user.is_bot)) store.user = "U0ADA";
  const channel = channelById(store.channel);
  if (!channel?.members.includes(store.user)) store.channel = myChannels()[0]?.id ?? "C0BILLING";
  const target = channelById(store.channel)?.messages.find((message) => message.ts === store.target);
  if (target?.is_reply && !store.thread) store.thread = target.thread_ts;
}

function draw() {
  if (!store.world) return;
  settle();
  place("team-name").textContent = store.world.team.name;
  drawUserSwitch();
  drawSidebar(place("sidebar"));
  drawHeader();
  if (showsHome()) drawHome(place("message-list"));
  else drawChannel(place("message-list"));
  drawComposer();
  drawThreadPane();
  drawWorld(place("world"));
  drawModal();
  if (document.visibilityState === "visible" && !showsHome()) markRead(channelById(store.channel));
  drawSidebar(place("sidebar"));
}

function drawHeader() {
  const channel = channelById(store.channel);
  redraw(place("channel-header"), [channel.id, channel.members, store.user, store.appTab], () =>
    (isAppPane(channel) ? appHeader() : channelHeader(channel)));
}

const channelHeader = (channel) => [
  h("h1", {}, icon(channel.is_private ? "lock" : "hash"), channel.name),
  h("p", { class: "channel-purpose" }, channel.purpose),
  h("span", { class: "members", title: channel.members.join(", ") }, `${channel.members.length} members`),
];

function appHeader() {
  const tab = (id, label, open) => h("button", { type: "button", class: "tab", role: "tab", id: `app-${id}`, "aria-selected": String(store.appTab === id), onclick: open }, label);
  return [h("h1", {}, "Handoff"), h("div", { class: "tabs", role: "tablist" },
    tab("home", "Home", () => openHome()), tab("messages", "Messages", () => change({ appTab: "messages" })))];
}

function drawComposer() {
  const channel = channelById(store.channel);
  place("composer").hidden = showsHome();
  const name = isAppPane(channel) ? "Handoff" : `#${channel.name}`;
  const box = place("command-box");
  box.placeholder = `Message ${name}, or /handoff help`;
  const where = `${store.user}/${store.channel}`;
  if (box.dataset.place !== where) {
    box.dataset.place = where;
    restoreDraft();
  }
}

let restoreThread = () => {};

function drawThreadPane() {
  const pane = place("thread");
  const parent = threadParent();
  pane.hidden = !parent;
  if (!parent) {
    pane.replaceChildren();
    delete pane.dataset.sign;
    return;
  }
  if (redraw(pane, [store.channel, store.user], threadFrame)) {
    restoreThread = wire(pane.querySelector("form"), { place: () => `thread/${store.thread}`, send: (text) => say(text, store.thread) });
  }
  if (pane.dataset.thread !== store.thread) {
    pane.dataset.thread = store.thread;
    restoreThread();
  }
  drawThread(pane.querySelector("#thread-list"));
}

function threadFrame() {
  const box = h("textarea", { id: "thread-box", rows: "1", placeholder: "Reply…", "aria-label": "Reply in thread" });
  const send = h("button", { class: "send", "aria-label": "Send reply" }, place("command-send").querySelector("svg").cloneNode(true));
  return [
    h("div", { class: "pane-header" }, h("h2", {}, "Thread ", h("small", {}, channelById(store.channel).name ? `#${channelById(store.channel).name}` : "Handoff")),
      h("button", { type: "button", class: "icon-button", id: "thread-close", "aria-label": "Close thread", onclick: () => change({ thread: null }) }, icon("close"))),
    h("div", { class: "messages", id: "thread-list", role: "log", "aria-label": "Thread", "aria-live": "polite", tabindex: "-1" }),
    h("form", { class: "composer", autocomplete: "off" }, h("div", { class: "composer-box" }, box, send)),
  ];
}

/** Links to messages of this workspace open here. */
function followPermalink(event) {
  const anchor = event.target.closest?.("a[data-permalink]");
  const found = anchor?.dataset.permalink.match(/\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?thread_ts=([\d.]+))?/);
  if (!found || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const [, channel, seconds, micros, thread] = found;
  if (!channelById(channel)?.members.includes(store.user)) {
    toast("You are not a member of that channel.", true);
    return;
  }
  place("message-list").dataset.name = "";
  openChannel(channel, { target: `${seconds}.${micros}`, thread: thread ?? null });
}

function toggleMenu() {
  const open = place("app").classList.toggle("has-menu");
  place("menu-toggle").setAttribute("aria-expanded", String(open));
}

function toggleWorld() {
  place("app").classList.remove("has-menu");
  if (store.worldOpen) change({ worldOpen: false });
  else openWorld();
}

async function poll() {
  if (document.visibilityState === "visible") await refresh();
  setTimeout(poll, POLL_MS);
}

const restoreDraft = wire(place("composer"), { place: () => `${store.user}/${store.channel}`, send: (text) => say(text) });
Object.assign(store, { refresh, draw });
place("user-switch").addEventListener("change", (event) => switchUser(event.target.value));
place("menu-toggle").addEventListener("click", toggleMenu);
place("world-toggle").addEventListener("click", toggleWorld);
place("main").addEventListener("click", () => place("app").classList.remove("has-menu"));
holdBottom(place("message-list"));
document.addEventListener("click", followPermalink);
document.addEventListener("visibilitychange", refresh);
window.addEventListener("resize", () => fit(place("command-box")));
document.title = "Handoff · local world";
poll();
