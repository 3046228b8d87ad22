// Times in the zone of the person signed in, as Slack shows them.

import { me } from "./store.js";

const at = (seconds) => new Date(Number(seconds) * 1000);

function shown(date, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone: me().tz, ...options }).format(date);
}

const dayOf = (date) => shown(date, { year: "numeric", month: "2-digit", day: "2-digit" });
const DAY_MS = 86400000;

function nearby(date) {
  const now = Date.now();
  if (dayOf(date) === dayOf(new Date(now))) return "Today";
  if (dayOf(date) === dayOf(new Date(now - DAY_MS))) return "Yesterday";
  if (dayOf(date) === dayOf(new Date(now + DAY_MS))) return "Tomorrow";
  return null;
}

export const clock = (ts) => shown(at(ts), { hour: "numeric", minute: "2-digit" });
export const fullMoment = (ts) => shown(at(ts), { dateStyle: "full", timeStyle: "medium" });
export const dayKey = (ts) => dayOf(at(ts));
export const dayName = (ts) => nearby(at(ts)) ?? long(at(ts));
export const relativeDay = (ts) => nearby(at(ts))?.toLowerCase() ?? short(at(ts));

const long = (date) => shown(date, { weekday: "long", month: "long", day: "numeric", year: "numeric" });
const medium = (date) => shown(date, { month: "long", day: "numeric", year: "numeric" });
const short = (date) => shown(date, { month: "short", day: "numeric", year: "numeric" });
const pretty = (draw) => (date) => nearby(date)?.toLowerCase() ?? draw(date);

function ago(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? steps[3];
  return words.format(Math.round(seconds / size), unit);
}

const TOKENS = {
  date_num: (date) => shown(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_slash: (date) => shown(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: medium,
  date_short: short,
  date_long: long,
  date_pretty: pretty(medium),
  date_short_pretty: pretty(short),
  date_long_pretty: pretty(long),
  time: (date) => shown(date, { hour: "numeric", minute: "2-digit" }),
  time_secs: (date) => shown(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Slack's `{date_short_pretty} at {time}`; null when the time or a token makes no sense. */
export function formatted(seconds, format) {
  const date = at(seconds);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!TOKENS[name]) known = false;
    return TOKENS[name]?.(date) ?? whole;
  });
  return known ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}
