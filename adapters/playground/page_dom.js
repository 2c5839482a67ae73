// Making elements (text is always textContent, never markup), small drawings, and saying things aloud.

import { t } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element; `on…` are listeners, true/false set or drop an attribute, children are nodes or strings. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

export const unseen = (text) => el("span", { class: "unseen" }, text);

const SHAPES = {
  send: "M4 12 20 4l-5 16-4-7z",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16m0 3.500V12l3 2",
  down: "m6 9 6 6 6-6",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  pair: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6m8 0a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 19c0-3 2-5 5-5s5 2 5 5m0-4c1-1 2-1 3-1 3 0 5 2 5 5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  check: "m5 12 5 5 9-10",
};

/** A drawing that only decorates: it is always beside words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", SHAPES[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  svg.append(shape);
  return svg;
}

const TINTS = 10;

/** Initials on a colour that follows from the id, so a person looks the same everywhere. */
export function avatar(person) {
  let sum = 0;
  for (const letter of person.id) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  const tint = person.bot ? "bot" : sum % TINTS;
  return el("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, initials(person));
}

function initials(person) {
  if (person.initials) return person.initials;
  const words = person.name.split(/\s+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0]).join("").toUpperCase() || "?";
}

/** Say it to a screen reader without showing it. */
export function announce(text) {
  const line = el("p", {}, text);
  byId("voice").append(line);
  setTimeout(() => line.remove(), 4000); // said by then, and not to be met a second time by who reads on
}

let fading = 0;

/** Take away what was shown for a while: it belongs to what was done before. */
export function hush() {
  clearTimeout(fading);
  byId("toast").replaceChildren();
  byId("alarm").replaceChildren();
}

/** Show a line at the bottom for a while; an error stays until it is closed or something else is said. */
export function toast(text, { error = false } = {}) {
  const box = byId(error ? "alarm" : "toast");
  hush();
  const close = () => box.replaceChildren();
  box.append(el("p", {}, text), el("button", { type: "button", class: "bare", onclick: close, "aria-label": t("close") },
    icon("close")));
  if (!error) fading = setTimeout(() => box.replaceChildren(), 9000);
}

/** Arrow keys, Home and End move between the buttons of a list that is one tab stop. */
export function rove(list, event) {
  const all = [...list.querySelectorAll("button:not([hidden])")];
  const here = all.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
  if (!(event.key in steps) || !all.length) return;
  event.preventDefault();
  const next = all[Math.min(Math.max(steps[event.key], 0), all.length - 1)];
  for (const button of all) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

/** What is remembered between visits, where the browser allows it. */
export const memory = {
  get(key) {
    try { return localStorage.getItem(`mansarda.${key}`); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(`mansarda.${key}`, value); } catch { /* private windows may refuse */ }
  },
};
