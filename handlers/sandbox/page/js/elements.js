// Interactive elements, in messages and in modals. Each control knows how to say what it holds.

import { h, safeUrl } from "./dom.js";
import { plainText, textOf } from "./mrkdwn.js";
import { store } from "./store.js";

const optionsOf = (e) => [...(e.options ?? []), ...(e.option_groups ?? []).flatMap((group) => group.options)];
const people = () => store.world.users.filter((user) => !user.is_bot && !user.deleted);
const rooms = () => store.world.channels.filter((channel) => !channel.is_im && !channel.is_archived);

/** {name in the state, what an initial value is called} by element type. */
const HOLDS = {
  plain_text_input: "value", number_input: "value", email_text_input: "value", url_text_input: "value",
  static_select: "selected_option", radio_buttons: "selected_option", checkboxes: "selected_options",
  multi_static_select: "selected_options", users_select: "selected_user", multi_users_select: "selected_users",
  conversations_select: "selected_conversation", channels_select: "selected_channel",
  datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time",
};

export const hasState = (element) => element.type in HOLDS;

const initialOf = (e) =>
  e.initial_value ?? e.initial_option ?? e.initial_options ?? e.initial_user ?? e.initial_users ??
  e.initial_conversation ?? e.initial_channel ?? e.initial_date ?? e.initial_time ?? e.initial_date_time ?? null;

const listOf = (held) => (Array.isArray(held) ? held : held === null ? [] : [held]).map((each) => each?.value ?? each);

function typed(element, id, start, type) {
  const tag = element.multiline ? "textarea" : "input";
  const numeric = element.type === "number_input";
  return h(tag, {
    id, class: "control", type: element.multiline ? null : type, value: start ?? "",
    inputmode: numeric ? "decimal" : null,
    maxlength: element.max_length ?? (element.type === "plain_text_input" ? 3000 : null),
    placeholder: plainText(element.placeholder) || null,
    autocomplete: "off", autofocus: element.focus_on_load === true,
  });
}

function menu(element, id, start, choices, many) {
  const chosen = listOf(start);
  const empty = many ? [] : [h("option", { value: "" }, plainText(element.placeholder) || "Choose an option")];
  return h("select", { id, class: "control", multiple: many }, empty,
    choices.map(({ value, label }) => h("option", { value, selected: chosen.includes(value) }, label)));
}

const asChoices = (element) => optionsOf(element).map((o) => ({ value: o.value, label: plainText(o.text) }));
const peopleChoices = () => people().map((user) => ({ value: user.id, label: user.real_name }));
const roomChoices = () => rooms().map((room) => ({ value: room.id, label: `#${room.name}` }));

function ticks(element, id, start, type) {
  const chosen = listOf(start);
  return h("div", { id, class: "choices", role: type === "radio" ? "radiogroup" : "group" },
    optionsOf(element).map((option) => h("label", { class: "choice" },
      h("input", { type, name: id, value: option.value, checked: chosen.includes(option.value) }),
      h("span", {}, textOf(option.text)),
      option.description && h("small", {}, textOf(option.description)))));
}

function localMoment(id, start) {
  const text = start ? new Date(start * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16) : "";
  return h("input", { id, class: "control", type: "datetime-local", value: text });
}

const DRAW = {
  plain_text_input: (e, id, v) => typed(e, id, v, "text"),
  number_input: (e, id, v) => typed(e, id, v, "text"),
  email_text_input: (e, id, v) => typed(e, id, v, "email"),
  url_text_input: (e, id, v) => typed(e, id, v, "url"),
  static_select: (e, id, v) => menu(e, id, v, asChoices(e), false),
  multi_static_select: (e, id, v) => menu(e, id, v, asChoices(e), true),
  users_select: (e, id, v) => menu(e, id, v, peopleChoices(), false),
  multi_users_select: (e, id, v) => menu(e, id, v, peopleChoices(), true),
  conversations_select: (e, id, v) => menu(e, id, v, roomChoices(), false),
  channels_select: (e, id, v) => menu(e, id, v, roomChoices(), false),
  radio_buttons: (e, id, v) => ticks(e, id, v, "radio"),
  checkboxes: (e, id, v) => ticks(e, id, v, "checkbox"),
  datepicker: (e, id, v) => h("input", { id, class: "control", type: "date", value: v ?? "" }),
  timepicker: (e, id, v) => h("input", { id, class: "control", type: "time", value: v ?? "" }),
  datetimepicker: (e, id, v) => localMoment(id, v),
};

let serial = 0;

/** A control with its state; `held` overrides the element's initial value (undefined: it does not). */
export function control(element, blockId, held, onchange) {
  const id = `control-${++serial}`;
  const node = DRAW[element.type](element, id, held === undefined ? initialOf(element) : held);
  Object.assign(node.dataset, { actionId: element.action_id, blockId, elementType: element.type });
  node.element = element;
  if (onchange) node.addEventListener("change", () => onchange(stateOf(node)));
  return node;
}

const named = (element, value) => optionsOf(element).find((option) => option.value === value) ?? null;

function raw(node) {
  const type = node.dataset.elementType;
  if (node.tagName === "SELECT") return [...node.selectedOptions].map((option) => option.value).filter(Boolean);
  if (type === "radio_buttons" || type === "checkboxes") {
    return [...node.querySelectorAll("input:checked")].map((input) => input.value);
  }
  return node.value === "" ? [] : [node.value];
}

/** The control's entry of `state.values`. */
export function stateOf(node) {
  const { element } = node;
  const values = raw(node);
  const name = HOLDS[element.type];
  if (name === "selected_options") return { [name]: values.map((value) => named(element, value)) };
  if (name === "selected_users") return { [name]: values };
  if (name === "selected_option") return { [name]: values.length ? named(element, values[0]) : null };
  if (name === "selected_date_time") return { [name]: values.length ? Math.floor(new Date(values[0]).getTime() / 1000) : null };
  return { [name]: values[0] ?? null };
}

/** What the control held, to be given to its successor. */
export const heldBy = (node) => stateOf(node)[HOLDS[node.element.type]];

/** What Slack's own client refuses before sending; null when all is well. */
export function complaint(node, optional) {
  const { element } = node;
  const values = raw(node);
  if (!values.length) return optional ? null : "Please complete this required field.";
  const [value] = values;
  if (element.type === "number_input") return numberComplaint(element, value);
  if (element.min_length && value.length < element.min_length) return `At least ${element.min_length} characters, please.`;
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return "This is not an email address.";
  if (element.type === "url_text_input" && !safeUrl(value)) return "This is not a web address.";
  return null;
}

function numberComplaint(element, value) {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return "Please enter a number.";
  if (!element.is_decimal_allowed && value.includes(".")) return "Please enter a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return null;
}
