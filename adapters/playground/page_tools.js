// The bar at the top (clock, restart, "show as", the tour) and the page's own settings (language, colours).

import { byId, el, icon, memory, toast } from "./page_dom.js";
import { has, LANGUAGES, language, t } from "./texts.js";

const STEPS = [[1, "plus_hour"], [24, "plus_day"], [168, "plus_week"]];

const SPEAKS = ["page", "own"];

/** Whether the bot speaks this page's language with everybody ("page") or each person's ("own"). */
export const speaks = () => (memory.get("speaks") === "own" ? "own" : "page");

/** `deeds` has pass(hours), restart(), show(id), speak(language), speaks(how), tour(). */
export function drawTools(world, deeds) {
  byId("brand").textContent = world.community.name || t("title");
  byId("tools").setAttribute("aria-label", t("tools"));
  const focused = document.activeElement?.id;
  byId("tools").replaceChildren(
    clock(deeds),
    el("div", { class: "tool" },
      button("restart", t("restart"), () => restart(deeds), "restart-about"),
      el("p", { class: "unseen", id: "restart-about" }, t("restart_about"))),
    choice("show", t("show"), world.shows.map((one) => [one.id, showName(one)]), world.show, deeds.show),
    button("tour-open", t("tour"), deeds.tour),
  );
  byId("settings").setAttribute("aria-label", t("settings"));
  byId("settings").replaceChildren(
    choice("language", t("language"), LANGUAGES, language(), deeds.speak),
    choice("speaks", t("speaks"), SPEAKS.map((one) => [one, t(`speaks_${one}`)]), speaks(), deeds.speaks, "wide"),
    choice("theme", t("theme"), [["auto", t("theme_auto")], ["light", t("theme_light")], ["dark", t("theme_dark")]],
      memory.get("theme") ?? "auto", paint),
  );
  byId("restart").title = t("restart_about");
  if (focused) byId(focused)?.focus();
}

/** Names of products stay as they are; the rest is in the page's language. */
export const showName = (show) => (has(`show_${show.id}`) ? t(`show_${show.id}`) : show.label);

const button = (id, label, act, about) =>
  el("button", { type: "button", class: "button small", id, onclick: act, "aria-describedby": about }, label);

function clock(deeds) {
  const pass = async (event, hours) => {
    const pressed = event.currentTarget;
    const all = [...pressed.closest(".clock").querySelectorAll("button")];
    for (const one of all) one.setAttribute("aria-disabled", "true");
    pressed.classList.add("busy");
    byId("clock-state").textContent = t("passing");
    try {
      await deeds.pass(hours);
      byId("clock-state").textContent = t("passed", { when: byId("clock-time").textContent });
    } finally {
      for (const one of all) one.removeAttribute("aria-disabled");
      pressed.classList.remove("busy");
    }
  };
  const press = (event, hours) => event.currentTarget.getAttribute("aria-disabled") || void pass(event, hours);
  return el("div", { class: "clock", role: "group", "aria-label": t("clock") },
    el("time", { id: "clock-time", title: t("clock") }),
    STEPS.map(([hours, key]) =>
      el("button", { type: "button", class: "button small", onclick: (event) => press(event, hours) }, t(key))),
    el("span", { class: "unseen", id: "clock-state", role: "status" }));
}

function choice(id, label, options, chosen, act, shape = "") {
  const select = el("select", { id, onchange: () => act(select.value) },
    options.map(([value, name]) => el("option", { value, selected: value === chosen }, name)));
  return el("div", { class: `tool ${shape}` }, el("label", { for: id }, label), select);
}

async function restart(deeds) {
  const pressed = byId("restart");
  if (pressed.getAttribute("aria-disabled")) return;
  pressed.setAttribute("aria-disabled", "true");
  toast(t("restarting"));
  try {
    await deeds.restart();
    toast(t("restarted"));
  } finally {
    pressed.removeAttribute("aria-disabled");
  }
}

/** Light, dark, or as the system says. */
export function paint(theme = memory.get("theme") ?? "auto") {
  memory.set("theme", theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The buttons that exist on narrow screens only: the drawer of people and places, and this bar. */
export function prepareNarrow() {
  const drawer = (open) => toggle("drawer", "drawer-open", open);
  byId("drawer-open").addEventListener("click", () => drawer(!isOpen("drawer")));
  byId("drawer-close").addEventListener("click", () => drawer(false));
  byId("tools-open").addEventListener("click", () => toggle("tools", "tools-open", !isOpen("tools")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (isOpen("drawer")) drawer(false);
    else if (isOpen("tools")) toggle("tools", "tools-open", false);
  });
  matchMedia("(min-width: 60rem)").addEventListener("change", closeNarrow);
}

export function closeNarrow() {
  if (isOpen("drawer")) toggle("drawer", "drawer-open", false, false);
  if (isOpen("tools")) toggle("tools", "tools-open", false, false);
}

const isOpen = (id) => byId(id).classList.contains("open");

function toggle(id, opener, open, focus = true) {
  byId(id).classList.toggle("open", open);
  byId(opener).setAttribute("aria-expanded", String(open));
  if (id === "drawer") {
    byId("talk").inert = byId("tour").inert = byId("top").inert = open;
    if (open) byId("drawer-close").focus();
  }
  if (!open && focus) byId(opener).focus();
}

export function labelNarrow() {
  for (const [id, key, shape] of [["drawer-open", "menu", "menu"], ["tools-open", "tools", "clock"], ["drawer-close", "close", "close"]]) {
    byId(id).replaceChildren(icon(shape));
    byId(id).setAttribute("aria-label", t(key));
  }
}
