"""Files: what the bot attaches to a message, and what people attach to a form."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from adapters.slack.ids import own, team_of
from adapters.slack.workspaces import Workspace
from bot.cleaning import clean
from bot.errors import Forbidden, Gone, TooLarge
from bot.identity import Place
from bot.post import Post, PostFile, Span

log = logging.getLogger(__name__)

REMEMBERED = 10_000
WORDS = 3000  # characters of a text: slack_sdk/models/blocks
ALT = 1000  # characters of alt_txt: docs.slack.dev/reference/methods/files.getUploadURLExternal


class Attachments:
    def __init__(self) -> None:
        self._shared: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def pictures(self, workspace: Workspace, post: Post) -> list[str]:
        """The ids of a message's pictures; they are shown in its blocks."""
        files = [
            await _upload(workspace, one.picture.name, one.picture.data, one.alt[:ALT] or None) for one in post.pictures
        ]
        for id in files:
            await workspace.call("files.completeUploadExternal", files=[{"id": id}])
        return files

    async def delete(self, workspace: Workspace, files: Sequence[str]) -> None:
        """Pictures that no message shows any more; one that is gone already is fine."""
        for id in files:
            try:
                await workspace.call("files.delete", file=id)
            except Gone:
                log.debug("the file %s was deleted before", id)

    async def share(self, workspace: Workspace, place: Place, post: Post, key: str) -> Post:
        """Put the files there, before the words: should the process die between the two, none is missing.

        A file may then come twice, the words never. What is left to be posted is given back.
        """
        known = (place.id, key)
        if not post.files or (key and known in self._shared):
            return replace(post, files=())
        try:
            await _share(workspace, own(place.id), post.files)
        except Forbidden:  # no right to put files here
            return _written(post)
        self._shared[known] = None
        if len(self._shared) > REMEMBERED:
            self._shared.popitem(last=False)
        return replace(post, files=())

    async def fetch(self, workspace: Workspace, file: str, most: int) -> bytes:
        """What somebody attached to a form in this workspace."""
        if team_of(file) != workspace.team:
            raise Gone(f"no file {file}")
        said = await workspace.call("files.info", file=own(file))
        if int(said["file"].get("size") or 0) > most:
            raise TooLarge(f"{said['file']['size']} bytes, at most {most}")
        url = said["file"].get("url_private_download") or said["file"]["url_private"]
        return await workspace.web.download(url, str(workspace.client.token), most)


def _written(post: Post) -> Post:
    """What the files hold as words; raises `Forbidden` where that is too much, or is no text."""
    try:
        held = "\n".join(clean(one.file.data.decode(), lines=True) for one in post.files)
    except UnicodeDecodeError:
        raise Forbidden("no right to attach a file") from None
    if sum(len(one.text) for one in post.text) + len(held) >= WORDS:
        raise Forbidden("no right to attach a file")
    return replace(post, text=(*post.text, Span(f"\n{held}")), files=())


async def _share(workspace: Workspace, channel: str, files: Sequence[PostFile]) -> None:
    ids = [(await _upload(workspace, one.file.name, one.file.data, None), one.file.name) for one in files]
    named = [{"id": id, "title": name} for id, name in ids]
    await workspace.call("files.completeUploadExternal", files=named, channel_id=channel)


async def _upload(workspace: Workspace, name: str, data: bytes, alt: str | None) -> str:
    asked = await workspace.call("files.getUploadURLExternal", filename=name, length=len(data), alt_txt=alt)
    await workspace.web.upload(asked["upload_url"], data)
    return str(asked["file_id"])
