"""The tables, a file for each part of the product.

Every row belongs to a community, and every reference stays inside it.
"""

from storage.tables.delivery import draft, inbox, occurrence, outbox, schedule
from storage.tables.mentoring import offer, offer_topic, request, seek, seek_topic, topic
from storage.tables.pairs import checkin, expectation, feedback, pair
from storage.tables.people import community, member, member_language, programme
from storage.tables.safety import exclusion, lift

__all__ = [
    "checkin",
    "community",
    "draft",
    "exclusion",
    "expectation",
    "feedback",
    "inbox",
    "lift",
    "member",
    "member_language",
    "occurrence",
    "offer",
    "offer_topic",
    "outbox",
    "pair",
    "programme",
    "request",
    "schedule",
    "seek",
    "seek_topic",
    "topic",
]
