// What arrived somewhere else because of what was just done: where, and one click to go there.

import { byId, el, icon } from "./page_dom.js";
import { t, tn } from "./texts.js";

const SHOWN = 2;
let asked = false; // something was done here, so what arrives now may be its answer
let known = null; // who or where → how much waited the last time one looked
let fresh = new Set();

/** Draw the line; `deeds` has be(person) and go(place). */
export function drawNews(world, view, person, deeds) {
  const waits = new Map();
  for (const place of view.places) if (place.kind !== "channel" && place.id !== view.place) waits.set(`here ${place.id}`, place.unread);
  for (const [id, n] of Object.entries(view.waiting)) if (id !== person) waits.set(`there ${id}`, n);
  if (asked) for (const [key, n] of waits) if (n > (known?.get(key) ?? 0)) fresh.add(key);
  fresh = new Set([...fresh].filter((key) => waits.get(key)));
  known = waits;
  const news = [...fresh].map((key) => entry(world, view, key, deeds)).filter(Boolean);
  const key = [...fresh].join();
  const box = byId("news");
  if (box.dataset.key === key + document.documentElement.lang) return;
  box.dataset.key = key + document.documentElement.lang;
  box.replaceChildren(...(news.length ? line(news) : []));
}

function line(news) {
  const more = news.length - SHOWN;
  const close = () => { forgetNews(); byId("news").replaceChildren(); byId("prompt-input").focus(); };
  return [
    el("p", {}, el("span", {}, t("news")), news.slice(0, SHOWN), more > 0 && el("span", { class: "hint" }, tn("news_more", more))),
    el("button", { type: "button", class: "bare", "aria-label": t("close"), onclick: close }, icon("close")),
  ];
}

/** Something is being done: from now on it is told what arrives elsewhere. */
export function expectNews() {
  asked = true;
}

/** One is going somewhere else: what is new there is told once something is done there. */
export function forgetNews() {
  asked = false;
  fresh.clear();
}

function entry(world, view, key, deeds) {
  const [kind, id] = key.split(/ (.*)/s);
  const place = view.places.find((one) => one.id === id);
  const person = world.people.find((one) => one.id === id);
  if (kind === "here") return place && button(t("news_here", { place: place.name }), () => deeds.go(id));
  return person && button(person.name, () => deeds.be(id));
}

const button = (label, act) => el("button", { type: "button", class: "button small", onclick: act }, label);
