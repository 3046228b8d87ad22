// The doors of the local world. Every act answers what the bot answered.

import { toast } from "./dom.js";
import { store } from "./store.js";

export async function readState() {
  const answer = await fetch("/ui/state", { cache: "no-store" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.text();
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const SENTENCES = {
  operation_timeout: "Operation timed out: the bot did not answer within 3 seconds.",
  connection_failed: "The bot is not listening. Is it running?",
  action_not_found: "That button is gone; the message has changed.",
  message_not_found: "That message is gone.",
  view_not_found: "That dialog is closed already.",
};

/** Do one act, tell the person when it failed, and look at the world again at once. */
export async function act(path, body) {
  let answer;
  try {
    answer = await post(path, body);
  } catch {
    answer = { error: "the local world does not answer" };
  }
  if (answer.error) toast(SENTENCES[answer.error] ?? answer.error, true);
  note(path, answer);
  await store.refresh();
  return answer;
}

function note(path, answer) {
  if (typeof answer.latency_ms !== "number" || answer.status === null) return;
  const last = document.getElementById("last-answer");
  last.textContent = `${path.replace("/ui/", "")} → ${answer.status} in ${Math.round(answer.latency_ms)} ms`;
}
