"""What Slack's own surfaces say beside the core's messages, in each language."""

from __future__ import annotations

from bot.i18n import Tongues, language_of
from bot.markup import cut

CANCEL = Tongues({"en": "Cancel", "de": "Abbrechen", "it": "Annulla"})
CLOSE = Tongues({"en": "Close", "de": "Schließen", "it": "Chiudi"})
LOADING = Tongues({"en": "One moment …", "de": "Einen Moment …", "it": "Un momento …"})
SEND = Tongues({"en": "Go on", "de": "Weiter", "it": "Continua"})
TITLE = Tongues({"en": "Mansarda", "de": "Mansarda", "it": "Mansarda"})
AGAIN = Tongues(
    {
        "en": "This took a moment longer than Slack waits, so the form could not open. Nothing is lost.",
        "de": "Das hat einen Moment länger gedauert, als Slack wartet, darum ging das Formular nicht auf. "
        "Nichts ist verloren.",
        "it": "Ci è voluto un momento più di quanto Slack aspetti, quindi il modulo non si è aperto. "
        "Niente è andato perso.",
    }
)
TRY_AGAIN = Tongues({"en": "Try again", "de": "Noch einmal versuchen", "it": "Riprova"})
FOREIGN = Tongues(
    {
        "en": "This mentorship programme is for the members of this workspace, so I cannot take you in here. "
        "Nothing about you is kept from this.",
        "de": "Dieses Mentoring-Programm ist für die Mitglieder dieses Workspaces, darum kann ich dich hier nicht "
        "aufnehmen. Dabei wird nichts über dich gespeichert.",
        "it": "Questo programma di mentoring è per i membri di questo workspace, quindi qui non posso accoglierti. "
        "Di te non conservo nulla.",
    }
)
GUEST = Tongues(
    {
        "en": "You are a guest in this workspace, and this mentorship programme is for its members. "
        "An administrator can make you a member. Nothing about you is kept from this.",
        "de": "Du bist Gast in diesem Workspace, und dieses Mentoring-Programm ist für seine Mitglieder. "
        "Eine Administratorin oder ein Administrator kann dich zum Mitglied machen. "
        "Dabei wird nichts über dich gespeichert.",
        "it": "Sei ospite in questo workspace, e questo programma di mentoring è per i suoi membri. "
        "Chi amministra può accoglierti tra i membri. Di te non conservo nulla.",
    }
)
IN_CONVERSATION = Tongues(
    {
        "en": "The file is in your conversation with me.",
        "de": "Die Datei liegt in deinem Gespräch mit mir.",
        "it": "Il file è nella tua conversazione con me.",
    }
)
SEEN_HERE = Tongues(
    {
        "en": "Done. You can close this.",
        "de": "Erledigt. Du kannst das hier schließen.",
        "it": "Fatto. Puoi chiudere.",
    }
)
HERE = Tongues({"en": "What you can do here", "de": "Was du hier tun kannst", "it": "Che cosa puoi fare qui"})
BACK = Tongues({"en": "Show where I stand", "de": "Zeig mir meinen Stand", "it": "Mostra a che punto sono"})
PRIVATE = Tongues(
    {
        "en": "Only you can see this page.",
        "de": "Nur du siehst diese Seite.",
        "it": "Solo tu vedi questa pagina.",
    }
)


def say(text: Tongues, locale: str | None, most: int = 3000) -> str:
    return cut(text.read(language_of(locale)), most)
