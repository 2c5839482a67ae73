// A form's field for a file: it goes to the server as soon as it is chosen, and the form carries its id.

import { upload } from "./page_api.js";
import { byId, el } from "./page_dom.js";
import { t } from "./texts.js";

/** A file input, what became of it, and the hidden answer; `value` is what was attached before. */
export function attachment(field, facts, value, person) {
  const kept = el("input", { type: "hidden", name: field.name, value: value[0] ?? "" });
  const said = el("p", { class: "hint", role: "status" }, value[0] ? t("attached_before") : "");
  const input = el("input", { ...facts, name: null, type: "file", accept: "image/png,image/jpeg,image/webp" });
  input.addEventListener("change", () => void attach(input, kept, said, person));
  return el("div", { class: "attachment" }, input, kept, said);
}

async function attach(input, kept, said, person) {
  const [file] = input.files;
  kept.value = "";
  said.textContent = file ? t("attaching") : "";
  if (!file) return;
  const submit = byId("form-submit");
  submit.disabled = true;
  try {
    kept.value = await upload(person, file);
    said.textContent = t("attached", { name: file.name });
  } catch (trouble) {
    said.textContent = trouble.message;
  } finally {
    submit.disabled = false;
  }
}
