// A menu in a message: a button that opens a listbox; one choice is sent at once, several with a button.

import { el, icon } from "./page_dom.js";
import { t } from "./texts.js";

let counted = 0;

/** `send(values)` is called with what was picked. */
export function menu(data, send) {
  const id = `menu-${++counted}`;
  const many = data.most > 1;
  const chosen = new Set(data.chosen ?? []);
  const label = el("span", { class: "menu-label" }, summary(data, chosen));
  const opener = el("button", { type: "button", class: "menu-open", "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-controls": id, "data-control": data.id }, label, icon("down"));
  const options = data.choices.map((choice, at) => option(choice, `${id}-${at}`, chosen));
  const list = el("ul", { id: `${id}-list`, role: "listbox", tabindex: "0", "aria-label": data.label,
    "aria-multiselectable": many && "true" }, options);
  const done = el("button", { type: "button", class: "button main" });
  const panel = el("div", { class: "menu-panel", id, hidden: true },
    el("p", { class: "hint" }, many ? t("pick_most", { n: data.most }) : t("pick_one")), list, many && done);
  const box = el("div", { class: "menu" }, opener, panel);
  let active = Math.max(0, data.choices.findIndex((choice) => chosen.has(choice.value)));

  const mark = () => {
    options.forEach((one, at) => {
      one.classList.toggle("active", at === active);
      one.setAttribute("aria-selected", String(chosen.has(data.choices[at].value)));
    });
    list.setAttribute("aria-activedescendant", options[active]?.id ?? "");
    done.textContent = t("choose_n", { n: chosen.size });
    done.disabled = chosen.size === 0;
  };
  const open = (yes) => {
    panel.hidden = !yes;
    opener.setAttribute("aria-expanded", String(yes));
    mark();
    if (yes) {
      list.focus({ preventScroll: true });
      panel.scrollIntoView({ block: "nearest" });
    }
  };
  const take = (at) => {
    active = at;
    const { value } = data.choices[at];
    if (!many) {
      open(false);
      opener.focus();
      send([value]);
      return;
    }
    if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < data.most) chosen.add(value);
    mark();
  };
  const finish = () => {
    open(false);
    opener.focus();
    send(data.choices.map((choice) => choice.value).filter((value) => chosen.has(value)));
  };
  const move = (at) => {
    active = Math.min(Math.max(at, 0), options.length - 1);
    mark();
    options[active]?.scrollIntoView({ block: "nearest" });
  };

  opener.addEventListener("click", () => open(panel.hidden));
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    open(true);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
    opener.focus();
  });
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: options.length - 1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") take(active);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) move(typed(data.choices, active, event.key));
    else return;
    event.preventDefault();
  });
  options.forEach((one, at) => one.addEventListener("click", () => take(at)));
  done.addEventListener("click", finish);
  mark();
  return box;
}

/** The next choice that begins with this letter. */
function typed(choices, active, letter) {
  const order = [...choices.keys()].map((step) => (active + 1 + step) % choices.length);
  return order.find((at) => choices[at].label.toLowerCase().startsWith(letter.toLowerCase())) ?? active;
}

function summary(data, chosen) {
  const names = data.choices.filter((choice) => chosen.has(choice.value)).map((choice) => choice.label);
  return names.length ? `${data.label}: ${names.join(", ")}` : data.label || t("choose");
}

function option(choice, id, chosen) {
  return el("li", { role: "option", id, "data-value": choice.value, "aria-selected": String(chosen.has(choice.value)) },
    icon("check"), el("span", {}, el("span", { class: "option-label" }, choice.label),
      choice.about && el("span", { class: "option-about" }, choice.about)));
}
