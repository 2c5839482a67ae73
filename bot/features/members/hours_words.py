"""The words in which people say when they have time, in the three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.i18n import LANGUAGES

PHRASES = (
    (r"\b(every|each) day\b|\bjeden tag\b|\b(ogni giorno|tutti i giorni)\b|\bdaily\b|\btäglich\b", "@always"),
    (r"\b(working|week) ?days?\b|\b(werktags|werktage|wochentags|wochentage)\b|\b(unter|in) der woche\b", "@workdays"),
    (r"\bduring the week\b|\b(nei |i )?giorni (feriali|lavorativi)\b|\bin settimana\b|\bferiali\b", "@workdays"),
    (r"\bweek-?ends?\b|\bwochenenden?\b|\bfine settimana\b", "@weekend"),
    (r"\ball day( long)?\b|\b(the )?whole day\b|\b(den )?ganzen tag\b|\bganztags\b|\btutto il giorno\b", "@whole"),
    (r"\bafter lunch\b|\bnach dem mittag(essen)?\b|\bdopo pranzo\b", "afternoon"),
    (r"\bbefore (lunch|noon)\b|\bvor dem mittag(essen)?\b|\bprima di pranzo\b", "morning"),
    (r"\bafter dinner\b|\bnach dem abendessen\b|\bdopo cena\b", "@late"),
    (r"\bafter work\b|\bnach (der arbeit|feierabend)\b|\bdopo (il )?lavoro\b", "evening"),
    (r"\b(early|late) (morning|afternoon|evening)s?\b", r"\2"),
    (r"\bo.?clock\b", " "),
    (r"\b(dall|all|nell|l|d|un)['’]", r"\1 "),
)
"""Several words that mean one thing; what stands in their place begins with a sign that nobody types."""
DAYS_MORE: Mapping[str, int] = {
    "tues": 1,
    "wednes": 2,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
    "sonnabend": 5,
    "lunedi": 0,
    "martedi": 1,
    "mercoledi": 2,
    "giovedi": 3,
    "venerdi": 4,
    "sabati": 5,
    "domeniche": 6,
}
GERMAN_SHORT: Mapping[str, int] = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
"""Other words in the other languages: Italian "di sera" is no Tuesday."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PART_WORDS = {
    "morning": _words("morning mornings morgen morgens vormittag vormittags früh mattina mattine mattino"),
    "noon": _words("noon midday lunchtime lunch mittag mittags mittagszeit mezzogiorno pranzo pausa"),
    "afternoon": _words("afternoon afternoons nachmittag nachmittags pomeriggio pomeriggi dopopranzo"),
    "evening": _words("evening evenings eve night nights tonight abend abends abende sera sere"),
}
GERMAN = _words("morgens vormittags mittags nachmittags abends abend und ab nach bis")
ITALIAN = _words("mattina pomeriggio sera dopo dalle alle lunedì e mezzogiorno prima")
FROM = _words("after from since ab nach von dopo dalle dalla dal da dall")
UNTIL = _words("before until till til by bis vor prima fino entro")
TO = _words("- to through bis a al alle alla all till until fino")
BETWEEN = _words("between zwischen tra fra")
BUT = _words("except not no never außer ausser nicht nie ohne kein keine tranne eccetto non mai")
FILLERS = _words(
    """
    aber about always also am an and anche ansonsten any anytime around at auch available be best better but
    can ca circa d degli dei del della delle den der di die disponibile disponibili do during each e ed ein
    eine either er es every evtl for free frei gegen gern gerne gli habe hab have here hier ho hours i ich il
    im immer in io is it jeden jede jeder jeweils kann l la le libera libero lo m ma me mein meine meist
    meistens meglio mi mostly my nei nel nella nelle normally o oder of often oft ogni on only nur or ore per
    possibile posso quasi sempre si so solitamente solo sonst sono spesso the then time tempo tutte tutti u
    uhr um un una und usually verfügbar verso when wenn wochen woche week weeks zeit zu zur
    """
)
"""Words that change nothing."""


@cache
def days() -> Mapping[str, int]:
    """Names of days, whole, short and as something usual ("Mondays", "montags"); 0 is Monday."""
    from babel.dates import get_day_names

    found = dict(DAYS_MORE)
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, "format", language).items():
                plain = name.casefold().rstrip(".")
                if plain not in GERMAN_SHORT:
                    found |= {plain: number, f"{plain}s": number}
    return found


@cache
def parts() -> Mapping[str, str]:
    return {word: part for part, names in PART_WORDS.items() for word in names}


@cache
def joined() -> re.Pattern[str]:
    """ "Montagabend", "donnerstagnachmittags": a day and a part of it in one word."""
    names = "|".join(sorted((day for day in days() if day.endswith(("tag", "woch"))), key=len, reverse=True))
    return re.compile(rf"({names})s?(morgen|vormittag|mittag|nachmittag|abend)(s|e)?")
