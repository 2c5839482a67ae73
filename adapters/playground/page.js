// The playground's page: who one is, where one looks, and what happens when something is done.

import { ask, follow, tell, Trouble } from "./page_api.js";
import { announce, byId, el, hush, memory, toast } from "./page_dom.js";
import { drawForm, prepareForm } from "./page_form.js";
import { drawMessages, expectAnswer, labelLog, prepareLog } from "./page_messages.js";
import { drawNews, expectNews, forgetNews } from "./page_news.js";
import { drawPeople, drawPlaces, drawWaiting } from "./page_people.js";
import { labelPrompt, prefill, preparePrompt } from "./page_prompt.js";
import { closeNarrow, drawTools, labelNarrow, paint, prepareNarrow, showName, speaks } from "./page_tools.js";
import { drawTour, firstVisit, prepareTour, showTour } from "./page_tour.js";
import { preferred, language, speak, t } from "./texts.js";

const drafts = new Map(); // person and place → what is in the message box
const now = { person: "", place: "", world: null, view: null };
let stop = () => {};
let running = null;
let again = false;
let anew = false; // a form that is open is to be drawn anew as well
let lost = false;

// --- what is shown -------------------------------------------------------------------------------------

async function loadWorld(person = now.person) {
  now.world = await ask("/api/world", { person, language: language() });
  now.person = now.world.people.some((one) => one.id === person) ? person : now.world.people[0].id;
  if (now.person !== person) now.world = await ask("/api/world", { person: now.person, language: language() });
}

/** Fetch the view and draw it; calls that come meanwhile make it one more round. */
function refresh(redrawForm = false) {
  again = true;
  anew ||= redrawForm;
  running ??= (async () => {
    while (again) {
      again = false;
      const { person, place } = now;
      const view = await viewOf(person, place);
      if (person === now.person && place === now.place) {
        draw(view, anew);
        anew = false;
      } else again = true;
    }
  })().finally(() => { running = null; });
  return running;
}

async function viewOf(person, place) {
  try {
    return await ask("/api/view", { person, place, language: language() });
  } catch (trouble) {
    if (trouble.code !== "place" || !place) throw trouble;
    return ask("/api/view", { person, place: "", language: language() });
  }
}

/** The bot speaks as this page does, or with each person in theirs. */
const tellLanguage = () => tell("/api/speak", { language: speaks() === "page" ? language() : null });

function draw(view, redrawForm) {
  now.view = view;
  now.place = view.place;
  const place = view.places.find((one) => one.id === view.place);
  drawPlaces(now.world, view, now.person, (id) => { closeNarrow(); void attempt(() => goTo(now.person, id)); });
  drawWaiting(view.waiting, now.person);
  drawNews(now.world, view, now.person, {
    be: (id) => void attempt(async () => goTo(id, await directOf(id))),
    go: (id) => void attempt(() => goTo(now.person, id)),
  });
  byId("place-title").textContent = place.name;
  const me = now.world.people.find((one) => one.id === now.person);
  byId("place-about").replaceChildren(el("span", { class: "who" }, `${t("you_are")} ${me.name} · `),
    t(place.closed ? "kind_closed" : `kind_${place.kind}`));
  labelPrompt(place.name);
  drawMessages(view, now.person, deeds);
  drawForm(view.form, now.person, redrawForm);
  byId("clock-time").textContent = view.clock.text;
  byId("clock-time").setAttribute("datetime", view.clock.iso);
  title(view, place);
  memory.set("person", now.person);
  history.replaceState(null, "", `#${encodeURIComponent(now.person)}/${encodeURIComponent(now.place)}`);
  if (place.unread && document.visibilityState === "visible") void tell("/api/read", { person: now.person, place: now.place });
}

function title(view, place) {
  const me = now.world.people.find((one) => one.id === now.person);
  const unread = view.places.reduce((sum, one) => sum + (one.id === view.place ? 0 : one.unread), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${me.name} · ${place.name} · ${t("title")}`;
}

function drawFrame() {
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = t(one.dataset.text);
  drawTools(now.world, tools);
  drawPeople(now.world, now.person, (id) => { closeNarrow(); void attempt(() => be(id)); });
  drawTour(now.world, (step) => void attempt(() => takeStep(step)));
  labelNarrow();
  labelLog();
}

// --- being somebody, somewhere --------------------------------------------------------------------------

async function goTo(person, place) {
  hush();
  forgetNews();
  const other = person !== now.person;
  const focused = document.activeElement?.dataset?.person;
  if (other) await loadWorld(person);
  now.place = place;
  await refresh();
  if (other) {
    drawFrame();
    listen();
    draw(now.view, false);
    byId("people").querySelector(`[data-person="${CSS.escape(focused ?? "")}"]`)?.focus({ preventScroll: true });
  }
  prefill(drafts.get(`${now.person} ${now.place}`) ?? "", { focus: !other });
}

/** Be this person; in a direct conversation one lands in that person's own. */
async function be(id) {
  if (id === now.person) return;
  const kind = now.view?.places.find((place) => place.id === now.place)?.kind;
  await goTo(id, kind === "channel" ? now.place : await directOf(id));
  if (document.activeElement === document.body) byId("log").focus({ preventScroll: true });
  announce(t("now_are", { who: now.world.people.find((one) => one.id === id).name }));
}

async function directOf(person) {
  const view = await ask("/api/view", { person, place: "" });
  return view.places.find((place) => place.kind === "direct")?.id ?? view.place;
}

async function takeStep(step) {
  const person = step.person || now.person;
  await goTo(person, step.place || await directOf(person));
  if (!step.prompt) return;
  prefill(step.prompt);
  toast(t("tour_ready", { who: now.world.people.find((one) => one.id === now.person).name }));
}

function listen() {
  stop();
  stop = follow(now.person, now.view.version, (version) => {
    if (version !== now.view.version) void attempt(refresh);
  }, (ok) => {
    if (ok && lost) { announce(t("back")); void attempt(async () => { await loadWorld(); drawFrame(); await refresh(); }); }
    lost = !ok;
    byId("lost").textContent = lost ? t("lost") : "";
  });
}

// --- doing something ------------------------------------------------------------------------------------

/** Do it, and say kindly what went wrong; the error goes on to who called where `rethrow` asks for it. */
async function attempt(deed, rethrow = false) {
  try {
    return await deed();
  } catch (trouble) {
    toast(trouble instanceof Trouble ? trouble.message : t("error_failed"), { error: true });
    if (!(trouble instanceof Trouble)) console.error(trouble);
    if (rethrow) throw trouble;
    return undefined;
  }
}

/** Tell the server, and look again: also after an error, since the view may be what was old. */
const act = (path, body, rethrow = false) => attempt(async () => {
  expectNews();
  expectAnswer();
  try {
    await tell(path, body);
  } finally {
    await refresh(path === "/api/fill");
  }
}, rethrow);

const deeds = {
  press: (message, id) => act("/api/press", { person: now.person, message, id }),
  pick: (message, id, values) => act("/api/pick", { person: now.person, message, id, values }),
};

/** The language has changed: the bot's, the page's and the clock's. */
async function reread() {
  await tellLanguage();
  await loadWorld();
  drawFrame();
  await refresh(true);
}

const tools = {
  pass: (hours) => act("/api/pass", { hours }),
  restart: () => act("/api/restart", {}),
  show: async (show) => {
    await act("/api/show", { show });
    await attempt(loadWorld);
    toast(t("showing", { show: showName(now.world.shows.find((one) => one.id === show)) }));
  },
  speak: (code) => {
    memory.set("language", code);
    speak(code);
    void attempt(reread);
  },
  speaks: (how) => {
    memory.set("speaks", how);
    void attempt(reread);
  },
  tour: () => { closeNarrow(); showTour(byId("tour").hidden); },
};

preparePrompt({
  commands: () => now.world?.commands ?? [],
  typed: (text) => drafts.set(`${now.person} ${now.place}`, text),
  suggest: (command, option, typed) => ask("/api/suggest", { person: now.person, command, option, typed }),
  send: (words) => {
    hush();
    return act(words.startsWith("/") ? "/api/use" : "/api/say", { person: now.person, place: now.place, words }, true);
  },
});
prepareForm({
  fill: async (answers) => {
    await act("/api/fill", { person: now.person, answers }, true);
    if (!now.view.form) byId("prompt-input").focus();
    return now.view.form;
  },
  close: () => act("/api/close-form", { person: now.person }),
});
prepareLog();
prepareNarrow();
prepareTour();

// --- the beginning --------------------------------------------------------------------------------------

async function open() {
  const [person, place] = location.hash.slice(1).split("/").map(decodeURIComponent);
  await tellLanguage();
  await loadWorld(person || memory.get("person") || "");
  now.place = place ?? "";
  drawFrame();
  await refresh();
  listen();
  prefill("", { focus: false });
  if (firstVisit()) showTour(true, false);
}

speak(memory.get("language") ?? preferred());
paint();
byId("place-title").textContent = t("loading");
document.addEventListener("visibilitychange", () => { if (now.view && document.visibilityState === "visible") void attempt(refresh); });
window.addEventListener("hashchange", () => { if (location.hash.includes("/")) location.reload(); });
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); byId("prompt-input").focus(); });
await attempt(open);
