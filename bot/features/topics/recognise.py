"""Which known subjects somebody's own words may mean: by the pieces of words they share. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from math import log, sqrt

from bot.features.members.model import topic_key
from bot.features.topics.catalogue import subjects

SIZES = (3, 4, 5)
NEAREST = 3
POSSIBLE = 0.34
"""Below this likeness something else is meant. Low, since all that follows is a question."""
TYPO = 0.87
"""How alike two whole words must be to be one with a typo; measured on pairs such as wordpres/wordpress."""
PATIENCE = 120
"""Words longer than this are cut: they are no topic, and looking would take long."""

EMPTY_WORDS = """
    a an the my our your of for to in on at with and or how i we is it be do doing from about me more learn learning
    ein eine einen der die das den dem des mein meine meinen meiner fur zu zum zur mit und oder wie ich wir ist
    von vom im auf an am bei uber nach lernen kurs
    il lo la le gli i un uno una di del della dei delle da dal in nel nella con su sul sulla per e o che come
    mi mio mia miei mie al alla ai l d dell piu sono si imparare corso
"""
EMPTY = frozenset(EMPTY_WORDS.split())
"""Words that name nothing, in the three languages."""


def plain_words(text: str, most: int = PATIENCE) -> list[str]:
    """The words that mean something, lower case and without accents; all words where none would be left."""
    low = text[:most].casefold().replace("ß", "ss")
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    found = re.findall(r"[^\W_]+", bare.replace("’", " ").replace("'", " "))
    return [word for word in found if word not in EMPTY] or found


def pieces(words: Sequence[str]) -> Counter[str]:
    """Three to five letters in a row, word by word; a blank marks where a word begins and ends."""
    found: Counter[str] = Counter()
    for word in words:
        framed = f" {word} "
        for size in SIZES:
            found.update(framed[start : start + size] for start in range(max(1, len(framed) - size + 1)))
    return found


@dataclass(frozen=True, slots=True)
class Guess:
    code: str
    likeness: float


@dataclass(frozen=True)
class Index:
    """Every word of a catalogue, cut into pieces: piece → where it occurs, each piece weighing as it is rare."""

    codes: Sequence[str]
    places: Mapping[str, Sequence[int]]
    weights: Mapping[str, float]
    sizes: Sequence[float]

    def guesses(self, text: str, most: int = NEAREST) -> list[Guess]:
        """The likeliest subjects first; none that is less than possible."""
        mine = pieces(plain_words(text))
        shared: dict[int, float] = defaultdict(float)
        for piece in mine:
            for place in self.places.get(piece, ()):
                shared[place] += self.weights[piece]
        rarest = log(1 + len(self.codes))
        mass = sum(self.weights.get(piece, rarest) for piece in mine)
        best: dict[str, float] = {}
        for place, weight in shared.items():
            code = self.codes[place]
            best[code] = max(best.get(code, 0.0), _likeness(weight, mass, self.sizes[place]))
        ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))
        return [Guess(code, round(value, 3)) for code, value in ranked[:most] if value >= POSSIBLE]


def _likeness(shared: float, mine: float, theirs: float) -> float:
    """Half how alike the two are, half how much of the known word is in what was typed."""
    return 0.5 * shared / sqrt(mine * theirs) + 0.5 * shared / theirs


def index_of(words: Iterable[tuple[str, str]]) -> Index:
    """An index over (subject, word)."""
    rows = [(code, pieces(plain_words(word))) for code, word in words]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_, found) in enumerate(rows):
        for piece in found:
            places[piece].append(place)
    weights = {piece: log(1 + len(rows) / len(where)) for piece, where in places.items()}
    sizes = [sum(weights[piece] for piece in found) for _, found in rows]
    return Index([code for code, _ in rows], places, weights, sizes)


@cache
def known() -> Index:
    """The whole catalogue in all languages; made when it is first asked for."""
    named = ((code, name) for code in subjects() for name in _names(code))
    return index_of(dict.fromkeys(named))


def nearest(text: str) -> list[Guess]:
    """The (up to three) known subjects that these words may mean, the likeliest first."""
    return known().guesses(text)


def mistyped(text: str, guesses: Sequence[Guess]) -> str:
    """The known word that this is with a typo, as the catalogue writes it; empty for none."""
    known_words = {topic_key(name): name for one in guesses for name in _names(one.code)}
    found = get_close_matches(topic_key(text), list(known_words), n=1, cutoff=TYPO)
    return known_words[found[0]] if found else ""


def _names(code: str) -> Iterable[str]:
    return (name for names in subjects()[code].names.values() for name in names)
