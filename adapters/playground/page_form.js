// A form of the bot as a dialog: errors beside the fields, nothing typed is ever lost.

import { announce, byId, el, toast } from "./page_dom.js";
import { attachment } from "./page_attach.js";
import { grouped, picks } from "./page_picks.js";
import { t } from "./texts.js";

const kept = new Map(); // person and form → what was typed before it was closed
let shown = "";
let current = null;
let deeds = null;

const dialog = () => byId("form");
const keyOf = (person, form) => JSON.stringify([person, form.title, form.step, form.fields.map((field) => field.name)]);
const keptFor = (person, form) => `${person} ${form.title} ${form.step}`;

/** `given` has fill(answers) and close(). */
export function prepareForm(given) {
  deeds = given;
  dialog().addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
}

/** Show this form, or none. The same form is left alone while somebody types, unless `again` says to draw it anew. */
export function drawForm(form, person, again = false) {
  if (!form) {
    if (dialog().open) dialog().close();
    shown = "";
    current = null;
    return;
  }
  const key = keyOf(person, form) + JSON.stringify(form.fields.map((field) => field.error)) + document.documentElement.lang;
  if (key === shown && dialog().open && !again) return;
  const typing = dialog().open && current && keptFor(person, current.form) === keptFor(person, form) ? answers() : null;
  const before = typing ?? kept.get(keptFor(person, form));
  shown = key;
  current = { form, person };
  dialog().replaceChildren(body(form, before));
  if (!dialog().open) dialog().showModal();
  first()?.focus();
  if (form.text || form.fields.some((field) => field.error)) announce(form.text || t("form_errors"));
}

/** Where to begin: at the first answer to be mended, else at the first one. */
function first() {
  const field = dialog().querySelector("[aria-invalid=true]") ?? dialog().querySelector(".field");
  return field.matches("input, textarea, select") ? field
    : field.querySelector("input:checked") ?? field.querySelector("input, textarea, select");
}

function body(form, before) {
  const wrong = form.text || (form.fields.some((field) => field.error) ? t("form_errors") : "");
  const send = (event) => { event.preventDefault(); void submit(); };
  return el("form", { method: "dialog", novalidate: true, onsubmit: send },
    el("header", {}, el("h2", { id: "form-title" }, form.title),
      form.steps > 1 && el("p", { class: "hint" }, t("form_step", { n: form.step, all: form.steps }))),
    el("div", { class: "fields" },
      form.intro && el("p", { class: "intro" }, form.intro),
      el("p", { class: "form-wrong", id: "form-wrong", hidden: !wrong }, wrong),
      form.fields.some((field) => field.required) && form.fields.some((field) => !field.required)
        && el("p", { class: "hint" }, t("form_required")),
      form.fields.map((field, at) => drawField(field, at, before?.[field.name] ?? field.value))),
    el("footer", {},
      el("button", { type: "button", class: "button", onclick: leave }, t("form_cancel")),
      el("button", { type: "submit", class: "button main", id: "form-submit" }, form.submit)));
}

function drawField(field, at, value) {
  const id = `field-${at}`;
  const notes = [field.hint && `${id}-hint`, field.error && `${id}-error`, limited(field) && `${id}-left`].filter(Boolean);
  const facts = { id, name: field.name, "aria-describedby": notes.join(" ") || null, "aria-invalid": field.error ? "true" : null,
    "aria-required": field.required && field.kind !== "many" ? "true" : null };
  const name = [field.label, !field.required && el("span", { class: "mark" }, t("optional"))];
  const parts = [
    field.hint && el("p", { class: "hint", id: `${id}-hint` }, field.hint),
    el("p", { class: "field-error", id: `${id}-error`, hidden: !field.error }, field.error),
    grouped(field) ? picks(field, facts, value) : control(field, facts, value),
    limited(field) && el("p", { class: "hint left", id: `${id}-left` }),
  ];
  const described = { "aria-describedby": facts["aria-describedby"] };
  const radios = field.kind === "one"
    ? { role: "radiogroup", "aria-required": facts["aria-required"], "aria-invalid": facts["aria-invalid"] } : {};
  const box = grouped(field)
    ? el("fieldset", { class: "field", "data-field": field.name, ...described, ...radios }, el("legend", {}, name), parts)
    : el("div", { class: "field", "data-field": field.name }, el("label", { for: id }, name), parts);
  box.addEventListener("input", () => count(field, id));
  queueMicrotask(() => count(field, id));
  return box;
}

const typedKind = (field) => field.kind === "line" || field.kind === "long";
const limited = (field) => typedKind(field) || (field.kind === "many" && field.most < field.choices.length);

function control(field, facts, value) {
  if (field.kind === "long") return el("textarea", { ...facts, rows: "5" }, value[0] ?? "");
  if (field.kind === "file") return attachment(field, facts, value, current?.person);
  if (field.kind === "line") return el("input", { ...facts, type: "text", value: value[0] ?? "", autocomplete: "off" });
  const options = field.choices.map((choice) =>
    el("option", { value: choice.value, selected: value.includes(choice.value) },
      choice.about ? `${choice.label} (${choice.about})` : choice.label));
  return el("select", facts, el("option", { value: "" }, t("nothing_chosen")), options);
}

function count(field, id) {
  const line = byId(`${id}-left`);
  if (!line) return;
  const given = answers()[field.name] ?? [];
  const left = field.most - (typedKind(field) ? [...(given[0] ?? "")].length : given.length);
  line.classList.toggle("over", left < 0);
  if (!typedKind(field)) line.textContent = t("picked", { n: given.length, all: field.most });
  else line.textContent = left < 0 ? t("over", { n: -left }) : t("left", { n: left });
}

/** What is in the form now: field name → list of values. */
function answers() {
  const data = new FormData(dialog().querySelector("form"));
  return Object.fromEntries(current.form.fields.map((field) =>
    [field.name, data.getAll(field.name).map((one) => String(one).replaceAll("\r\n", "\n")).filter(Boolean)]));
}

/** What the page can see by itself; everything else is for the bot to say. */
function mistake(field, given) {
  const length = [...(given[0] ?? "")].length;
  if (field.required && !given.some((one) => one.trim())) return t("need_answer");
  if (typedKind(field) && length > field.most) return t("too_long", { n: length - field.most });
  if (field.kind === "many" && given.length > field.most) return t("too_many", { n: field.most });
  return "";
}

function say(wrong) {
  const line = byId("form-wrong");
  if (!line) return;
  line.textContent = wrong;
  line.hidden = false;
  line.scrollIntoView({ block: "nearest" });
}

async function submit() {
  const given = answers();
  const { form, person } = current;
  const checked = form.fields.map((field) => ({ ...field, value: given[field.name], error: mistake(field, given[field.name]) }));
  if (checked.some((field) => field.error)) {
    drawForm({ ...form, text: "", fields: checked }, person, true);
    return;
  }
  const button = byId("form-submit");
  button.disabled = true;
  kept.set(keptFor(person, form), given);
  try {
    const next = await deeds.fill(given);
    if (!next || keptFor(person, next) !== keptFor(person, form)) kept.delete(keptFor(person, form));
  } catch (trouble) {
    say(trouble.message); // the dialog lies over whatever else says it
  } finally {
    button.disabled = false;
  }
}

function leave() {
  const { form, person } = current;
  const given = answers();
  kept.set(keptFor(person, form), given);
  if (Object.values(given).some((one) => one.length)) toast(t("form_kept"));
  dialog().close();
  shown = "";
  void deeds.close();
}
