// The message box: an ARIA combobox that completes commands, their options and values as one types.

import { complete, value } from "./page_complete.js";
import { announce, byId, el, icon } from "./page_dom.js";
import { t, tn } from "./texts.js";

let app = null;
let items = [];
let active = -1;
let asked = 0;
let stage = { stage: "none" };
let last = "";
let quiet = false; // a line was put into the box: nothing pops up until something is typed

const input = () => byId("prompt-input");
const popup = () => byId("prompt-popup");

/** Draw the message box once; `given` has send(words), suggest(command, option, typed), commands(), typed(text). */
export function preparePrompt(given) {
  app = given;
  const field = el("input", { id: "prompt-input", type: "text", role: "combobox", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": "prompt-list", "aria-describedby": "prompt-next", autocomplete: "off",
    autocapitalize: "off", spellcheck: "true", enterkeyhint: "send", maxlength: "20000" });
  const box = el("div", { class: "prompt-popup", id: "prompt-popup", hidden: true },
    el("ul", { id: "prompt-list", role: "listbox" }), el("p", { class: "hint", id: "prompt-keys" }));
  byId("prompt").append(box, el("p", { class: "hint prompt-next", id: "prompt-next" }), field,
    el("button", { type: "submit", class: "button main send", id: "prompt-send" }));
  field.addEventListener("input", () => { quiet = false; app.typed(field.value); void refresh(true); });
  field.addEventListener("keydown", keys);
  field.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== field) show([]); }, 150));
  field.addEventListener("focus", () => { if (!quiet && field.value.startsWith("/")) void refresh(false); });
  byId("prompt").addEventListener("submit", (event) => { event.preventDefault(); send(); });
}

/** The words of the box, in the page's language, for this place. */
export function labelPrompt(place) {
  input().setAttribute("aria-label", t("prompt", { place }));
  input().placeholder = t("prompt_hint");
  byId("prompt-list").setAttribute("aria-label", t("completions"));
  byId("prompt-keys").textContent = t("completions_keys");
  byId("prompt-send").replaceChildren(icon("send"), el("span", {}, t("send")));
  next(complete(input().value, app.commands()));
}

/** Put a line into the box, ready to be sent; the popup stays closed until something is typed. */
export function prefill(line, { focus = true } = {}) {
  input().value = line;
  app.typed(line);
  quiet = true;
  asked += 1;
  show([]);
  next(complete(line, app.commands()));
  if (!focus) return;
  input().focus();
  input().setSelectionRange(line.length, line.length);
}

function send() {
  const words = input().value.trim();
  if (!words) return;
  asked += 1;
  input().value = "";
  app.typed("");
  show([]);
  next({ stage: "none" });
  app.send(words).catch(() => { if (!input().value) prefill(words, { focus: false }); });
}

/** Work out what fits and show it; values come from the server, and only the newest answer counts. */
async function refresh(aloud) {
  const mine = ++asked;
  const found = complete(input().value, app.commands());
  stage = found;
  next(found);
  let fits = found.items;
  if (found.stage === "value" && found.option.suggest) {
    const choices = await app.suggest(found.command.name, found.option.name, found.typed).catch(() => []);
    if (mine !== asked) return;
    const line = choices.map((choice) => value(choice, found.head));
    fits = [...fits, ...line.filter((one) => !fits.some((other) => other.line === one.line))];
    if (choices.some((choice) => choice.value === found.typed && input().value.endsWith(" "))) found.option.taken = found.typed;
  }
  if (document.activeElement !== input()) return;
  show(fits);
  // a half-typed command is completed by Enter; a line that could be sent is sent by it
  active = found.stage === "command" && fits.length && !fits.some((one) => one.exact) ? 0 : -1;
  mark();
  if (aloud && fits.length && `${found.stage}${fits.length}` !== last) {
    announce(tn("completions", fits.length, { keys: t("completions_keys") }));
  }
  last = `${found.stage}${fits.length}`;
}

/** The line above the box that says what the typed command does and what the current option means. */
function next(found) {
  const parts = [];
  if (found.command) parts.push(el("strong", {}, `/${found.command.name}`), ` ${found.command.about}`);
  if (found.option) parts.push(" · ", el("strong", {}, `${found.option.name}:`), ` ${found.option.about}`);
  if (found.ready) parts.push(" · ", t("ready"));
  byId("prompt-next").replaceChildren(...parts);
}

function show(fits) {
  items = fits;
  active = -1;
  popup().hidden = fits.length === 0;
  input().setAttribute("aria-expanded", String(fits.length > 0));
  byId("prompt-list").replaceChildren(...fits.map((item, at) => {
    const row = el("li", { role: "option", id: `prompt-${at}`, "aria-selected": "false" },
      el("span", { class: "option-label" }, item.label),
      item.required !== undefined && el("span", { class: "mark" }, t(item.required ? "required" : "optional")),
      item.about && el("span", { class: "option-about" }, item.about));
    row.addEventListener("mousedown", (event) => event.preventDefault());
    row.addEventListener("click", () => take(at));
    return row;
  }));
  mark();
}

function mark() {
  [...byId("prompt-list").children].forEach((row, at) => {
    row.setAttribute("aria-selected", String(at === active));
    if (at === active) row.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0) input().setAttribute("aria-activedescendant", `prompt-${active}`);
  else input().removeAttribute("aria-activedescendant");
}

function take(at) {
  if (stage.stage === "value") stage.option.taken = items[at].line.slice(stage.head.length).trim();
  input().value = items[at].line;
  app.typed(input().value);
  quiet = false;
  input().focus();
  void refresh(true);
}

function keys(event) {
  if (!items.length || event.isComposing) return;
  const steps = { ArrowDown: active + 1, ArrowUp: active < 0 ? items.length - 1 : active - 1 };
  if (event.key in steps) {
    active = (steps[event.key] + items.length) % items.length;
    mark();
  } else if (event.key === "Tab" && !event.shiftKey) take(Math.max(active, 0));
  else if (event.key === "Enter" && active >= 0) take(active);
  else if (event.key === "Escape") show([]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
