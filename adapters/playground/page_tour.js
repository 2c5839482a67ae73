// The welcome of a first visit and the guided tour: each step makes one the right person and writes the line.

import { byId, el, icon, memory } from "./page_dom.js";
import { t } from "./texts.js";

let current = memory.get("step");
const seen = new Set((memory.get("tour") ?? "").split(",").filter(Boolean));

/** Draw the panel; `go(step)` is called with the step that was taken. */
export function drawTour(world, go) {
  const steps = world.tour.map((step, at) => el("li", {}, stepButton(step, at, (one) => {
    seen.add(String(at));
    current = String(at);
    memory.set("tour", [...seen].join(","));
    memory.set("step", current);
    drawTour(world, go);
    if (covers()) showTour(false, false);
    go(one);
  })));
  byId("tour").replaceChildren(
    el("header", {}, el("h2", { id: "tour-title" }, t("welcome")),
      el("button", { type: "button", class: "bare", id: "tour-close", "aria-label": t("close"), onclick: () => showTour(false) },
        icon("close"))),
    el("p", {}, t("welcome_1")), el("p", {}, t("welcome_2")), el("p", {}, t("welcome_3")),
    steps.length > 0 && el("h3", {}, t("tour")),
    steps.length > 0 && el("p", { class: "hint" }, t("tour_intro")),
    el("ol", { class: "steps" }, steps));
}

function stepButton(step, at, take) {
  const done = seen.has(String(at));
  return el("button", { type: "button", class: done ? "step done" : "step",
    "aria-current": String(at) === current && "step", onclick: () => take(step) },
    el("span", { class: "step-number" }, t("tour_step", { n: at + 1 }), done && ` · ${t("tour_seen")}`),
    el("span", { class: "step-title" }, step.title),
    el("span", { class: "step-text" }, step.text),
    step.prompt && el("code", {}, step.prompt));
}

/** Open or close the panel; it opens by itself on the first visit only. */
export function showTour(open, focus = true) {
  byId("tour").hidden = !open;
  memory.set("welcomed", "yes");
  settle();
  if (open && (focus || covers())) (byId("tour").querySelector("[aria-current]") ?? byId("tour-close")).focus();
  if (!open && focus) (byId("tour-open").offsetParent ? byId("tour-open") : byId("tools-open")).focus();
}

/** On a small screen the panel lies over the chat, which then waits: Esc or a click beside the panel closes it. */
export function prepareTour() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && isOver()) showTour(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOver() && !byId("tour").contains(event.target)) showTour(false);
  });
  small.addEventListener("change", settle);
}

const small = matchMedia("(max-width: 75rem)");
const covers = () => small.matches;
const isOver = () => covers() && !byId("tour").hidden;

function settle() {
  for (const id of ["top", "drawer", "talk"]) byId(id).inert = isOver();
}

export const firstVisit = () => memory.get("welcomed") === null;
