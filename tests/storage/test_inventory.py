"""The inventory of what is kept: it knows every column, and what it says can be done."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Table

from bot.features.privacy.model import PERIODS
from bot.i18n import LANGUAGES
from storage.columns import Instant, metadata
from storage.inventory.reading import ANY, BASES, ERASES, OWNERS, Entry, Label, inventory, whole
from tests.storage.conftest import TABLES

ENTRIES = inventory()
ABOUT_PEOPLE = [name for name, entry in ENTRIES.items() if not entry.nobody]


def table(entry: Entry) -> Table:
    return metadata.tables[entry.table]


def test_every_table_and_column_has_an_entry() -> None:
    """Fails for a new column: say in storage/inventory/ what it is for (docs/new-feature.md)."""
    kept = {name: {column.name for column in one.columns} for name, one in metadata.tables.items()}
    assert set(kept) == set(TABLES)
    assert {name: set(entry.known()) for name, entry in ENTRIES.items()} == kept


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_an_entry_about_people_is_whole(name: str) -> None:
    entry = ENTRIES[name]
    about = whole(entry)
    assert about.basis in BASES
    assert entry.erase in ERASES
    assert all(set(said) == set(LANGUAGES) for said in (about.what, about.why, about.seen))
    assert entry.mine or (entry.shared and entry.erase == "nothing"), "whose is a row?"
    assert set(entry.mine.values()) <= set(OWNERS)
    if entry.erase == "words":
        assert entry.words
    if entry.erase == "keyed":
        assert set(entry.keyed) >= {column for column, kind in entry.mine.items() if kind == "person"}


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_an_entry_names_columns_that_are_there(name: str) -> None:
    entry = ENTRIES[name]
    columns = {column.name for column in table(entry).columns}
    owners = {*entry.mine, *entry.shared, ANY}
    assert set(entry.mine) | set(entry.shared) | set(entry.only) | set(entry.words) | set(entry.keyed) <= columns
    assert set(entry.only.values()) | set(entry.words.values()) <= owners
    assert set(entry.names) <= columns
    assert set(entry.names.values()) <= set(entry.keyed)
    assert all(ENTRIES[other].mine for other in entry.shared.values())


@pytest.mark.parametrize("name", ABOUT_PEOPLE)
def test_an_exported_column_is_named_in_every_language(name: str) -> None:
    for column, said in ENTRIES[name].columns.items():
        if isinstance(said, Label):
            assert set(said.names) == set(LANGUAGES), column
            assert all(said.names.values()), column
            assert said.form in ("", "json"), column
        else:
            assert said, f"{column}: why is it not exported?"


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.fade])
def test_what_fades_has_a_period_and_a_beginning(name: str) -> None:
    entry = ENTRIES[name]
    assert entry.fade
    assert entry.fade.after in PERIODS
    of, _, since = entry.fade.since.rpartition(".")
    assert isinstance((metadata.tables[of] if of else table(entry)).c[since].type, Instant)
    assert set(entry.fade.columns) <= {column.name for column in table(entry).columns}


def test_an_unknown_word_in_an_entry_is_noticed() -> None:
    from storage.inventory.reading import _entry

    with pytest.raises(TypeError, match="eraze"):
        _entry("draft", {"eraze": "row"})


def test_the_page_for_operators_names_every_period() -> None:
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    for period in PERIODS.values():
        setting = f"`{period.setting}`" if period.setting else ""
        assert not period.days or f"| {period.about} | {period.days} | {setting} |" in page
