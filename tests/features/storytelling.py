"""How a story is told in a scene: the form, both consents, the coordination's yes, the slot."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.features.members.model import Member
from bot.features.stories.model import Story
from bot.work import Work
from tests.features.pairing import name, put_together, stored
from tests.features.scene import Actor, Scene

NEED, DID, CHANGED = "Nobody read my letters.", "We wrote five of them together.", "I have 412 readers now."
ALT = "Carla in front of her shop, with a letter in her hand"


def photo(colour: str = "orange", size: tuple[int, int] = (640, 480)) -> bytes:
    """As a camera writes it, with the place where it was taken."""
    exif, target = Image.Exif(), BytesIO()
    exif[0x010F] = "canary camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 4.0, 14.0), 3: "E", 4: (7.0, 41.0, 12.0)})
    Image.new("RGB", size, colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


async def pair(scene: Scene, marta: Actor, carla: Actor) -> int:
    return await put_together(scene, marta, carla)


async def tell(author: Actor, *, picture: bytes | None = None, **more: str) -> None:
    """`/story share` as it is filled in; the preview is then in the author's own conversation."""
    await author.use("/story share")
    answers = {"need": NEED, "did": DID, "changed": CHANGED, **more}
    if picture is not None:
        answers |= {"picture": author.room.attach(author.id, picture), "alt": more.get("alt", ALT)}
    await author.fill(**answers)


async def agree(scene: Scene, author: Actor, partner: Actor, *, picture: bytes | None = None) -> None:
    """Both by name."""
    await tell(author, picture=picture)
    await author.dm.press("Agree with my name")
    partner.dm.sees(f"{name(scene, author)} would like to tell the story of the two of you.")
    await partner.dm.press("Agree with my name")


async def approve(lena: Actor, story: str) -> None:
    await lena.use("/story queue")
    await lena.pick("Which story?", story)
    await lena.press("Put it into the queue")


async def slot(lena: Actor) -> None:
    """Wednesdays at ten."""
    await lena.use("/story queue")
    await lena.press("Set a weekly slot")
    await lena.fill(weekday="2", hour="10")


async def ready(scene: Scene, lena: Actor, marta: Actor, carla: Actor, *, picture: bytes | None = None) -> None:
    """Carla's story with Marta waits for Wednesday's slot, both by name."""
    await pair(scene, marta, carla)
    await agree(scene, carla, marta, picture=picture)
    await approve(lena, f"{name(scene, carla)} and {name(scene, marta)}")
    await slot(lena)


async def story_of(scene: Scene, actor: Actor) -> Story:
    """The newest one of this person, withdrawn or not."""

    def look(work: Work, me: Member) -> Story:
        found = [work.stories.get(me.community, id) for id in range(1, 20)]
        return [one for one in found if one and me.id in one.both][-1]

    return await stored(scene, actor, look)


def pictures(actor: Actor) -> list[tuple[str, bytes]]:
    """What this one sees here: the words for each picture, and its bytes."""
    posts = [said.post for said in actor.messages() if said.post]
    return [(one.alt, one.picture.data) for post in posts for one in post.pictures]


def files_of(scene: Scene) -> dict[str, bytes]:
    """Every file of the bot's own database, as it lies on the disk."""
    database = Path(scene.url.removeprefix("sqlite:///"))
    return {path.name: path.read_bytes() for path in database.parent.glob(f"{database.name}*")}
