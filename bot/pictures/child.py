"""The process in which a picture is decoded and written anew, and nothing else is.

It reads the picture from its standard input and writes a line (kind, and whether it moved) and the new picture to its
standard output. Whatever somebody has hidden in a picture meets no key, no database and no line to a platform here;
it has a limit of memory, and is ended when it takes too long.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MEMORY = 1_000_000_000
"""Bytes of address space; 25 megapixels with transparency, twice, and what Python needs."""
EDGE = 2048
"""Pixels of the longer side; what is larger is made smaller."""
HEAVY = 3_000_000
"""Bytes from which a drawing is written like a photograph after all: platforms take 10 MB, and phones pay for it."""
QUALITY = 85


def main() -> None:
    with suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    kind, moved, data = written_anew(sys.stdin.buffer.read())
    sys.stdout.buffer.write(f"{kind} {int(moved)}\n".encode() + data)


def written_anew(data: bytes) -> tuple[str, bool, bytes]:
    """The first image of it: upright, in the colours that every screen has, without a word about who took it where."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted before, from the header
    with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
        lossless, moved = picture.format == "PNG", getattr(picture, "n_frames", 1) > 1
        picture.seek(0)
        picture.draft("RGB", (EDGE, EDGE))
        upright = ImageOps.exif_transpose(_in_common_colours(picture))
    upright.thumbnail((EDGE, EDGE))
    bare = Image.new(upright.mode, upright.size)  # carries nothing but what is seen
    bare.paste(upright)
    drawn = _encoded(bare, "PNG") if lossless else b""
    if drawn and len(drawn) <= HEAVY:
        return "png", moved, drawn
    return "jpg", moved, _encoded(_opaque(bare), "JPEG")


def _in_common_colours(picture: Image.Image) -> Image.Image:
    """A camera's own colours are turned into common ones before their profile is dropped."""
    from PIL import ImageCms

    seen = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return seen
    with suppress(ImageCms.PyCMSError, OSError):  # a broken profile: the colours as they are
        common = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(seen, ImageCms.ImageCmsProfile(BytesIO(profile)), common)
        return turned or seen
    return seen


def _opaque(picture: Image.Image) -> Image.Image:
    """On white, as a page is."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A"))
    return page


def _encoded(picture: Image.Image, kind: str) -> bytes:
    target = BytesIO()
    picture.save(target, kind, optimize=True, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return target.getvalue()


if __name__ == "__main__":
    main()
