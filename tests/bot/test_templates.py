"""Templates: those that are shipped, what is said about a broken one, and courses longer or shorter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import Problem
from bot.features.programme.formats import Format
from bot.features.programme.reading import understand
from bot.features.programme.shelf import FOLDER, collect, load, shipped
from bot.features.programme.source import lines_of
from bot.features.programme.templates import DEFAULT, WEEKS, Step, Template, steps_for
from bot.features.programme.written import written
from bot.i18n import LANGUAGES, Tongues

TEXT = '{key}.en = "One."\n{key}.de = "Eins."\n{key}.it = "Uno."\n'
STEP = "".join(TEXT.format(key=key) for key in ("why", "mentor", "mentee"))
STARTER = '[[starters]]\nen = "One?"\nde = "Eins?"\nit = "Uno?"\n'
GOOD = (
    'name = "good"\nweeks = 4\n'
    + TEXT.format(key="title")
    + TEXT.format(key="goal")
    + STARTER * 3
    + ("[[week]]\n" + STEP) * 4
    + "[[between]]\n"
    + STEP
)
SECOND_WEEK = GOOD.split("[[week]]")[0].count("\n") + 1 + 10  # the line of the second [[week]]


def refusal(tmp_path: Path, source: str | bytes) -> list[str]:
    """What `load` says about this source: a line a mistake, without the path of the file."""
    path = tmp_path / "mine.toml"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    with pytest.raises(Problem) as caught:
        load(path)
    said = str(caught.value).split("\n")
    assert all(line.startswith(f"{path}:") for line in said)
    return [line.removeprefix(f"{path}:") for line in said]


def changed(old: str, new: str, *, after: str = "") -> str:
    """The good source with one change, at the first ``old`` after the given words."""
    at = GOOD.index(old, GOOD.index(after))
    return GOOD[:at] + new + GOOD[at + len(old) :]


def texts(template: Template) -> Iterator[tuple[str, str]]:
    steps = template.steps + template.between
    told = [template.title, template.goal, *template.starters]
    told += [text for step in steps for text in (step.why, step.mentor, step.mentee)]
    told += [tip for step in steps for tip in (step.mentor_tip, step.mentee_tip) if tip]
    for each in told:
        assert set(each.texts) == set(LANGUAGES)
        yield from each.texts.items()


COURSES = ["first-steps", "career", "encouragement", "skill"]
SHIPPED = [*COURSES, "one-question"]


def test_five_templates_are_shipped_and_the_default_comes_first() -> None:
    assert list(shipped()) == [DEFAULT, "career", "encouragement", "one-question", "skill"]
    assert [template.weeks for template in shipped().values()] == [8, 8, 4, 2, 8]
    assert [one.name for one in shipped().values() if one.format is Format.QUESTION] == ["one-question"]
    assert shipped() is shipped()
    assert {path.stem for path in FOLDER.iterdir()} == set(shipped())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_template_is_complete_in_three_languages(name: str) -> None:
    template = shipped()[name]
    found = list(texts(template))
    assert all(0 < len(text) < 300 for _, text in found)
    for language in LANGUAGES:
        own = [text for code, text in found if code == language]
        assert len(set(own)) == len(own), "a text stands twice"
    assert len(template.starters) >= 3
    assert [step.week for step in template.steps] == list(range(1, template.weeks + 1))
    assert template.between


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_template_speaks_plainly(name: str) -> None:
    for language, text in texts(shipped()[name]):
        assert not re.search(r"[*_`\[\]<>#]|https?:|!!", text), "texts of a template are never Markdown"
        assert text[-1] in ".?”»" or text == shipped()[name].title.read(language)
        if language == "de":
            assert not re.search(r"[a-zäöüß,] (Sie|Ihnen|Ihr\w*)\b", text), "German says du"
            assert not re.search(r"\bMentor\b(?!:)", text), "Mentor:in"


@pytest.mark.parametrize("name", COURSES)
def test_the_best_practices_are_there(name: str) -> None:
    steps = shipped()[name].steps
    mentor = " ".join(part.read("en") for step in steps for part in (step.mentor, step.mentor_tip) if part)
    mentee = " ".join(part.read("en") for step in steps for part in (step.mentee, step.mentee_tip) if part)
    first = steps[0].mentor_tip
    assert first is not None
    assert "Set expectations" in first.read("en")
    for practice in ("fail|slips|wrong", "Ask for feedback|good time to ask"):
        assert re.search(practice, mentor), practice
    for practice in ("[Kk]eep the meeting", "[Rr]eport back", "notes|Write down", "Leave .*action"):
        assert re.search(practice, mentee), practice


@pytest.mark.parametrize("name", SHIPPED)
def test_a_template_written_as_a_file_is_read_again_as_it_was(name: str) -> None:
    assert understand(written(shipped()[name])) == (shipped()[name], ())


def test_a_good_template_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    source = changed('why.en = "One."', 'why.en = """\nOne\n  and two."""').replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + source.encode())
    uno = Tongues({"en": "One.", "de": "Eins.", "it": "Uno."})
    ask = Tongues({"en": "One?", "de": "Eins?", "it": "Uno?"})
    why = Tongues({"en": "One and two.", "de": "Eins.", "it": "Uno."})
    plain = [Step(week, uno, uno, uno) for week in (1, 2, 3, 4)]
    steps = (Step(1, why, uno, uno), *plain[1:])
    assert load(path) == Template("good", uno, uno, 4, (ask, ask, ask), steps, (plain[0],))


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (changed("weeks =", "weks ="), 2, 'weks: is not known. Did you mean "weeks"?'),
        (changed('title.de = "Eins."\n', ""), 3, "title.de: is missing"),
        (changed("title.en", "title.fr"), 3, "title.fr: is not known. Known here: en, de, it."),
        (changed("title.en", "colour.en"), 3, "colour: is not known. Known here: name, format, weeks, title"),
        (changed('"good"', '"Mine, all mine"'), 1, "name: needs small letters"),
        (changed('"good"', '"' + "a" * 31 + '"'), 1, "name: needs small letters"),
        (changed('"good"', "7"), 1, "name: needs small letters"),
        (changed("4", '"4"'), 2, "weeks: needs a whole number"),
        (changed("4", "true"), 2, "weeks: needs a whole number"),
        (changed("4", "3"), 2, "weeks: 3 is not possible. Choose 4 to 24."),
        (changed("4", "25"), 2, "weeks: 25 is not possible"),
        (changed("4", "200"), 2, "weeks: 200 is not possible. Choose 4 to 24."),
        (changed("weeks", 'format = "talk"\nweeks'), 2, 'format: is "course" or "question"'),
        (changed("weeks", 'format = "question"\nweeks'), 3, "weeks: 4 is not possible. Choose 1 to 2."),
        (changed("4", "5"), 2, "weeks: says 5, but there are 4 [[week]] parts"),
        (changed('"One."', f'"{"x" * 61}"'), 3, "title.en: has 61 characters; at most 60 fit"),
        (changed('"One."', f'"{"x" * 300}"', after="goal"), 6, "goal.en: has 300 characters; at most 299"),
        (changed('"Uno."', '" "', after="goal"), 8, "goal.it: is empty"),
        (changed('"Uno."', "12", after="goal"), 8, "goal.it: must be a text"),
        (changed('"Uno."', r'"a\u0007"', after="goal"), 8, "goal.it: has an invisible sign (U+0007)"),
        (changed('"Uno."', r'"a\u202e"', after="goal"), 8, "goal.it: has an invisible sign (U+202E)"),
        (changed(TEXT.format(key="goal"), ""), 1, "goal: needs a text in each language: goal.en = "),
        (changed(TEXT.format(key="goal"), 'goal = "One."\n'), 6, "goal: needs a text in each language"),
        (changed(STARTER, ""), 9, "starters: there are 2. Write 3 to 10 [[starters]] parts."),
        (GOOD.replace(STARTER * 3, ""), 1, "starters: is missing. Begin each part with a line [[starters]]"),
        (changed('"Uno?"', '""'), 12, "starters 1, it: is empty"),
        (GOOD.replace("[[between]]", "[between]"), 61, "between: must be a list of parts."),
        (
            changed('[[between]]\n"', "") if False else GOOD[: GOOD.index("[[between]]")],
            1,
            "between: is missing",
        ),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, source: str, line: int, said: str) -> None:
    answers = refusal(tmp_path, source)
    assert any(answer.startswith(f"{line}: {said}") for answer in answers), answers


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("why.de =", "wy.de =", 2, 'week 2, wy: is not known. Did you mean "why"?'),
        ('why.de = "Eins."\n', "", 1, "week 2, why.de: is missing"),
        ('mentor.it = "Uno."', 'mentor.it = ""', 6, "week 2, mentor.it: is empty"),
        ('mentee.en = "One."', 'mentee.en = ["One."]', 7, "week 2, mentee.en: must be a text"),
        ("why.en", 'mentor_tip.en = "Hm."\nwhy.en', 1, "week 2, mentor_tip.de: is missing"),
        ("why.en", "weeks = 4\nwhy.en", 1, "week 2, weeks: is not known. It belongs further up"),
        ('why.en = "One."', 'why.en = """\nOne\n"""\nmentee_tip = 3', 4, "week 2, mentee_tip: needs a text"),
        ('mentee.it = "Uno."', "[week.mentor_tip]\nen = 1", 10, "week 2, mentor_tip.en: must be a text"),
    ],
)
def test_a_mistake_in_a_week_names_the_week_and_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    before, start, weeks = GOOD.partition("[[week]]")
    first, second, rest = weeks.split("[[week]]", 2)
    source = start.join((before, first, second.replace(old, new, 1), rest))
    answers = refusal(tmp_path, source)
    assert any(answer.startswith(f"{SECOND_WEEK + line}: {said}") for answer in answers), answers


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (changed('"One."', "“One.”"), 3, "straight quotation marks"),
        (changed('"One."', '"One'), 3, 'Each line looks like: why.en = "A text."'),
        (changed('"One."', '"The "one"."'), 3, "A text that has quotation marks inside"),
        (GOOD.replace("[[week]]", "[week]"), 31, "double brackets"),
        (GOOD + 'why.en = "Again."\n', 71, "Cannot overwrite a value"),
        (GOOD + 'mentor_tip.en = """\nand so on\n', 72, "Each line looks like"),
        (changed("4", "4" * 5000), 1, "integer string conversion"),
        (changed("4", "[" * 5000), 1, "too many brackets"),
        (GOOD.encode() + b"# K\xf6ln\n", 71, "not UTF-8"),
        (b"#" * 500_001, 1, "larger than 500 kB"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 80 else "",
)
def test_a_file_that_is_no_toml_is_told_with_its_line(
    tmp_path: Path, source: str | bytes, line: int, said: str
) -> None:
    (answer,) = refusal(tmp_path, source)
    assert answer.startswith(f"{line}: ")
    assert said in answer


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"nowhere\.toml:1: cannot be read \(no such file or directory\)"):
        load(tmp_path / "nowhere.toml")
    with pytest.raises(Problem, match=r":1: cannot be read \(is a directory\)"):
        load(tmp_path)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    source = GOOD.replace('name = "good"', "name = 1").replace('mentor.de = "Eins."', "mentor.de = 2")
    answers = refusal(tmp_path, source + '"a\\nb" = 1\n')
    lines = [int(answer.split(":")[0]) for answer in answers]
    assert lines == [1, 26, 36, 46, 56, 66, 71]
    assert answers[-1].startswith("71: between 1, 'a\\nb': is not known")


def test_an_empty_file_names_every_part(tmp_path: Path) -> None:
    said = "\n".join(refusal(tmp_path, ""))
    for part in ("name", "weeks", "title", "goal", "starters", "week", "between"):
        assert f"1: {part}: " in said


def test_the_lines_of_nested_parts_are_found() -> None:
    source = '# first\na.b = 1\n\n[[p]]\nx = [\n  {k = 1}, # ]\n]\n[p.q]\ny = """\n[[p]]\n"""\n[[p]]\nq.y = 2\n'
    assert lines_of(source) == {
        ("a",): 2,
        ("a", "b"): 2,
        ("p",): 4,
        ("p", 0): 4,
        ("p", 0, "x"): 5,
        ("p", 0, "x", 0): 5,
        ("p", 0, "q"): 8,
        ("p", 0, "q", "y"): 9,
        ("p", 1): 12,
        ("p", 1, "q"): 13,
        ("p", 1, "q", "y"): 13,
    }


def test_a_folder_tells_the_mistakes_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    assert list(collect(tmp_path)) == ["good"]
    (tmp_path / "b.toml").write_text(GOOD)
    (tmp_path / "c.toml").write_text("name = 3", "utf-8")
    with pytest.raises(Problem) as caught:
        collect(tmp_path)
    assert f'{tmp_path / "b.toml"}:1: another template is already called "good"' in str(caught.value)
    assert f"{tmp_path / 'c.toml'}:1: name: needs small letters" in str(caught.value)


@pytest.mark.parametrize("name", COURSES)
@pytest.mark.parametrize("weeks", WEEKS)
def test_a_course_of_any_length_keeps_its_beginning_its_end_and_its_order(name: str, weeks: int) -> None:
    template = shipped()[name]
    steps = steps_for(template, weeks)
    assert [step.week for step in steps] == list(range(1, weeks + 1))
    assert (steps[0].why, steps[-1].why) == (template.steps[0].why, template.steps[-1].why)
    order = {step.why.read("en"): at for at, step in enumerate(template.steps)}
    own = [order[step.why.read("en")] for step in steps if step.why.read("en") in order]
    assert own == sorted(set(own))
    assert len(own) == min(weeks, template.weeks)


def test_a_longer_course_spreads_the_weeks_between_and_takes_them_in_turn() -> None:
    template = shipped()["first-steps"]
    between = [step.why for step in template.between]
    steps = steps_for(template, 24)
    filled = [step.why for step in steps if step.why in between]
    assert filled == [between[turn % 2] for turn in range(16)]
    gaps = "".join("b" if step.why in between else "." for step in steps)
    assert "bbbb" not in gaps
    assert steps_for(template, 9)[4].why == between[0]


def test_a_shorter_course_is_chosen_evenly() -> None:
    template = shipped()["first-steps"]
    chosen = [step.why for step in steps_for(template, 4)]
    assert chosen == [template.steps[at].why for at in (0, 2, 5, 7)]
    assert len(steps_for(template, 1)) == 1
    with pytest.raises(ValueError, match="at least one week"):
        steps_for(template, 0)
