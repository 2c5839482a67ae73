"""The durable calls of this feature, as other rooms put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def start() -> Action:
    return Action("programme.start")


def check() -> Action:
    """See what the bot may not do in the channels."""
    return Action("programme.check")


def times() -> Action:
    """Open the form for language, zone, weekday, hour and length."""
    return Action("programme.times")


def places() -> Action:
    """Open the form for the channels and the course."""
    return Action("programme.places")


def courses() -> Action:
    """The courses that there are."""
    return Action("programme.courses")


def pick_course() -> Action:
    """Look at a course; the picked value is its name."""
    return Action("programme.pick_course")


def course(name: str) -> Action:
    """One course: what it is for, and what can be done with it."""
    return Action("programme.course", {"name": name})


def course_weeks(name: str, page: int) -> Action:
    """The weeks of a course, a few at a time."""
    return Action("programme.weeks", {"name": name, "page": page})


def course_file(name: str) -> Action:
    """The whole course as files, to read and to edit."""
    return Action("programme.file", {"name": name})


def use_course(name: str) -> Action:
    """New pairs follow this course from now on."""
    return Action("programme.use", {"name": name})


def copy_course(name: str) -> Action:
    """Open the form that makes a course of one's own of it."""
    return Action("programme.copy", {"name": name})


def remove_course(name: str) -> Action:
    """Ask whether a course of one's own is to be deleted."""
    return Action("programme.remove", {"name": name})


def removed_course(name: str) -> Action:
    """Delete a course of one's own."""
    return Action("programme.removed", {"name": name})


def heading(name: str, language: str) -> Action:
    """Open the form for title, goal and first questions; without a language in the community's."""
    return Action("programme.heading", {"name": name, "language": language})


def pick_week(name: str) -> Action:
    """Change a week; the picked value is its number, "more" or "less"."""
    return Action("programme.pick_week", {"name": name})


def course_week(name: str, week: int, language: str) -> Action:
    """Open the form for one week in one language."""
    return Action("programme.week", {"name": name, "week": week, "language": language})


def upload() -> Action:
    """Open the form for a course as a file."""
    return Action("programme.upload")


def keep_course(draft: int) -> Action:
    """Keep the file that was looked at."""
    return Action("programme.keep_course", {"draft": draft})
