"""The durable calls of this feature, as other rooms put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def met(pair: int, week: int, yes: bool) -> Action:
    """The one-tap answer of a check-in."""
    return Action("pairs.met", {"pair": pair, "week": week, "yes": yes})


def check(pair: int, week: int) -> Action:
    """Ask whether they met in this week."""
    return Action("pairs.check", {"pair": pair, "week": week})


def rate(pair: int, week: int) -> Action:
    """How the week was; the picked value is 1 to 5."""
    return Action("pairs.rate", {"pair": pair, "week": week})


def note(pair: int, week: int) -> Action:
    """Open the form for a next step of the two and a note for oneself."""
    return Action("pairs.note", {"pair": pair, "week": week})


def notes(pair: int) -> Action:
    """Everything that one wrote down for oneself."""
    return Action("pairs.notes", {"pair": pair})


def steps(pair: int) -> Action:
    """What the two will do next, to tick off."""
    return Action("pairs.steps", {"pair": pair})


def tick() -> Action:
    """A step is done; the picked value says which."""
    return Action("pairs.tick")


def untick(todo: int) -> Action:
    """It is not done yet."""
    return Action("pairs.untick", {"todo": todo})


def room() -> Action:
    """The mentor's word that the seat need not rest any longer."""
    return Action("pairs.room")


def show(pair: int) -> Action:
    """The pair's page: this week's step, what was agreed, what was noted."""
    return Action("pairs.show", {"pair": pair})


def expectations(pair: int) -> Action:
    """Open the form in which a pair says how it will work."""
    return Action("pairs.expect", {"pair": pair})


def agree(pair: int, version: int) -> Action:
    return Action("pairs.agree", {"pair": pair, "version": version})


def finish(pair: int) -> Action:
    """Ask whether the pair is to be finished as a success."""
    return Action("pairs.finish", {"pair": pair})


def finished(pair: int) -> Action:
    return Action("pairs.finished", {"pair": pair})


def extend(pair: int) -> Action:
    return Action("pairs.extend", {"pair": pair})


def stop(pair: int) -> Action:
    """Ask for a neutral reason to stop."""
    return Action("pairs.stop", {"pair": pair})


def stopped(pair: int) -> Action:
    """Stop the pair; the picked value is the reason."""
    return Action("pairs.stopped", {"pair": pair})


def feedback(pair: int) -> Action:
    """The final rating; the picked value is 1 to 5."""
    return Action("pairs.feedback", {"pair": pair})


def feedback_words(pair: int) -> Action:
    """Open the form for a few words after the final rating."""
    return Action("pairs.words", {"pair": pair})


def go_on(pair: int) -> Action:
    """A sign of life: we are in touch, we go on."""
    return Action("pairs.go_on", {"pair": pair})


def came(pair: int) -> Action:
    """What came of it, 90 days later; the picked value is the outcome."""
    return Action("pairs.came", {"pair": pair})


def look(risk: int) -> Action:
    """Why a pair needs a look, for a coordinator who is not in it."""
    return Action("pairs.look", {"risk": risk})


def look_at() -> Action:
    """The same; the picked value is the risk."""
    return Action("pairs.look_at")


def send_both(risk: int) -> Action:
    """The proposed message goes to both, with one tap."""
    return Action("pairs.send_both", {"risk": risk})


def write_both(risk: int) -> Action:
    """Open the form in which the coordination writes to both."""
    return Action("pairs.write_both", {"risk": risk})


def introduced(pair: int) -> Action:
    """A step, not a button: the introduction has arrived."""
    return Action("pairs.introduced", {"pair": pair})


def ask_answered(pair: int) -> Action:
    """A step, not a button: ask the two whether their one question is answered."""
    return Action("pairs.ask_answered", {"pair": pair})


def not_yet(pair: int) -> Action:
    """The question is not answered yet: ask again later."""
    return Action("pairs.not_yet", {"pair": pair})


def afterwards(pair: int) -> Action:
    """A step, not a button: ask what came of it."""
    return Action("pairs.afterwards", {"pair": pair})


def overview() -> Action:
    """How the pairs are doing, for the coordination."""
    return Action("pairs.overview")


def looked_after(risk: int) -> Action:
    return Action("pairs.looked_after", {"risk": risk})


def more(pair: int) -> Action:
    """Break, finish and stop, behind every message about a pair."""
    return Action("pairs.more", {"pair": pair})
