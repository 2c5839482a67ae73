// The server, as the page sees it: questions, deeds, and the news that something changed.

import { has, t } from "./texts.js";

/** What the server said, in the page's language where the page knows the reason. */
export class Trouble extends Error {
  constructor(error = {}) {
    const key = `error_${error.code ?? "failed"}`;
    super(has(key) ? t(key) : error.text || t("error_failed"));
    this.code = error.code ?? "failed";
  }
}

async function read(request) {
  let answer;
  try {
    answer = await request;
  } catch {
    throw new Trouble({ code: "lost", text: t("lost") });
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Trouble(body.error);
  return body;
}

export const ask = (path, query = {}) => read(fetch(`${path}?${new URLSearchParams(query)}`));

export const tell = (path, body = {}) =>
  read(fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

/** Keep a file for the form that is open; the answer is its id. */
export const upload = (person, file) => read(fetch(`/api/upload?${new URLSearchParams({ person })}`,
  { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file })).then((kept) => kept.id);

/** Call `changed(version)` whenever something this person could see changed; `state(ok)` on loss and return. */
export function follow(person, since, changed, state) {
  const stream = new EventSource(`/api/changes?${new URLSearchParams({ person, since })}`);
  stream.onmessage = (event) => changed(Number(event.data));
  stream.onopen = () => state(true);
  stream.onerror = () => state(false);
  return () => stream.close();
}
