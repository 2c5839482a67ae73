// The choices of a form's field: a few lie in a row, many are folded to the chosen ones until all are asked for.

import { el } from "./page_dom.js";
import { t, tn } from "./texts.js";

const FEW = 6; // shown of a folded list, and the most radio buttons before a field becomes a drop-down
const MANY = 8; // more than these are folded
const ROW = 60; // letters that stand side by side

/** Whether a field is drawn as radio buttons or checkboxes; `picks` draws it then. */
export const grouped = (field) => field.kind === "many" || (field.kind === "one" && field.choices.length <= FEW);

/** The inputs of a grouped field; `facts` are the id, the name and what describes it, `value` what is chosen. */
export function picks(field, facts, value) {
  const type = field.kind === "many" ? "checkbox" : "radio";
  const chosen = field.choices.filter((choice) => value.includes(choice.value));
  const rest = field.choices.filter((choice) => !value.includes(choice.value));
  const folded = type === "checkbox" && field.choices.length > MANY;
  const order = folded ? [...chosen, ...rest] : field.choices;
  const boxes = order.map((choice, at) => pick(choice, type, value.includes(choice.value), facts, at));
  const short = order.every((choice) => !choice.about) && order.map((choice) => choice.label).join("").length <= ROW;
  const list = el("div", { class: folded || short ? "picks short" : "picks" }, boxes);
  return folded ? fold(list, boxes, facts.id, Math.max(chosen.length, FEW)) : list;
}

function pick(choice, type, checked, facts, at) {
  return el("label", { class: "pick" },
    el("input", { type, name: facts.name, value: choice.value, checked, id: `${facts.id}-${at}`,
      "aria-invalid": type === "checkbox" ? facts["aria-invalid"] : null }),
    el("span", {}, el("span", { class: "option-label" }, choice.label),
      choice.about && el("span", { class: "option-about" }, choice.about)));
}

/** The first `few` and all that are chosen; a button shows the rest, with a field that narrows them down. */
function fold(list, boxes, id, few) {
  const said = el("p", { class: "unseen", role: "status" });
  const none = el("p", { class: "hint", hidden: true }, t("pick_none"));
  const filter = el("input", { type: "search", class: "pick-filter", placeholder: t("pick_filter"), hidden: true,
    "aria-label": t("pick_filter"), "aria-controls": `${id}-list`, autocomplete: "off", spellcheck: "false" });
  const more = el("button", { type: "button", class: "button small pick-more", "aria-expanded": "false",
    "aria-controls": `${id}-list` });
  list.id = `${id}-list`;
  const show = () => {
    const open = more.getAttribute("aria-expanded") === "true";
    const wanted = plain(filter.value.trim());
    boxes.forEach((box, at) => {
      box.hidden = !(box.querySelector("input").checked || (open ? plain(box.textContent).includes(wanted) : at < few));
    });
    const n = boxes.filter((box) => plain(box.textContent).includes(wanted)).length;
    none.hidden = !open || n > 0;
    said.textContent = open && wanted ? tn("pick_found", n) : "";
    list.classList.toggle("open", open);
    more.textContent = open ? t("pick_less") : t("pick_all", { n: boxes.length });
  };
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") !== "true";
    more.setAttribute("aria-expanded", String(open));
    filter.hidden = !open;
    filter.value = "";
    show();
    if (open) filter.focus();
  });
  filter.addEventListener("input", (event) => { event.stopPropagation(); show(); });
  filter.addEventListener("keydown", (event) => narrowed(event, boxes, filter, show));
  show();
  return el("div", { class: "pick-fold" }, filter, list, none, more, said);
}

/** Enter chooses what the words left over when that is one; Esc forgets the words. Neither ends the form. */
function narrowed(event, boxes, filter, show) {
  if (event.key === "Enter") {
    event.preventDefault();
    const left = boxes.filter((box) => plain(box.textContent).includes(plain(filter.value.trim())));
    if (!filter.value.trim() || left.length !== 1) return;
    left[0].querySelector("input").click();
  } else if (event.key !== "Escape" || !filter.value) return;
  event.preventDefault();
  event.stopPropagation();
  filter.value = "";
  show();
}

const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
