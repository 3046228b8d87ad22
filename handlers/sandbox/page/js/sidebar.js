// Channels, the app, and who is signed in.

import { act } from "./api.js";
import { h, icon, redraw } from "./dom.js";
import { avatar } from "./messages.js";
import { change, me, myChannels, myDm, store, unread } from "./store.js";

export function openChannel(id, more = {}) {
  document.getElementById("app").classList.remove("has-menu");
  change({ channel: id, thread: null, target: null, ...(window.innerWidth <= 860 ? { worldOpen: false } : {}), ...more });
}

export function openHome() {
  openChannel(myDm().id, { appTab: "home" });
  return act("/ui/home", { user: store.user });
}

function channelItem(channel) {
  const news = unread(channel);
  return h("li", {}, h("button", {
    type: "button", class: `side-item ${news ? "unread" : ""}`, "aria-current": channel.id === store.channel ? "page" : null,
    data: { channel: channel.id }, onclick: () => openChannel(channel.id),
  }, icon(channel.is_private ? "lock" : "hash"), h("span", { class: "label" }, channel.name),
  news > 0 && h("span", { class: "badge", "aria-label": `${news} unread` }, String(news))));
}

function appItem() {
  const dm = myDm();
  if (!dm) return h("li", {}, h("p", { class: "side-item" }, "No apps for this person"));
  const news = unread(dm);
  const open = () => (news ? openChannel(dm.id, { appTab: "messages" }) : openHome());
  return h("li", {}, h("button", {
    type: "button", class: `side-item ${news ? "unread" : ""}`, "aria-current": dm.id === store.channel ? "page" : null,
    data: { channel: dm.id, app: "handoff" }, onclick: open,
  }, avatar({ id: "bot", is_bot: true }, "small"), h("span", { class: "label" }, "Handoff"),
  news > 0 && h("span", { class: "badge", "aria-label": `${news} unread` }, String(news))));
}

export function drawSidebar(place) {
  const channels = myChannels();
  const sign = [store.user, store.channel, channels.map((c) => [c.id, c.name, unread(c)]), myDm() && unread(myDm())];
  redraw(place, sign, () => [
    h("h2", { class: "side-heading" }, "Channels"),
    h("ul", { class: "side-list" }, channels.map(channelItem)),
    h("h2", { class: "side-heading" }, "Apps"),
    h("ul", { class: "side-list" }, appItem()),
  ]);
}

const roleOf = (user) => (user.is_stranger ? "other workspace" : user.title);

export function drawUserSwitch() {
  const people = store.world.users.filter((user) => !user.is_bot);
  const select = document.getElementById("user-switch");
  redraw(select, [people.map((user) => [user.id, user.real_name, user.title, user.deleted]), store.user], () =>
    people.filter((user) => !user.deleted).map((user) =>
      h("option", { value: user.id, selected: user.id === store.user }, `${user.real_name} · ${roleOf(user)}`)));
  redraw(document.getElementById("user-avatar"), store.user, () => avatar(me()));
}

export function switchUser(id) {
  store.user = id;
  const visible = myChannels().some((channel) => channel.id === store.channel);
  change({ user: id, thread: visible ? store.thread : null, channel: visible ? store.channel : (myChannels()[0]?.id ?? myDm()?.id ?? store.channel) });
}
