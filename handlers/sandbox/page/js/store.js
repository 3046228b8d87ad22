// What the page knows: the world as last read, and what this reader looks at.

const READ = "handoff.read";
const query = new URLSearchParams(location.search);
const permalink = location.pathname.match(/^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/);

export const store = {
  world: null,
  user: query.get("user") ?? localStorage.getItem("handoff.user") ?? "U0ADA",
  channel: permalink?.[1] ?? query.get("channel") ?? "C0BILLING",
  thread: query.get("thread_ts") ?? query.get("thread"),
  target: permalink ? `${permalink[2]}.${permalink[3]}` : null,
  appTab: query.get("tab") ?? "home",
  worldOpen: query.has("world") ? query.get("world") !== "0" : window.innerWidth >= 1240,
  worldTab: query.get("world") || "calls",
  dismissed: new Set(),
  pending: new Set(),
  read: JSON.parse(localStorage.getItem(READ) ?? "{}"),
  refresh: async () => {},
  draw: () => {},
};

if (!["calls", "money", "systems", "faults", "traffic"].includes(store.worldTab)) store.worldTab = "calls";

export function change(values) {
  Object.assign(store, values);
  if (values.user) localStorage.setItem("handoff.user", values.user);
  store.draw();
}

/** Below this width thread and world take turns. */
const WIDE_PX = 1560;
const wide = () => window.innerWidth >= WIDE_PX;

export const openThread = (ts) => change({ thread: ts, worldOpen: store.worldOpen && wide() });
export const openWorld = (tab = store.worldTab) =>
  change({ worldOpen: true, worldTab: tab, thread: wide() ? store.thread : null });

export const userById = (id) => store.world.users.find((user) => user.id === id);
export const me = () => userById(store.user) ?? store.world.users[0];
export const channelById = (id) => store.world.channels.find((channel) => channel.id === id);
export const myDm = () => store.world.channels.find((channel) => channel.dm_user === store.user);
export const isAppPane = (channel) => channel?.dm_user === store.user;

export const myChannels = () =>
  store.world.channels.filter((c) => !c.is_im && !c.is_archived && c.members.includes(store.user));

export function noticesIn(channelId) {
  const mine = store.world.ephemerals[store.user] ?? [];
  return mine.filter((notice) => notice.channel === channelId && !store.dismissed.has(notice.ts));
}

/** Unread messages of others; a channel never seen counts from the page's first look. */
export function unread(channel) {
  const since = store.read[`${store.user}/${channel.id}`] ?? "0";
  return channel.messages.filter((m) => m.ts > since && m.user !== store.user && (!m.is_reply || channel.is_im)).length;
}

export function markRead(channel) {
  const last = channel.messages.at(-1)?.ts;
  const key = `${store.user}/${channel.id}`;
  if (!last || store.read[key] >= last) return;
  store.read[key] = last;
  localStorage.setItem(READ, JSON.stringify(store.read));
}
