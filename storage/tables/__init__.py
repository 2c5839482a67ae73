"""The tables, a file for each part of the product.

Every row belongs to a community, and every reference stays inside it.
"""

from storage.tables.audit import audit, audit_actor, audit_head
from storage.tables.contact import contact
from storage.tables.courses import course
from storage.tables.delivery import draft, inbox, lane, outbox
from storage.tables.digest import digest_reader
from storage.tables.impact import (
    activity,
    connection,
    impact,
    impact_post,
    lesson,
    tallied,
    tally,
    uncounted,
)
from storage.tables.matching import match_left, match_pair, match_round, weighing
from storage.tables.meetings import meeting, meeting_time
from storage.tables.mentoring import offer, offer_topic, request, request_line, seek, seek_topic, topic
from storage.tables.pairs import checkin, expectation, feedback, followup, pair, risk
from storage.tables.peers import peer, peer_group, peer_introduction, peer_place
from storage.tables.people import community, member, member_language, programme
from storage.tables.polls import ballot, poll, poll_option
from storage.tables.posts import piece, post_turn, series
from storage.tables.recognition import honour, kudos, milestone, milestone_choice, nomination
from storage.tables.safety import conduct, exclusion, lift, report, report_note, safety_contact
from storage.tables.slack import slack_bots, slack_installations, slack_oauth_states
from storage.tables.steps import next_step
from storage.tables.stories import picture, story, story_ask, story_consent
from storage.tables.suggestions import suggestion, suggestion_support
from storage.tables.time import later, occurrence, schedule
from storage.tables.topics import topic_alias

__all__ = [
    "activity",
    "audit",
    "audit_actor",
    "audit_head",
    "ballot",
    "checkin",
    "community",
    "conduct",
    "connection",
    "contact",
    "course",
    "digest_reader",
    "draft",
    "exclusion",
    "expectation",
    "feedback",
    "followup",
    "honour",
    "impact",
    "impact_post",
    "inbox",
    "kudos",
    "lane",
    "later",
    "lesson",
    "lift",
    "match_left",
    "match_pair",
    "match_round",
    "meeting",
    "meeting_time",
    "member",
    "member_language",
    "milestone",
    "milestone_choice",
    "next_step",
    "nomination",
    "occurrence",
    "offer",
    "offer_topic",
    "outbox",
    "pair",
    "peer",
    "peer_group",
    "peer_introduction",
    "peer_place",
    "picture",
    "piece",
    "poll",
    "poll_option",
    "post_turn",
    "programme",
    "report",
    "report_note",
    "request",
    "request_line",
    "risk",
    "safety_contact",
    "schedule",
    "seek",
    "seek_topic",
    "series",
    "slack_bots",
    "slack_installations",
    "slack_oauth_states",
    "story",
    "story_ask",
    "story_consent",
    "suggestion",
    "suggestion_support",
    "tallied",
    "tally",
    "topic",
    "topic_alias",
    "uncounted",
    "weighing",
]
