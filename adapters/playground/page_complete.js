// What could come next in a typed line: commands, then their options, then values. Pure, no page in here.

/**
 * Read a line as far as it is typed.
 * `stage` is "none" | "command" | "option" | "value"; `items` are what fits ({label, about, line, mark}),
 * where `line` is the whole line once the item is taken. A value stage names the `command` and `option` to ask for.
 */
export function complete(input, commands) {
  if (!input.startsWith("/")) return { stage: "none", items: [] };
  const line = input.replace(/\s+/g, " ");
  const typed = line.slice(1);
  const command = commandOf(typed, commands);
  if (!command) return { stage: "command", items: commandsLike(typed, commands) };
  const rest = typed.slice(command.name.length).trimStart();
  const said = readOptions(command, rest);
  const last = said.at(-1);
  const open = command.options.filter((option) => !said.some((one) => one.option === option));
  const missing = open.some((option) => option.required);
  const facts = { command, ready: !missing };
  if (!last || last.done) return { stage: "option", ...facts, items: optionsLike(line, rest, said, open) };
  const head = line.slice(0, line.length - last.raw.length);
  return { stage: "value", ...facts, ready: !missing && last.raw.trim() !== "", option: last.option, head, typed: last.raw.trim(),
    items: last.option.choices.filter((choice) => near(choice, last.raw)).map((choice) => value(choice, head)) };
}

/** An item that puts a suggested value at the end of the line. */
export const value = (choice, head) => ({
  label: choice.label,
  about: choice.value === choice.label ? "" : choice.about ?? "",
  line: `${head.endsWith(" ") ? head : `${head} `}${choice.value} `,
});

function commandOf(typed, commands) {
  const lower = typed.toLowerCase();
  const fits = commands.filter(({ name }) => lower === name || lower.startsWith(`${name} `));
  const longest = fits.sort((a, b) => b.name.length - a.name.length)[0];
  // "/mentor" alone is also the beginning of "/mentor seek": it stays open while both are possible
  const more = commands.some(({ name }) => name !== longest?.name && name.startsWith(lower));
  return more ? null : longest ?? null;
}

function commandsLike(typed, commands) {
  const lower = typed.toLowerCase().trimStart();
  const rank = (command) => {
    if (command.name.startsWith(lower)) return 0;
    if (command.name.split(" ").some((word) => word.startsWith(lower))) return 1;
    return lower && command.about.toLowerCase().includes(lower) ? 2 : 3;
  };
  return commands
    .map((command, at) => ({ command, at, rank: rank(command) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ command }) => ({
      label: `/${command.name}`, about: command.about, line: `/${command.name} `, exact: command.name === lower.trim(),
    }));
}

/** The options named so far, each with what stands after it; `done` when a taken value is followed by a space. */
function readOptions(command, rest) {
  const said = [];
  if (!command.options.length) return said;
  const names = command.options.map((option) => option.name).join("|");
  const loose = rest.trim().toLowerCase();
  if (loose && !command.options.some(({ name }) => name.startsWith(loose) || loose.startsWith(`${name}:`))) {
    // words without a name belong to the first option, as the bot reads them
    const marked = new RegExp(`(?<!\\S)(${names})\\s*[:=]`, "i").test(rest);
    if (!marked) return [{ option: command.options[0], raw: rest, done: false }];
  }
  const marks = [...rest.matchAll(new RegExp(`(?<!\\S)(${names})\\s*[:=] ?`, "gi"))];
  marks.forEach((mark, at) => {
    const raw = rest.slice(mark.index + mark[0].length, marks[at + 1]?.index ?? rest.length);
    const option = command.options.find((one) => one.name === mark[1].toLowerCase());
    const known = option.choices.some((choice) => choice.value === raw.trim());
    const free = !option.choices.length && !option.suggest;
    said.push({ option, raw, done: /\s$/.test(raw) && raw.trim() !== "" && (known || free || option.taken === raw.trim()) });
  });
  return said;
}

function optionsLike(line, rest, said, open) {
  const word = said.length ? "" : rest.trim().toLowerCase();
  if (word && !open.some((option) => option.name.startsWith(word))) return [];
  const head = word ? line.slice(0, line.lastIndexOf(rest.trim())) : line.replace(/\s*$/, " ");
  return open
    .filter((option) => option.name.startsWith(word))
    .map((option) => ({ label: `${option.name}:`, about: option.about, line: `${head}${option.name}: `, required: option.required }));
}

function near(choice, typed) {
  const lower = typed.trim().toLowerCase();
  return choice.label.toLowerCase().includes(lower) || choice.value.toLowerCase().startsWith(lower);
}
