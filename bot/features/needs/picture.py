"""The needs map as bars: who waits is striped, free seats are solid."""

from __future__ import annotations

from bot.drawing.chart import Bar, Chart, Fill, Group
from bot.features.needs import texts
from bot.features.needs.model import Need
from bot.features.needs.texts import View
from bot.i18n import Text, t
from bot.markup import Reader, plain, render


def chart(view: View, reader: Reader) -> Chart:
    """A page of the map, its rows numbered as in the table."""

    def said(text: Text) -> str:
        return plain(render(text, reader))

    def group(number: int, need: Need) -> Group:
        waiting = Bar(need.waiting, said(texts.wait(need.waiting)), Fill.STRIPED)
        seats = Bar(need.seats, said(texts.free(need.seats)), Fill.SOLID)
        return Group(said(texts.name(view.side, need)), (waiting, seats), number)

    legend = ((Fill.STRIPED, said(t("People who wait"))), (Fill.SOLID, said(t("Free seats"))))
    groups = tuple(group(number, need) for number, need in view.rows)
    return Chart(said(texts.head(view)), groups, legend, said(texts.MEANING))
