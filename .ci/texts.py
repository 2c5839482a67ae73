"""Bring bot/locales up to date with the texts in the code, keeping every translation there is."""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"t": None, "tn": (1, 2)}
TRANSLATED = ("de", "it")
SPEAKING = ("bot", "adapters")
PLURALS = "nplurals=2; plural=(n != 1);"
"""One and more: enough for both. Italian has a third form, for whole millions, which none of our numbers reaches."""


def texts() -> Catalog:
    """Every text in the code. Without places and dates, so that a change of code shows only its texts."""
    found = Catalog()
    for folder in SPEAKING:
        for _, _, key, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], {}, KEYWORDS):
            found.add(key)
    return found


def updated(path: Path, language: str, source: Catalog) -> tuple[bytes, int]:
    """The catalogue's new content and how many texts wait for a translation."""
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    new = Catalog(locale=language)
    new.mime_headers = [("Plural-Forms", PLURALS)]
    for message in source:
        if message.id:
            known = old.get(message.id) or old.obsolete.get(key_of(message))
            same = known is not None and known.id == message.id and not known.fuzzy
            new.add(message.id, known.string if known is not None and same else None)
    # A text that left the code keeps its translation, commented out: it may come back, and was work.
    gone = {key_of(m): m for m in (*old, *old.obsolete.values()) if m.id and any(strings(m.string))}
    new.obsolete.update({key: m for key, m in gone.items() if key not in new})
    waiting = sum(1 for message in new if message.id and not all(strings(message.string)))
    written = BytesIO()
    write_po(written, new, width=100, no_location=True, omit_header=True, sort_output=True)
    head = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {PLURALS}\\n"\n\n'
    )
    return head.encode() + written.getvalue(), waiting


def key_of(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def strings(string: object) -> list[str]:
    return [str(one) for one in string] if isinstance(string, (tuple, list)) else [str(string or "")]


def main() -> None:
    source = texts()
    for language in TRANSLATED:
        path = ROOT / "bot" / "locales" / language / "LC_MESSAGES" / "messages.po"
        content, waiting = updated(path, language, source)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path.relative_to(ROOT)}: {len(source)} texts, {waiting} to translate")


if __name__ == "__main__":
    main()
