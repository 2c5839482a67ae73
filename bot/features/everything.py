"""All features: what they declare is what the bot can do."""

from __future__ import annotations

from bot import chooser, drafts
from bot.features.audit import chat as audit
from bot.features.digest import chat as digest
from bot.features.digest import readers
from bot.features.digest import writing as digest_writing
from bot.features.impact import chat as impact
from bot.features.impact import decide as impact_steps
from bot.features.impact import monthly
from bot.features.matching import chat as matching
from bot.features.matching import decide as matching_steps
from bot.features.matching import rhythm
from bot.features.meetings import chat as meetings
from bot.features.meetings import decide as meeting_steps
from bot.features.members import less, profile, settings
from bot.features.mentoring import asking, deadlines, finding, meant, queue, status
from bot.features.mentoring import chat as mentoring
from bot.features.needs import calling as needs_calling
from bot.features.needs import chat as needs
from bot.features.pairs import after, agreement, begin, care, ending, noting, page, question, seat, watch, weekly
from bot.features.pairs import chat as pairs
from bot.features.peers import chat as peers
from bot.features.peers import turns
from bot.features.polls import chat as polls
from bot.features.polls import decide as poll_steps
from bot.features.polls import rounds
from bot.features.posts import chat as posts
from bot.features.posts import files, writing
from bot.features.posts import turns as post_turns
from bot.features.privacy import chat as privacy
from bot.features.privacy import exporting
from bot.features.profile import chat as own_profile
from bot.features.profile import hours
from bot.features.programme import chat as programme
from bot.features.programme import checking, course_chat, course_end
from bot.features.programme import help as asking_for_help
from bot.features.recognition import chat as recognition
from bot.features.recognition import decide as recognition_steps
from bot.features.recognition import milestones, month, month_chat
from bot.features.recognition import posting as recognition_posts
from bot.features.safety import blocking, conduct, contacts, desk, filing, lifting, report
from bot.features.stories import chat as stories
from bot.features.stories import desk_chat as stories_desk
from bot.features.stories import showing as stories_shown
from bot.features.suggestions import chat as suggestions
from bot.features.topics import chat as topics
from bot.registry import Registry, collect

MATCHING = (topics, needs, needs_calling, matching, matching_steps, rhythm, peers, turns)
"""Whoever suits whom, in what, and who ought to know each other."""

COMMUNITY = (digest, readers, digest_writing, posts, post_turns, writing, files)
"""What speaks to everybody."""

IMPACT = (impact, impact_steps, monthly)
"""Whether it helps."""

FEATURES = (
    mentoring,
    finding,
    asking,
    deadlines,
    queue,
    status,
    meant,
    profile,
    own_profile,
    hours,
    settings,
    less,
    pairs,
    page,
    agreement,
    noting,
    seat,
    ending,
    begin,
    care,
    question,
    after,
    watch,
    meetings,
    meeting_steps,
    weekly,
    programme,
    checking,
    asking_for_help,
    course_chat,
    course_end,
    privacy,
    exporting,
    audit,
    polls,
    poll_steps,
    rounds,
    suggestions,
    recognition,
    recognition_steps,
    recognition_posts,
    milestones,
    month,
    month_chat,
    blocking,
    conduct,
    contacts,
    desk,
    filing,
    lifting,
    report,
    stories,
    stories_desk,
    stories_shown,
    chooser,
    drafts,
    *MATCHING,
    *COMMUNITY,
    *IMPACT,
)
"""The modules that declare commands, actions, forms, steps and chores."""


def registry() -> Registry:
    return collect(FEATURES)
