// A menu in a message: short ones lie open; others are a button that opens a listbox, sent at once or with a button.

import { el, icon } from "./page_dom.js";
import { t } from "./texts.js";

let counted = 0;

const FEW = 5; // single choices that lie open, one tap each

/** The menu's element; `send(values)` is called with what was picked. */
export const menu = (data, send) => (isShort(data) ? row(data, send) : new Menu(data, send).box);

const isShort = ({ most, choices }) => most === 1 && choices.length <= FEW && choices.every((choice) => !choice.about);

/** A short menu needs no opening: its choices are buttons, the picked one is pressed. */
function row(data, send) {
  const id = `menu-${++counted}`;
  const buttons = data.choices.map((choice) => el("button", { type: "button", class: "button choice",
    "aria-pressed": data.chosen?.length ? String(data.chosen.includes(choice.value)) : null,
    "data-control": `${data.id} ${choice.value}`, onclick: () => send([choice.value]) }, choice.label));
  return el("div", { class: "menu-row", role: "group", "aria-labelledby": id },
    el("p", { class: "hint", id }, data.label || t("choose")), el("div", { class: "row" }, buttons));
}

class Menu {
  constructor(data, send) {
    this.data = data;
    this.send = send;
    this.many = data.most > 1;
    this.chosen = new Set(data.chosen ?? []);
    this.active = Math.max(0, data.choices.findIndex((choice) => this.chosen.has(choice.value)));
    this.build(`menu-${++counted}`);
    this.listen();
    this.mark();
  }

  build(id) {
    const { data, many, chosen } = this;
    this.options = data.choices.map((choice, at) => option(choice, `${id}-${at}`));
    this.opener = el("button", { type: "button", class: "menu-open", "aria-haspopup": "listbox", "aria-expanded": "false",
      "aria-controls": id, "data-control": data.id }, el("span", { class: "menu-label" }, summary(data, chosen)), icon("down"));
    this.list = el("ul", { role: "listbox", tabindex: "0", "aria-label": data.label || t("choose"),
      "aria-multiselectable": many && "true" }, this.options);
    this.done = el("button", { type: "button", class: "button main" });
    this.panel = el("div", { class: "menu-panel", id, hidden: true },
      el("p", { class: "hint" }, many ? t("pick_most", { n: data.most }) : t("pick_one")), this.list, many && this.done);
    this.box = el("div", { class: "menu" }, this.opener, this.panel);
  }

  listen() {
    this.opener.addEventListener("click", () => this.open(this.panel.hidden));
    this.opener.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      this.open(true);
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.options.forEach((one, at) => one.addEventListener("click", () => this.take(at)));
    this.done.addEventListener("click", () => this.finish(this.values()));
  }

  key(event) {
    const { active, options } = this;
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: options.length - 1 };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.take(active);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) this.move(this.lettered(event.key));
    else return;
    event.preventDefault();
  }

  open(yes) {
    this.panel.hidden = !yes;
    this.opener.setAttribute("aria-expanded", String(yes));
    this.mark();
    if (!yes) return;
    this.list.focus({ preventScroll: true });
    this.panel.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.open(false);
    this.opener.focus();
  }

  take(at) {
    this.active = at;
    const { value } = this.data.choices[at];
    if (!this.many) {
      this.finish([value]);
      return;
    }
    if (this.chosen.has(value)) this.chosen.delete(value);
    else if (this.chosen.size < this.data.most) this.chosen.add(value);
    this.mark();
  }

  finish(values) {
    this.close();
    this.send(values);
  }

  values() {
    return this.data.choices.map((choice) => choice.value).filter((value) => this.chosen.has(value));
  }

  move(at) {
    this.active = Math.min(Math.max(at, 0), this.options.length - 1);
    this.mark();
    this.options[this.active]?.scrollIntoView({ block: "nearest" });
  }

  mark() {
    this.options.forEach((one, at) => {
      one.classList.toggle("active", at === this.active);
      one.setAttribute("aria-selected", String(this.chosen.has(this.data.choices[at].value)));
    });
    this.list.setAttribute("aria-activedescendant", this.options[this.active]?.id ?? "");
    this.done.textContent = t("choose_n", { n: this.chosen.size });
    this.done.disabled = this.chosen.size === 0;
  }

  /** The next choice that begins with this letter. */
  lettered(letter) {
    const { choices } = this.data;
    const order = [...choices.keys()].map((step) => (this.active + 1 + step) % choices.length);
    return order.find((at) => choices[at].label.toLowerCase().startsWith(letter.toLowerCase())) ?? this.active;
  }
}

function summary(data, chosen) {
  const names = data.choices.filter((choice) => chosen.has(choice.value)).map((choice) => choice.label);
  if (!names.length) return data.label || t("choose");
  return data.label ? `${data.label}: ${names.join(", ")}` : names.join(", ");
}

function option(choice, id) {
  return el("li", { role: "option", id, "data-value": choice.value }, icon("check"),
    el("span", {}, el("span", { class: "option-label" }, choice.label),
      choice.about && el("span", { class: "option-about" }, choice.about)));
}
