"""The durable calls of weekly posts, as messages put them behind buttons; `chat` and `writing` carry them out."""

from __future__ import annotations

from bot.ui import Action


def show() -> Action:
    """All series, and what one can do."""
    return Action("posts.show")


def begin() -> Action:
    """One series of everything that is ready-made."""
    return Action("posts.begin")


def new() -> Action:
    """Open the form for another series."""
    return Action("posts.new")


def pick() -> Action:
    """The picked value is the series whose page is shown."""
    return Action("posts.pick")


def series(series: int) -> Action:
    return Action("posts.series", {"series": series})


def preview(series: int) -> Action:
    """The next post just as it will be."""
    return Action("posts.preview", {"series": series})


def skip(series: int, day: str) -> Action:
    """Leave this local date out."""
    return Action("posts.skip", {"series": series, "day": day})


def keep(series: int, day: str) -> Action:
    """Do not leave it out after all."""
    return Action("posts.keep", {"series": series, "day": day})


def pause(series: int) -> Action:
    return Action("posts.pause", {"series": series})


def resume(series: int) -> Action:
    return Action("posts.resume", {"series": series})


def change(series: int) -> Action:
    """Open the form with its source, day, hour and channel."""
    return Action("posts.change", {"series": series})


def end(series: int) -> Action:
    return Action("posts.end", {"series": series})


def pieces() -> Action:
    """The texts that are said in turn."""
    return Action("posts.pieces")


def pick_piece() -> Action:
    """The picked value is the piece that is shown."""
    return Action("posts.read")


def piece(piece: int) -> Action:
    return Action("posts.piece", {"piece": piece})


def write() -> Action:
    return Action("posts.write")


def edit(piece: int) -> Action:
    return Action("posts.edit", {"piece": piece})


def remove(piece: int) -> Action:
    return Action("posts.remove", {"piece": piece})


def restore() -> Action:
    """Bring the ready-made ones back that were taken away."""
    return Action("posts.restore")


def save() -> Action:
    """All texts as files."""
    return Action("posts.save")


def load() -> Action:
    """Open the form that takes a file."""
    return Action("posts.load")
