"""Our small Markdown: what is a style, what never is, and how both dialects draw it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import capabilities as discord
from adapters.slack import capabilities as slack
from bot.cleaning import clean
from bot.i18n import Language, Listing, Moment, Text, Tongues, Value, listing, t, tn, words
from bot.identity import Person, Place
from bot.markup import Reader, cut, label, part, plain, render, split
from bot.post import Rich, Span

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
READER = Reader("en", "Europe/Rome", NOW)
INJECTIONS = (
    "**bold**", "_x_", "*x*", "~~x~~", "~x~", "||x||", "`x`", "```\nx\n```", "``", "[a](b)", "\\", "\\*",
    "[a](https://evil.example)", "[a](<https://evil.example>)", "@everyone", "@here", "@HERE", "<@1>",
    "<@!1>", "<@&1>", "<#1>", "<t:1:R>", "<a:x:1>", ":tada:", "<!channel>", "<!here>", "<@U1>", "<#C1|x>",
    "<https://x|y>", "https://a.example/b_c*d", "HTTPS://x.example/@everyone", "steam://run/1", "# x",
    "\n# x", "\n> x", "\n>>> x", "\n- x", "\n-# x", "\n1. x", "\n12) x", "\n+ x", "&lt;", "&amp;", "{name}",
    "{", "}", "{{x}}", "%s", "\u202eevil", "\u2066", "\u200b", "\ufeff", "\x00", "\ud800", "e\u0301", " ",
    "👩‍👩‍👧", "\n\n\n", "_x_@everyone",
)  # fmt: skip
typed_texts = st.lists(st.sampled_from(INJECTIONS) | st.text(max_size=6), max_size=6).map("".join)
quick = settings(max_examples=200, deadline=None)

Styled = list[tuple[str, bool, bool]]


def shown(text: Text, reader: Reader = READER) -> str:
    return plain(render(text, reader))


def letters(rich: Rich) -> Styled:
    """Every visible character with its style."""
    return [(one, span.bold, span.italic) for span in rich for one in span.text if not one.isspace()]


def read_discord(drawn: str) -> Styled:
    """What Discord makes of it: our two styles are read, every other live construct is an error."""
    assert not re.search(r"@(everyone|here)|<[@#][!&]?\d", drawn, re.IGNORECASE)
    assert not re.search(r"(?m)^\s*([#>+-]|\d+[.)])", drawn)
    token = (
        r"\\(?P<escaped>[^0-9A-Za-z\s])|<(?P<address>https?://[^ >]+)>|(?P<bold>\*\*)|(?P<italic>_)"
        r"|(?P<live>[*~`|\[<]|:[\w+-]+:|\w://)|(?P<other>.)"
    )
    return read(token, drawn)


def read_slack(drawn: str) -> Styled:
    """What Slack makes of it: a mark that is parted from both its neighbours is only a sign."""
    assert not re.search(r"(?m)^\s*&gt;", drawn)
    assert not re.search(r"(?<!\w)[@#][^\W_]", re.sub(r"(?i)<http[^>]*>", "", drawn))
    token = (
        r"\u200b(?P<parted>[*_~`])(?=\u200b)|(?<=[^\W_])(?P<inside>[*_~])(?=[^\W_])"
        r"|<(?P<address>https?://[^|>]+)>|(?P<bold>\*)|(?P<italic>_)"
        r"|(?P<live>[~`<>]|:[^\W_](?:[\w'+-]*[^\W_])?:)|(?P<entity>&\w+;)|(?P<other>.)"
    )
    return read(token, drawn)


def read(token: str, drawn: str) -> Styled:
    entities = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
    bold = italic = False
    found: Styled = []
    for one in re.finditer(token, drawn, re.DOTALL | re.IGNORECASE):
        assert not one["live"], f"{one['live']!r} is live in {drawn!r}"
        bold, italic = bold ^ bool(one["bold"]), italic ^ bool(one["italic"])
        words = "" if one.lastgroup in ("bold", "italic") else one[one.lastgroup or 0]
        if token.count("entity"):
            words = re.sub(r"&(amp|lt|gt);", lambda entity: entities[entity[0]], words)
        found += [(letter, bold, italic) for letter in words]
    assert (bold, italic) == (False, False), f"a style does not end in {drawn!r}"
    return [letter for letter in found if not letter[0].isspace() and letter[0] != "\u200b"]


# Templates


@pytest.mark.parametrize(
    ("template", "spans"),
    [
        ("**a** b", (Span("a", bold=True), Span(" b"))),
        ("_a_ and *b*", (Span("a", italic=True), Span(" and "), Span("b", italic=True))),
        ("**a _b_**", (Span("a ", bold=True), Span("b", bold=True, italic=True))),
        ("***a***", (Span("a", bold=True, italic=True),)),
        ("`/mentor **seek**`", (Span("/mentor **seek**", code=True),)),
        ("[the page](https://a.example/x_y_z)", (Span("the page", link="https://a.example/x_y_z"),)),
        ("- one\n- two", (Span("• one\n• two"),)),
        ("snake_case_name, 2 * 3 * 4, a - b", (Span("snake_case_name, 2 * 3 * 4, a - b"),)),
        ("\\*no\\* \\{brace\\}", (Span("*no* {brace}"),)),
        ("a { stray } brace {", (Span("a { stray } brace {"),)),
        ("[not](javascript:x) a link", (Span("[not](javascript:x) a link"),)),
    ],
)
def test_a_template_is_our_small_markdown(template: str, spans: Rich) -> None:
    assert render(Text(template), READER) == spans


def test_a_value_takes_the_style_around_it() -> None:
    inner = t("_very_ {word}", word="good")
    assert render(t("**{inner}** `{inner}`", inner=inner), READER) == (
        Span("very", bold=True, italic=True),
        Span(" good", bold=True),
        Span(" "),
        Span("very", italic=True, code=True),
        Span(" good", code=True),
    )


def test_a_value_that_was_forgotten_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        render(t("Hello {name}"), READER)


def test_people_and_places_stay_what_they_are() -> None:
    carla, nobody, place = Person("room", "1", "Carla *"), Person("room", "2"), Place("room", "3", "general")
    assert render(t("**{a}** {b} {c}", a=carla, b=nobody, c=place), READER) == (
        Span("Carla *", bold=True, value=carla),
        Span(" "),
        Span("somebody", value=nobody),
        Span(" "),
        Span("general", value=place),
    )


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (12345, "en", "12,345"),
        (12345, "de", "12.345"),
        (Language("it"), "en", "Italian"),
        (Language("it"), "de", "Italienisch"),
        (Language("pt-BR"), "it", "portoghese brasiliano"),
        (Language("nonsense"), "en", "nonsense"),
        (Tongues({"en": "taxes", "de": "Steuern"}), "de", "Steuern"),
        (Tongues({"en": "**taxes**"}), "it", "**taxes**"),
        (Listing(("a", "b", "c")), "en", "a, b and c"),
        (Listing(("a", "b", "c")), "de", "a, b und c"),
        (Listing(("a", Listing(("b", "c")))), "it", "a e b e c"),
        (Listing(()), "en", ""),
    ],
)
def test_values_are_read_in_the_readers_language(value: Value, language: str, expected: str) -> None:
    assert shown(t("{value}", value=value), Reader(language, "UTC", NOW)) == expected


def test_a_plural_shows_its_number() -> None:
    assert [shown(tn("{n} mentor", "{n} mentors", n)) for n in (1, 2000)] == ["1 mentor", "2,000 mentors"]


# Moments


@pytest.mark.parametrize(
    ("at", "both", "day"),
    [
        ("2026-11-20T17:00+00:00", "today at 18:00", "today"),
        ("2026-11-20T22:59+00:00", "today at 23:59", "today"),
        ("2026-11-20T23:00+00:00", "tomorrow at 00:00", "tomorrow"),
        ("2026-11-19T17:00+00:00", "yesterday at 18:00", "yesterday"),
        ("2026-11-22T17:00+00:00", "Sunday at 18:00", "Sunday"),
        ("2026-11-26T17:00+00:00", "Thursday at 18:00", "Thursday"),
        ("2026-11-27T17:00+00:00", "Fri 27 Nov at 18:00", "Fri 27 Nov"),
        ("2026-11-16T17:00+00:00", "Mon 16 Nov at 18:00", "Mon 16 Nov"),
        ("2027-01-04T17:00+00:00", "Mon, 4 Jan 2027 at 18:00", "Mon, 4 Jan 2027"),
    ],
)
def test_a_moment_is_told_as_a_friend_would(at: str, both: str, day: str) -> None:
    moment = datetime.fromisoformat(at)
    told = [shown(t("{at}", at=Moment(moment, style))) for style in ("both", "day", "time")]
    assert told == [both, day, f"{moment + timedelta(hours=1):%H:%M}"]


def test_a_moment_is_in_the_readers_own_zone_and_language() -> None:
    at = Moment(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    told = {zone: shown(t("{at}", at=at), Reader("en", zone, NOW)) for zone in ("UTC", "Asia/Tokyo", "Mars/Base")}
    assert told == {"UTC": "Sunday at 23:30", "Asia/Tokyo": "Monday at 08:30", "Mars/Base": "Sunday at 23:30"}
    day = Moment(at.at, "day")
    assert shown(t("{at}", at=day), Reader("de", "Europe/Berlin", NOW)) == "Montag"
    assert shown(t("{at}", at=day), Reader("it", "Europe/Rome", NOW)) == "lunedì"


def test_a_date_ends_a_german_sentence_with_one_full_stop() -> None:
    reader = Reader("de", "Europe/Berlin", NOW)
    days = (datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2027, 1, 6, 12, tzinfo=UTC))
    told = [shown(t("{at}.", at=Moment(at, "day")), reader) for at in days]
    assert told == ["Do., 24. Dezember.", "Mi., 6. Januar 2027."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (t("a {name}", name="Anna"), "ad Anna"),
        (t("A **{name}**", name=Person("room", "1", "Àgata")), "Ad Àgata"),
        (t("tu e _{name}_", name="Elena"), "tu ed Elena"),
        (t("({name}, e {other})", name="Ugo", other=t("e-mail")), "(Ugo, ed e-mail)"),
        (t("{all}", all=listing(["Excel", "Etsy", "Arte", "Eventi"])), "Excel, Etsy, Arte ed Eventi"),
        (t("a {name}", name="Olga"), "a Olga"),
        (t("a {name}", name="Ada"), "a Ada"),
        (t("fino a {name}", name=""), "fino a "),
        (t("ora {name}", name="Anna"), "ora Anna"),
        (t("{words}{name}", words="ciao a", name="Anna"), "ciao aAnna"),
        (t("«{words}» e {name}", words="Marta e", name="Elena"), "«Marta e» ed Elena"),
    ],
)
def test_italian_says_a_and_e_with_a_d_before_their_own_vowel(text: Text, said: str) -> None:
    assert shown(text, Reader("it", "Europe/Rome", NOW)) == said


def test_other_languages_say_them_as_they_are() -> None:
    assert shown(t("a {thing}", thing="atlas"), Reader("en", "Europe/Rome", NOW)) == "a atlas"


def test_summer_time_is_minded() -> None:
    reader = Reader("en", "Europe/Berlin", datetime(2026, 10, 24, 20, 0, tzinfo=UTC))
    assert shown(t("{at}", at=Moment(datetime(2026, 10, 25, 12, 0, tzinfo=UTC))), reader) == "tomorrow at 13:00"


# What people type


@quick
@given(typed_texts, st.booleans())
def test_what_is_typed_is_made_harmless(typed: str, lines: bool) -> None:
    text = clean(typed, lines=lines)
    assert text == clean(text, lines=lines) == text.strip() == unicodedata.normalize("NFC", text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\u00ad]", text)
    assert {unicodedata.category(one) for one in text if one != "\n"}.isdisjoint({"Cc", "Cs"})
    assert "\n" not in text if not lines else "\n\n\n" not in text
    text.encode()


SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize("fine", ["Käthe", "नमस्ते", "می‌خواهم", "👩‍👩‍👧 ☀️ 👍🏽", SCOTLAND, "שלום 12", "a\nb\n\nc  d"])
def test_what_scripts_and_emoji_need_stays(fine: str) -> None:
    assert clean(fine, lines=True) == fine


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("e\u0301", "é"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a  \n \n \n\n b", "a\n\n b"),
        ("\u3164\u200d \u200b", ""),
        ("a\U000e0061\U000e0062", "a"),
        ("a\tb\x00\ud83d", "a b"),
    ],
)
def test_what_only_hides_or_confuses_goes(typed: str, text: str) -> None:
    assert clean(typed, lines=True) == text


def test_one_line_keeps_the_words_apart() -> None:
    assert clean("a \n\n b\nc", lines=False) == "a b c"


@quick
@given(typed_texts)
def test_typed_words_are_words_only(typed: str) -> None:
    text = clean(typed, lines=True)
    for rich in (render(words(typed), READER), render(t("{a}", a=typed), READER)):
        assert rich == ((Span(text),) if text else ())
        assert read_discord(discord.draw(rich)) == letters(rich)
        assert read_slack(slack.draw(rich)) == letters(rich)


@quick
@given(typed_texts, typed_texts)
def test_styles_reach_exactly_as_far_as_ours(one: str, two: str) -> None:
    rich = render(t("{b}**{a} _{b}_**{a}_{b}_ **{b}**x", a=one, b=two), READER)
    assert read_discord(discord.draw(rich)) == letters(rich)
    for (letter, bold, italic), ours in zip(read_slack(slack.draw(rich)), letters(rich), strict=True):
        assert (letter, bold or ours[1], italic or ours[2]) == ours  # a style may be left out, never added


@pytest.mark.parametrize("typed", ["Carla", "a*b_c", "x @here :tada: <!channel> & y", "two\n\nparts"])
def test_both_dialects_draw_our_styles(typed: str) -> None:
    rich = render(t("{a}**{a} _{a}_**{a}_{a}_ **{a}**x", a=typed), READER)
    assert read_discord(discord.draw(rich)) == read_slack(slack.draw(rich)) == letters(rich)


def test_a_style_is_drawn_in_each_line_and_close_to_its_words() -> None:
    rich = render(t("**{a}** _{a}_", a="one\n  two"), READER)
    assert discord.draw(rich) == "**one**\n  **two** _one_\n  _two_"
    assert slack.draw(rich) == "*one*\n  *two* _one_\n  _two_"


@pytest.mark.parametrize("typed", ["`", "a`b", "@everyone", "<@1> <!channel> & **x**", "https://a.example"])
def test_code_is_left_only_by_us(typed: str) -> None:
    rich = render(t("`{a}`", a=typed), READER)
    for drawn in (discord.draw(rich), slack.draw(rich)):
        assert drawn.count("`") == 2 or "`" in typed
    assert not re.search(r"@everyone|<@1", discord.draw(rich))
    assert not re.search(r"<[@!]", slack.draw(rich))


def test_a_backtick_in_code_is_no_code() -> None:
    rich = render(t("`{a}`", a="a`*b*"), READER)
    assert read_discord(discord.draw(rich)) == read_slack(slack.draw(rich)) == letters((Span("a`*b*"),))


@pytest.mark.parametrize("draw", [discord.draw, slack.draw])
def test_a_link_says_where_it_goes(draw: Callable[[Rich], str]) -> None:
    def drawn(typed: str) -> str:
        return draw(render(t("[{a}](https://real.example/x)", a=typed), READER)).replace("\u200b", "")

    assert drawn("our page") in ("[our page](<https://real.example/x>)", "<https://real.example/x|our page>")
    for lie in ("https://bank.example", "bank.example", "x](https://bank.example)"):
        assert drawn(lie).endswith(" <https://real.example/x>")
        assert "<https://bank" not in drawn(lie)


# Drawing what platforms draw themselves


def test_discord_draws_people_places_and_times_itself() -> None:
    moment = Moment(datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
    rich = render(t("**{a}** {b} {c}", a=Person("p", "12", "*C*"), b=Place("p", "34"), c=moment), READER)
    assert discord.draw(rich) == "**<@12>** <#34> <t:1795194000:f>"
    odd = render(t("{a} `{c}`", a=Person("p", "1>@everyone", "Carla_"), c=moment), READER)
    assert discord.draw(odd) == "Carla\\_ `today at 18:00`"


def test_slack_draws_people_places_and_times_itself() -> None:
    moment = Moment(datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "day")
    rich = render(t("*{a}* {b} {c}", a=Person("p", "T1/U2", "C"), b=Place("p", "T1/C3"), c=moment), READER)
    assert slack.draw(rich) == "_<@U2>_ <#C3> <!date^1795194000^{date_short_pretty}|today>"
    odd = render(t("{a} {b}", a=Person("p", "T1/u|!channel", "<C>"), b=Place("p", "T1/D3", "us")), READER)
    assert slack.draw(odd) == "&lt;C&gt; us"


# Splitting and cutting


def everything(rich: Rich) -> list[tuple[str, Span]]:
    """Every visible character with all of its style."""
    return [
        (one, Span("", span.bold, span.italic, span.code, span.link))
        for span in rich
        for one in span.text
        if not one.isspace()
    ]


@settings(max_examples=100, deadline=None)
@given(
    typed_texts,
    typed_texts,
    st.integers(1, 12),
    st.integers(60, 300),
    st.sampled_from([plain, discord.draw, slack.draw]),
)
def test_splitting_loses_white_space_at_most(
    one: str, two: str, times: int, most: int, draw: Callable[[Rich], str]
) -> None:
    long = [t("**{a}** _{b}_ `{a}` [{b}](https://a.example/)\n\n{a}. {b}", a=one, b=two)] * times
    rich = render(t("{long}", long=Listing(tuple(long))), READER)
    pieces = split(rich, lambda piece: len(draw(piece)), most)
    assert all(len(draw(piece)) <= most for piece in pieces)
    assert [one for piece in pieces for one in everything(piece)] == everything(rich)


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("One two.\n\nThree four.\nFive", 22, ["One two.", "Three four.\nFive"]),
        ("One two.\nThree four five six", 22, ["One two.", "Three four five six"]),
        ("One two three. Four five six", 22, ["One two three.", "Four five six"]),
        ("One two three four five six", 22, ["One two three four", "five six"]),
        ("I. Aaaaaaaaaaaaa bbbbb ccccccc", 22, ["I. Aaaaaaaaaaaaa bbbbb", "ccccccc"]),
        ("a" * 50, 22, ["a" * 22, "a" * 22, "a" * 6]),
        ("👩‍👩‍👧" * 6, 22, ["👩‍👩‍👧" * 4, "👩‍👩‍👧" * 2]),
        ("🇮🇹" * 6, 5, ["🇮🇹🇮🇹"] * 3),
        ("x\u0324\u0331" * 6, 8, ["x\u0324\u0331" * 2] * 3),
        ("👍🏽" * 4, 3, ["👍🏽"] * 4),
        ("", 5, [""]),
    ],
)
def test_seams_are_where_a_reader_would_pause(text: str, most: int, pieces: list[str]) -> None:
    rich = (Span(text),) if text else ()
    assert [plain(piece) for piece in split(rich, lambda piece: len(plain(piece)), most)] == pieces


def test_a_piece_fits_even_where_less_text_is_wider() -> None:
    """As with an address, which needs no escaping once it is whole."""

    def width(piece: Rich) -> int:
        return len(plain(piece)) * (1 if "b" in plain(piece) else 3)

    pieces = split((Span("aaaa bbbb"),), width, 6)
    assert [plain(piece) for piece in pieces] == ["aa", "aa", "bbbb"]


def test_a_value_that_is_cut_in_two_remains_as_words() -> None:
    carla = Person("p", "1", "Carla Rossi")
    rich = (Span("Hi "), Span("Carla Rossi", value=carla))
    assert part(rich, 0, 14) == rich
    assert part(rich, 3, 8) == (Span("Carla"),)


def test_long_text_is_split_in_reasonable_time() -> None:
    rich = render(words("wörter und _mehr_ " * 5_000), READER)
    started = datetime.now(UTC)
    assert len(split(rich, lambda piece: len(discord.draw(piece)), 2000)) > 40
    assert datetime.now(UTC) - started < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Ask Carla", 9, "Ask Carla"),
        ("Ask Carla", 8, "Ask Car…"),
        ("Ask Carla", 5, "Ask…"),
        ("👩‍👩‍👧👩‍👩‍👧", 9, "👩‍👩‍👧…"),
        ("Ask", 1, "…"),
        ("Ask", 0, ""),
    ],
)
def test_a_cut_shows_that_it_is_one(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


def test_a_label_is_one_line_of_bare_words() -> None:
    assert label(t("**Ask** {who}\nnow", who="Ca\n\nrla"), READER, 20) == "Ask Ca rla now"
    assert label(t("Ask {who}", who=Person("p", "1", "Carla")), READER, 8) == "Ask Car…"
