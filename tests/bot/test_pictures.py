"""Pictures that people attach: measured before anything is decoded, and written anew without what they hide."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import time
import tracemalloc
import zlib
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageDraw

from bot.errors import Refused
from bot.pictures import developing
from bot.pictures.child import EDGE, HEAVY, written_anew
from bot.pictures.developing import LARGEST, PIXELS, Developed, developed, look_at
from bot.pictures.head import Head, head_of

KINDS = ("PNG", "JPEG", "WEBP")
PLACE = {1: "N", 2: (45.0, 4.0, 14.0), 3: "E", 4: (7.0, 41.0, 12.0)}
"""GPS data as a camera writes it: a place in Turin."""


def drawn(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Red on the left, green on the right, so that one sees which way it lies."""
    picture = Image.new(mode, size, "red")
    ImageDraw.Draw(picture).rectangle((size[0] // 2, 0, size[0], size[1]), fill="green")
    return picture


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """A PNG of some hundred kilobytes that would be half a gigabyte of dots."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    squeezer, line = zlib.compressobj(9), bytes(3 * width + 1)
    squeezed = b"".join(squeezer.compress(line) for _ in range(height)) + squeezer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", squeezed) + chunk(b"IEND", b"")


async def done(data: bytes) -> Developed:
    return await developed(data, asyncio.Semaphore(1), "picture")


async def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        await done(data)
    return caught.value.fields["picture"].key


@pytest.mark.parametrize("kind", KINDS)
def test_the_size_is_read_from_the_head(kind: str) -> None:
    for size in ((1, 1), (60, 40), (3000, 20)):
        assert head_of(saved(drawn(size), kind)) == Head(kind, *size)


def test_the_size_of_every_sort_of_the_three_kinds() -> None:
    for data in (
        saved(drawn(), "WEBP", lossless=True),
        saved(drawn(mode="RGBA"), "WEBP"),
        saved(drawn(), "WEBP", exif=drawn().getexif().tobytes() + b"1"),
        saved(drawn(), "WEBP", save_all=True, append_images=[drawn(), drawn()]),
        saved(drawn(), "JPEG", progressive=True, exif=b"Exif\0\0" + bytes(500), comment=b"x" * 70),
        saved(drawn(mode="L"), "JPEG"),
    ):
        head = head_of(data)
        assert head
        assert (head.width, head.height) == (60, 40)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF....WEBP", b"<svg/>", b"BM"]
)
async def test_what_is_no_picture_of_these_kinds_is_refused_in_words(data: bytes) -> None:
    assert (await refused(data)).startswith("This is no picture that I can read.")


async def test_a_gif_under_another_name_is_refused() -> None:
    assert (await refused(saved(drawn(), "GIF"))).startswith("This is no picture that I can read.")


async def test_a_bomb_is_refused_at_once_and_takes_no_memory() -> None:
    """How long it takes is measured by `make bench ARGS="--only pictures"`."""
    data = bomb()
    assert len(data) < 1_000_000
    wrong = look_at(data)
    assert wrong
    assert wrong.values["width"] == 13_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    assert "more than I can take" in await refused(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_limit_of_dots_holds_for_every_kind(kind: str) -> None:
    """Without drawing so large a picture: the size in the head is changed."""
    fine, more = saved(drawn((5000, 1)), kind), saved(drawn((5001, 1)), kind)
    heads = [head_of(high(kind, data)) for data in (fine, more)]
    assert [head and head.pixels for head in heads] == [PIXELS, PIXELS + 5000]
    assert [look_at(high(kind, data)) is None for data in (fine, more)] == [True, False]


def high(kind: str, data: bytes) -> bytes:
    """One line of dots that says it is five thousand lines."""
    match kind:
        case "PNG":
            return data[:20] + (5000).to_bytes(4, "big") + data[24:]
        case "JPEG":
            return data.replace(b"\x00\x01\x13", b"\x13\x88\x13", 1)
    return data[:28] + (5000).to_bytes(2, "little") + data[30:]


async def test_a_file_that_is_too_large_is_refused() -> None:
    data = saved(drawn(), "PNG")
    assert look_at(data + bytes(LARGEST - len(data))) is None
    assert (await refused(data + bytes(LARGEST))).startswith("This picture is too large")


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_left_of_who_took_it_where(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286], exif[0x8298] = "canary camera", "canary comment", "canary person"
    exif.get_ifd(0x8825).update(PLACE)
    more: dict[str, object] = {"exif": exif, "xmp": b"<canary/>"} if kind != "PNG" else {"exif": exif}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        more["pnginfo"] = note = PngInfo()
        note.add_text("Author", "canary")
    data = saved(drawn(), kind, **more)
    assert b"canary" in data
    assert dict(opened(data).getexif().get_ifd(0x8825))
    made = (await done(data)).data
    assert b"canary" not in made
    found = opened(made)
    assert not found.getexif()
    assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


async def test_what_follows_the_picture_in_its_file_goes_as_well() -> None:
    """A second picture, an archive, a script: whatever somebody has put behind the end."""
    for kind in KINDS:
        made = await done(saved(drawn(), kind) + b"canary <script>")
        assert b"canary" not in made.data


async def test_it_stands_upright_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter to the right
    made = opened((await done(saved(drawn(), "JPEG", exif=exif))).data)
    assert made.size == (40, 60)
    top, bottom = made.getpixel((20, 5)), made.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > top[1]
    assert bottom[0] < 50 < bottom[1]


async def test_kinds_and_sizes() -> None:
    photo = await done(saved(drawn((3000, 1000)), "JPEG"))
    assert (photo.kind, opened(photo.data).size) == ("jpg", (EDGE, 683))
    page = await done(saved(drawn(mode="RGBA"), "PNG"))
    assert (page.kind, opened(page.data).mode, page.moved) == ("png", "RGBA", False)
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    webp = await done(saved(clear, "WEBP"))
    assert (webp.kind, opened(webp.data).getpixel((5, 5))) == ("jpg", (255, 255, 255))
    for mode in ("1", "L", "LA", "P", "I;16", "CMYK"):
        kind = "JPEG" if mode == "CMYK" else "PNG"
        assert (await done(saved(Image.new(mode, (8, 8)), kind))).data


async def test_a_drawing_that_is_as_heavy_as_a_photograph_becomes_one() -> None:
    noise = Image.frombytes("RGB", (1400, 1400), Random(1).randbytes(1400 * 1400 * 3))
    data = saved(noise, "PNG")
    assert HEAVY < len(data) < LARGEST
    made = await done(data)
    assert (made.kind, len(made.data) < HEAVY) == ("jpg", True)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_of_a_moving_picture_the_first_image_is_kept(kind: str) -> None:
    other = Image.new("RGB", (60, 40), "blue")
    made = await done(saved(drawn(), kind, save_all=True, append_images=[other], duration=50, lossless=True))
    assert made.moved
    found = opened(made.data)
    assert getattr(found, "n_frames", 1) == 1
    left = found.convert("RGB").getpixel((5, 5))
    assert isinstance(left, tuple)
    assert left[0] > 200


async def test_colours_of_a_camera_become_common_ones() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (plain, profile, b"no profile at all"):  # what cannot be turned stays as it is
        found = opened((await done(saved(drawn(), "PNG", icc_profile=icc))).data)
        assert "icc_profile" not in found.info
        assert found.getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_damaged_picture_is_refused_in_words(kind: str) -> None:
    data = saved(drawn((400, 300)), kind)
    assert "damaged" in await refused(data[: len(data) // 2])


async def test_what_takes_too_long_is_given_up_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(developing, "PATIENCE", 0.0)
    assert "damaged" in await refused(saved(drawn((2000, 2000)), "PNG"))


async def test_others_go_on_while_a_picture_is_worked_on() -> None:
    """The loop is never held up for as long as decoding takes."""
    data, longest, last = saved(drawn((5000, 5000)), "JPEG"), 0.0, time.perf_counter()
    work = asyncio.create_task(done(data))
    while not work.done():
        await asyncio.sleep(0.002)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    assert (await work).kind == "jpg"
    began = time.perf_counter()
    written_anew(data)
    assert longest < max(0.1, time.perf_counter() - began)


def test_the_process_knows_no_setting_and_no_module_of_others() -> None:
    others = "('sqlalchemy', 'aiohttp')"
    asked = f"import sys, bot.pictures.child; print([m for m in sys.modules if m.split('.')[0] in {others}])"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, env={"PATH": os.defpath})
    assert said.stdout.strip() == b"[]"


def test_pillow_is_not_there_before_the_first_picture() -> None:
    asked = "import sys, bot.features.everything as e; e.registry(); print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout.strip() == b"False"


@settings(max_examples=300, deadline=None)
@given(some.sampled_from(KINDS), some.lists(some.tuples(some.integers(0, 600), some.integers(0, 255)), max_size=8))
def test_no_head_is_too_strange(kind: str, changes: list[tuple[int, int]]) -> None:
    """Whatever the bytes are, the size is read or it is not."""
    data = bytearray(saved(drawn(), kind))
    for at, byte in changes:
        data[at % len(data)] = byte
    head = head_of(bytes(data))
    assert head is None or (head.width > 0 and head.height > 0)
