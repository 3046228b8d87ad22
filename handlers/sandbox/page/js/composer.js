// The box below the messages: plain words are said, words with a slash are commands.

import { act } from "./api.js";
import { h, toast } from "./dom.js";
import { store } from "./store.js";

const drafts = new Map();

export function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
}

/** Wire a textarea: Enter sends, Shift+Enter breaks the line; drafts are kept per place. */
export function wire(form, { place, send }) {
  const box = form.querySelector("textarea");
  const button = form.querySelector(".send");
  const hint = form.querySelector(".command-hint");
  const look = () => {
    fit(box);
    button.classList.toggle("ready", box.value.trim() !== "");
    drafts.set(place(), box.value);
    if (hint) drawHint(hint, box.value);
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    look();
    await send(text);
  });
  return () => {
    box.value = drafts.get(place()) ?? "";
    look();
  };
}

function drawHint(hint, text) {
  hint.hidden = !text.startsWith("/") || text.includes(" ");
  if (!hint.hidden) {
    hint.replaceChildren(h("code", {}, "/handoff"), "a call id, an invoice, an email, the last four of a phone; or ",
      h("code", {}, "queue"), h("code", {}, "mine"), h("code", {}, "overdue"), h("code", {}, "stop"), h("code", {}, "help"));
  }
}

export function say(text, threadTs = null) {
  if (!text.startsWith("/")) {
    return act("/ui/say", { user: store.user, channel: store.channel, text, thread_ts: threadTs });
  }
  if (threadTs) return toast("Slack takes no commands inside threads. Use the channel's box.", true);
  const [command, ...rest] = text.split(/\s+/);
  return act("/ui/command", { user: store.user, channel: store.channel, command, text: rest.join(" ") });
}
