"""One transaction and what it can do. A repository is made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from storage.repositories.activity import SqlImpact
from storage.repositories.audit import SqlAudit
from storage.repositories.backlog import SqlBacklog
from storage.repositories.circles import SqlCircles
from storage.repositories.communities import SqlCommunities, SqlProgrammes
from storage.repositories.contacts import SqlContacts
from storage.repositories.courses import SqlCourses
from storage.repositories.digests import SqlDigests
from storage.repositories.drafts import SqlDrafts
from storage.repositories.honours import SqlHonours, SqlNominations
from storage.repositories.inbox import SqlInbox
from storage.repositories.kudos import SqlKudos
from storage.repositories.lanes import SqlLanes
from storage.repositories.later import SqlLaters
from storage.repositories.meetings import SqlMeetings
from storage.repositories.members import SqlMembers
from storage.repositories.mentoring import SqlMentoring
from storage.repositories.milestones import SqlMilestones
from storage.repositories.needs import SqlNeeds
from storage.repositories.outbox import SqlOutbox
from storage.repositories.pairs import SqlPairs
from storage.repositories.peers import SqlIntroductions
from storage.repositories.pictures import SqlPictures
from storage.repositories.polls import SqlPolls
from storage.repositories.posts import SqlPosts
from storage.repositories.privacy import SqlPrivacy
from storage.repositories.reports import SqlReports
from storage.repositories.rounds import SqlRounds
from storage.repositories.safety import SqlSafety
from storage.repositories.schedules import SqlSchedules
from storage.repositories.steps import SqlSteps
from storage.repositories.stories import SqlStories
from storage.repositories.suggestions import SqlSuggestions
from storage.repositories.topics import SqlTopics

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from bot.work import Work
    from storage.erasures import Erasures


class SqlWork:
    def __init__(self, connection: Connection, erasures: Erasures) -> None:
        self._connection = connection
        self._erasures = erasures

    @cached_property
    def audit(self) -> SqlAudit:
        return SqlAudit(self._connection)

    @cached_property
    def backlog(self) -> SqlBacklog:
        return SqlBacklog(self._connection)

    @cached_property
    def communities(self) -> SqlCommunities:
        return SqlCommunities(self._connection)

    @cached_property
    def programmes(self) -> SqlProgrammes:
        return SqlProgrammes(self._connection)

    @cached_property
    def members(self) -> SqlMembers:
        return SqlMembers(self._connection, self._erasures)

    @cached_property
    def topics(self) -> SqlTopics:
        return SqlTopics(self._connection)

    @cached_property
    def rounds(self) -> SqlRounds:
        return SqlRounds(self._connection)

    @cached_property
    def circles(self) -> SqlCircles:
        return SqlCircles(self._connection)

    @cached_property
    def introductions(self) -> SqlIntroductions:
        return SqlIntroductions(self._connection)

    @cached_property
    def mentoring(self) -> SqlMentoring:
        return SqlMentoring(self._connection)

    @cached_property
    def pairs(self) -> SqlPairs:
        return SqlPairs(self._connection)

    @cached_property
    def steps(self) -> SqlSteps:
        return SqlSteps(self._connection)

    @cached_property
    def courses(self) -> SqlCourses:
        return SqlCourses(self._connection)

    @cached_property
    def safety(self) -> SqlSafety:
        return SqlSafety(self._connection)

    @cached_property
    def meetings(self) -> SqlMeetings:
        return SqlMeetings(self._connection)

    @cached_property
    def pictures(self) -> SqlPictures:
        return SqlPictures(self._connection, self._erasures)

    @cached_property
    def stories(self) -> SqlStories:
        return SqlStories(self._connection)

    @cached_property
    def polls(self) -> SqlPolls:
        return SqlPolls(self._connection)

    @cached_property
    def needs(self) -> SqlNeeds:
        return SqlNeeds(self._connection)

    @cached_property
    def nominations(self) -> SqlNominations:
        return SqlNominations(self._connection)

    @cached_property
    def honours(self) -> SqlHonours:
        return SqlHonours(self._connection)

    @cached_property
    def milestones(self) -> SqlMilestones:
        return SqlMilestones(self._connection)

    @cached_property
    def kudos(self) -> SqlKudos:
        return SqlKudos(self._connection)

    @cached_property
    def suggestions(self) -> SqlSuggestions:
        return SqlSuggestions(self._connection)

    @cached_property
    def digests(self) -> SqlDigests:
        return SqlDigests(self._connection)

    @cached_property
    def posts(self) -> SqlPosts:
        return SqlPosts(self._connection)

    @cached_property
    def impact(self) -> SqlImpact:
        return SqlImpact(self._connection)

    @cached_property
    def reports(self) -> SqlReports:
        return SqlReports(self._connection)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._connection)

    @cached_property
    def lanes(self) -> SqlLanes:
        return SqlLanes(self._connection)

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self._connection)

    @cached_property
    def schedules(self) -> SqlSchedules:
        return SqlSchedules(self._connection)

    @cached_property
    def later(self) -> SqlLaters:
        return SqlLaters(self._connection)

    @cached_property
    def contacts(self) -> SqlContacts:
        return SqlContacts(self._connection)

    @cached_property
    def drafts(self) -> SqlDrafts:
        return SqlDrafts(self._connection)

    @cached_property
    def privacy(self) -> SqlPrivacy:
        return SqlPrivacy(self._connection, self._erasures)


def work(connection: Connection, erasures: Erasures) -> Work:
    """What a decision is given; the return type holds the repositories to the core's protocols."""
    return SqlWork(connection, erasures)
