"""`main.py audit`: read the audit log, and check that nobody has changed it since."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.console.starting import in_one_line
from bot.audit import Checking, Entry, Head
from bot.errors import Problem

if TYPE_CHECKING:
    from bot.ports import Store
    from bot.work import Work

PAGE = 1000

Anchors = Mapping[int, Mapping[int, str]]


Opened = Callable[[], "AbstractAsyncContextManager[Store]"]
"""The store to read from, beside a bot that may be running."""


def commands(opened: Opened) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Who changed what: show it, and check that it is whole.")

    @group.command()
    def show(
        community: Annotated[int, typer.Option(help="Only this community's, by its number.")] = 0,
        most: Annotated[int, typer.Option(help="So many of each community's newest entries.")] = 100,
    ) -> None:
        """The newest entries of each community, oldest first, a line of JSON each."""
        raise typer.Exit(in_one_line(_shown(opened, community, most)))

    @group.command()
    def verify(
        anchors: Annotated[Path | None, typer.Option(help="What an earlier run printed; it must still hold.")] = None,
    ) -> None:
        """Check every community's chain, and print where each ends: keep those lines somewhere else."""
        raise typer.Exit(in_one_line(_verified(opened, anchors)))

    return group


async def _shown(opened: Opened, community: int, most: int) -> None:
    async with opened() as store:
        for head in await store.read(lambda work: work.audit.heads()):
            if community in (0, head.community):
                found = await store.read(lambda work, of=head.community: work.audit.last(of, most))  # type: ignore[misc]
                for entry in reversed(found):
                    typer.echo(written(entry))


def written(entry: Entry) -> str:
    return json.dumps(
        {
            "community": entry.community,
            "number": entry.number,
            "at": entry.at.isoformat(timespec="seconds"),
            "by": entry.name or f"person {entry.actor}",
            "what": entry.what,
            "about": entry.about,
            "facts": dict(entry.facts),
            "hash": entry.hash,
        },
        ensure_ascii=False,
    )


async def _verified(opened: Opened, anchors: Path | None) -> None:
    known = read_anchors(anchors) if anchors else {}
    async with opened() as store:
        heads = await store.read(lambda work: work.audit.heads())
        lost = known.keys() - {head.community for head in heads}
        wrong = [f"community {one}: its whole log is gone" for one in sorted(lost)]
        for head in heads:
            faults = [line async for line in _checked(store, head, known.get(head.community, {}))]
            wrong += [f"community {head.community}: {line}" for line in faults]
            if not faults:
                typer.echo(f"{head.community} {head.number} {head.hash}")
    if wrong:
        raise Problem("\n".join(["The audit log was changed:", *wrong]))


async def _checked(store: Store, head: Head, anchors: Mapping[int, str]) -> AsyncIterator[str]:
    checking = Checking(head, anchors)

    def page(work: Work) -> list[Entry]:
        return list(work.audit.chain(head.community, reached, PAGE))

    reached = 0
    while entries := await store.read(page):
        for line in checking.along(entries):
            yield line
        reached = entries[-1].number
    for line in checking.end():
        yield line


def read_anchors(path: Path) -> Anchors:
    """Community → number → hash."""
    found: dict[int, dict[int, str]] = {}
    try:
        for line in path.read_text(encoding="ascii").splitlines():
            community, number, hash_ = line.split()
            found.setdefault(int(community), {})[int(number)] = hash_
    except (OSError, ValueError) as error:
        raise Problem(f"{path} is not what `audit verify` printed: give a file with its lines.") from error
    return found
