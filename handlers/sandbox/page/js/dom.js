// Building DOM without ever parsing markup: data becomes text nodes and attributes only.

const SVG = "http://www.w3.org/2000/svg";

/** h("p", {class: "x", onclick: f, data: {ts: "1"}}, child, ...): strings become text nodes. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "data") Object.assign(node.dataset, value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name in node && (typeof value === "boolean" || name === "value")) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

const ICONS = {
  lock: "M5.5 9V6.500a4.5 4.5 0 0 1 9 0V9M4.5 9h11v8h-11z",
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.500h13.500M3 12.500h13.5",
  eye: "M2 10s3-5.5 8-5.500S18 10 18 10s-3 5.5-8 5.500S2 10 2 10zM10 12.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400z",
  close: "M5 5l10 10M15 5 5 15",
  reply: "M4 4.500h12v8.500H9.500L6 16v-3H4z",
  link: "M8.5 11.500l3-3M7 9.500l-2 2a2.8 2.8 0 0 0 4 4l2-2M13 10.500l2-2a2.8 2.8 0 0 0-4-4l-2 2",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Only whole addresses that a browser may follow; null for anything else, relative ones too. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Redraw a place only when what it shows changed, so that focus and menus survive polling. */
export function redraw(place, sign, draw) {
  const signature = JSON.stringify(sign);
  if (place.dataset.sign === signature) return false;
  place.dataset.sign = signature;
  place.replaceChildren(...[draw()].flat(Infinity).filter(Boolean));
  return true;
}

/** Keep one node per key: `items` are {key, sign, draw, pulse}; unchanged ones are left alone.
 * A node whose `pulse` changed is shown to have changed. */
export function redrawList(place, items) {
  const old = new Map([...place.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => reused(old, item));
  const kept = new Set(nodes);
  for (const node of [...place.children]) if (!kept.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (place.children[index] !== node) place.insertBefore(node, place.children[index] ?? null);
  });
}

function reused(old, item) {
  const found = old.get(item.key);
  const signature = JSON.stringify(item.sign);
  if (found && found.dataset.sign === signature) return found;
  const node = item.draw();
  node.dataset.key = item.key;
  node.dataset.sign = signature;
  node.dataset.pulse = item.pulse ?? "";
  if (found && found.dataset.pulse !== node.dataset.pulse) node.classList.add("changed");
  found?.replaceWith(node);
  return node;
}

export function toast(text, bad = false) {
  const node = h("div", { class: bad ? "toast bad" : "toast" }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), bad ? 6000 : 3200);
}
