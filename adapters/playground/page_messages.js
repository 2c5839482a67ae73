// The conversation: each message drawn once, and drawn again only when it changed.

import { announce, avatar, byId, el, icon } from "./page_dom.js";
import { menu } from "./page_listbox.js";
import { t } from "./texts.js";

const drawn = new Map(); // message id → { node, key }
let where = "";

let measured = "";
let low = true; // the newest message is in sight, and is to stay there whatever changes its size

let waiting = false; // the reader did something here and waits for what comes of it

const log = () => byId("log");
const atEnd = () => log().scrollHeight - log().scrollTop - log().clientHeight < 80;
const toEnd = () => {
  low = true;
  log().scrollTop = log().scrollHeight;
};

/** The newest message; but where that would push the beginning of what is new out of sight, that beginning. */
function toNews(view, person, fresh) {
  toEnd();
  const first = fresh.find((message) => message.author.id !== person);
  const node = drawn.get(first?.id)?.node;
  if (!node || node.offsetTop >= log().scrollTop) return;
  log().scrollTop = node.offsetTop;
  low = atEnd();
}

/** What this person has not read of a place that was just opened. */
function unread(view, person) {
  const n = view.places.find((one) => one.id === view.place).unread;
  return n ? view.messages.filter((message) => message.author.id !== person).slice(-n) : [];
}

/** Draw a view's messages; `deeds` has press(message, id) and pick(message, id, values). */
export function drawMessages(view, person, deeds) {
  const here = `${person} ${view.place} ${document.documentElement.lang}`;
  const moved = here !== where;
  const away = !moved && !atEnd();
  if (moved) drawn.clear();
  where = here;
  const fresh = update(view.messages, person, deeds, moved);
  const stay = away && !(waiting && fresh.length);
  if (fresh.length) waiting = false;
  byId("empty").hidden = view.messages.length > 0;
  byId("earlier").hidden = !view.earlier;
  byId("thinking").hidden = !view.thinking;
  byId("thinking").textContent = view.thinking ? t("thinking") : "";
  if (!stay) toNews(view, person, moved ? unread(view, person) : fresh);
  const below = (stay || !low) && fresh.some((message) => message.author.id !== person);
  byId("latest").hidden = !below && (byId("latest").hidden || low);
  if (!moved) fresh.filter((message) => message.author.id !== person).forEach(sayAloud);
}

/** Something is being done: the next message that comes is to be seen, wherever one was reading. */
export function expectAnswer() {
  waiting = true;
}

/** Once, at the start: what belongs to the log as a whole. */
export function prepareLog() {
  byId("latest").addEventListener("click", () => { toEnd(); byId("prompt-input").focus(); });
  log().addEventListener("scroll", () => {
    const size = `${log().scrollHeight} ${log().clientHeight}`;
    // a change of size scrolls too, and says nothing about where the reader wants to be
    if (size === measured || !low) low = atEnd();
    measured = size;
    if (low) byId("latest").hidden = true;
  }, { passive: true });
  const keep = new ResizeObserver(() => { if (low) toEnd(); });
  keep.observe(log());
  keep.observe(byId("messages"));
}

/** The text of the messages region, in the page's language. */
export function labelLog() {
  log().setAttribute("aria-label", t("messages"));
  byId("latest").replaceChildren(icon("down"), t("latest"));
  byId("earlier").textContent = t("earlier");
  byId("empty").replaceChildren(el("strong", {}, t("empty")), " ", t("empty_try"));
}

function update(messages, person, deeds, moved) {
  const list = byId("messages");
  const fresh = [];
  const nodes = [];
  let before = null;
  for (const message of messages) {
    if (message.day !== before?.day) nodes.push(dayLine(message.day));
    const key = JSON.stringify([message, follows(message, before)]);
    const old = drawn.get(message.id);
    if (old?.key !== key) {
      drawn.set(message.id, { key, node: redraw(old?.node, draw(message, before, person, deeds, !moved && !old)) });
      if (!old) fresh.push(message);
    }
    nodes.push(drawn.get(message.id).node);
    before = message;
  }
  for (const id of drawn.keys()) if (!messages.some((message) => message.id === id)) drawn.delete(id);
  place(list, nodes);
  return fresh;
}

/** Put exactly these nodes into the list and move none that stands right, so nothing loses focus. */
function place(list, nodes) {
  const keep = new Set(nodes);
  for (const child of [...list.children]) if (!keep.has(child) && !child.dataset.day) child.remove();
  let at = list.firstChild;
  for (const node of nodes) {
    if (node.dataset.day && at?.dataset?.day === node.dataset.day) at = at.nextSibling;
    else if (node === at) at = at.nextSibling;
    else list.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** A message that changed under the reader's finger keeps the focus on the same control, or on itself. */
function redraw(old, node) {
  if (!old?.contains(document.activeElement)) return node;
  const wanted = document.activeElement.dataset.control;
  queueMicrotask(() => (node.querySelector(`[data-control="${CSS.escape(wanted ?? "")}"]`) ?? node).focus());
  return node;
}

const dayLine = (day) => el("li", { class: "day", "data-day": day }, el("span", {}, day));

const follows = (message, before) =>
  before && before.day === message.day && before.author.id === message.author.id && !message.author.bot
  && !before.private && !message.private && Date.parse(message.at) - Date.parse(before.at) < 300_000;

function draw(message, before, person, deeds, entering) {
  const classes = ["message", message.private && "private", message.pinged && "pinged", follows(message, before) && "follows",
    message.author.bot && "by-bot", entering && "entering"];
  return el("li", { class: classes.filter(Boolean).join(" "), tabindex: "-1", "data-message": message.id },
    avatar(message.author),
    el("article", { "aria-label": `${message.author.name}, ${message.time}` },
      head(message),
      message.private && el("p", { class: "only-you" }, icon("lock"), t("private")),
      el("div", { class: "text" }, rich(message.text, person)),
      ...message.pictures.map((picture) => el("img", { class: "picture", src: picture.url, alt: picture.alt })),
      ...message.files.map((file) => el("a", { class: "file", href: file.url, download: file.name }, icon("file"),
        el("span", {}, t("save_file", { name: file.name })))),
      ...message.rows.map((row) => drawRow(message, row, deeds)),
      message.lines.length > 0 && el("p", { class: "hint" }, t("lines"))));
}

function head(message) {
  return el("header", { class: "head" },
    el("span", { class: "author" }, message.author.name),
    message.author.bot && el("span", { class: "badge" }, t("bot")),
    el("time", { class: "time" }, message.time),
    message.edited && el("span", { class: "edited" }, t("edited")),
    message.pinged && el("span", { class: "ping" }, t("pinged")));
}

/** Spans of text as paragraphs; an empty line parts them. */
function rich(spans, person) {
  const paragraphs = [el("p", { dir: "auto" })];
  for (const span of spans) {
    span.text.split(/\n{2,}/).forEach((piece, at) => {
      if (at) paragraphs.push(el("p", { dir: "auto" }));
      if (piece) paragraphs.at(-1).append(styled(span, piece, person));
    });
  }
  return paragraphs.filter((one) => one.hasChildNodes());
}

function styled(span, text, person) {
  let node = document.createTextNode(text);
  if (span.code) node = el("code", {}, node);
  if (span.bold) node = el("strong", {}, node);
  if (span.italic) node = el("em", {}, node);
  if (span.mention) node = el("span", { class: span.mention === person ? "mention me-too" : "mention" }, node);
  if (/^(https?:|mailto:)/i.test(span.link ?? "")) {
    node = el("a", { href: span.link, target: "_blank", rel: "noreferrer noopener" }, node);
  }
  return node;
}

function drawRow(message, row, deeds) {
  if (row.menu) return menu(row.menu, (values) => deeds.pick(message.id, row.menu.id, values));
  const buttons = row.buttons.map((button) => el("button", { type: "button", class: `button ${button.tone}`,
    "data-control": button.id, onclick: () => deeds.press(message.id, button.id) }, button.label));
  return el("div", { class: "row" }, buttons);
}

function sayAloud(message) {
  const what = message.text.map((span) => span.text).join("");
  announce(t(message.private ? "new_private" : "says", { who: message.author.name, what }));
}

