// The people (one click = be that person) and the places that this person sees.

import { announce, avatar, byId, el, icon, rove, unseen } from "./page_dom.js";
import { t, tn } from "./texts.js";

const KINDS = [["channel", "channels", "hash"], ["direct", "directs", "chat"], ["space", "pairs", "pair"]];
let wanted = "";

/** Draw the list of people; `be(id)` is called when one is taken. */
export function drawPeople(world, person, be) {
  const box = byId("people");
  const list = el("ul", { class: "list", id: "people-list", "aria-describedby": "people-keys" });
  list.addEventListener("keydown", (event) => rove(list, event));
  list.append(...world.people.map((one) => el("li", {}, entry(one, one.id === person, be))));
  box.replaceChildren(
    el("h2", { id: "people-title" }, t("people")),
    el("p", { class: "hint" }, t("people_hint")),
    search(list, world),
    el("p", { class: "hint", id: "people-none", role: "status" }),
    el("p", { class: "unseen", id: "people-keys" }, t("people_keys")),
    list,
  );
  filter(list, world);
  const current = list.querySelector("[aria-current]");
  (current ?? list.querySelector("button"))?.setAttribute("tabindex", "0");
  if (current) list.scrollTop = Math.max(0, current.offsetTop - list.offsetTop - list.clientHeight / 3);
}

function search(list, world) {
  const field = el("input", { type: "search", id: "people-search", placeholder: t("search"), value: wanted,
    "aria-label": t("search"), "aria-controls": "people-list", autocomplete: "off", spellcheck: "false" });
  field.addEventListener("input", () => {
    wanted = field.value;
    const n = filter(list, world);
    if (wanted && n) announce(tn("found", n));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      field.value = wanted = "";
      filter(list, world);
    }
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.querySelector("li:not([hidden]) button")?.focus();
  });
  return field;
}

const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

function filter(list, world) {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  let n = 0;
  world.people.forEach((one, at) => {
    const about = plain(`${one.name} ${one.about} ${one.coordinator ? t("coordinator") : ""}`);
    const fits = words.every((word) => about.includes(word));
    const item = list.children[at];
    item.hidden = item.firstChild.hidden = !fits;
    n += fits;
  });
  byId("people-none").textContent = n ? "" : t("nobody");
  return n;
}

function entry(one, current, be) {
  const marks = [one.coordinator && t("coordinator"), !one.dms_open && t("dms_closed")].filter(Boolean);
  const button = el("button", { type: "button", class: "person", tabindex: "-1", "data-person": one.id,
    "aria-current": current && "true", onclick: () => be(one.id) },
    avatar(one),
    el("span", { class: "person-text" },
      el("span", { class: "person-name" }, one.name),
      el("span", { class: "person-about", title: one.about }, one.about),
      marks.length ? el("span", { class: "marks" }, marks.map((mark) => el("span", { class: "mark" }, mark))) : null),
    el("span", { class: "person-waiting" }));
  return button;
}

/** Beside each person: how many unread direct and private messages wait for them. */
export function drawWaiting(waiting, person) {
  for (const button of byId("people").querySelectorAll("[data-person]")) {
    const n = button.dataset.person === person ? 0 : waiting[button.dataset.person] ?? 0;
    const mark = button.querySelector(".person-waiting");
    if (mark.dataset.n === String(n)) continue;
    mark.dataset.n = n;
    mark.replaceChildren(...(n ? [el("span", { class: "count", "aria-hidden": "true" }, String(n)),
      unseen(`, ${tn("unread", n)}`)] : []));
  }
}

/** Draw who one is and the places with their unread marks; `go(id)` opens one. */
export function drawPlaces(world, view, person, go) {
  const focused = document.activeElement?.dataset?.place;
  const me = world.people.find((one) => one.id === person);
  const groups = KINDS.map(([kind, key, shape]) => {
    const places = view.places.filter((place) => place.kind === kind);
    if (!places.length) return null;
    const items = places.map((place) => el("li", {}, placeButton(place, view.place, shape, go)));
    return el("div", {}, el("h3", { id: `kind-${kind}` }, t(key)), el("ul", { "aria-labelledby": `kind-${kind}` }, items));
  });
  byId("places").replaceChildren(
    el("div", { class: "me" }, avatar(me), el("p", {},
      el("span", { class: "hint" }, t("you_are")), el("strong", { id: "me-name" }, me.name),
      el("span", { class: "hint" }, [languageName(me.locale), me.city].filter(Boolean).join(" · ")))),
    el("h2", { id: "places-title", class: "unseen" }, t("places")),
    ...groups.filter(Boolean));
  if (focused) byId("places").querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}

function languageName(locale) {
  if (!locale) return "";
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(locale);
  } catch {
    return locale;
  }
}

function placeButton(place, current, shape, go) {
  const unread = place.unread > 0 && place.id !== current;
  return el("button", { type: "button", class: unread ? "place new" : "place", "data-place": place.id,
    "aria-current": place.id === current && "page", onclick: () => go(place.id) },
    icon(shape), el("span", { class: "place-name" }, place.name),
    unread && el("span", { class: "count", "aria-hidden": "true" }, place.unread > 99 ? "99+" : String(place.unread)),
    unread && unseen(`, ${tn("unread", place.unread)}`));
}
