"""The invitation that calendar programs accept (RFC 5545): made, changed, cancelled under one name."""

from __future__ import annotations

from datetime import datetime

from bot.features.meetings.model import Meeting, MeetingState

NAME = "meeting.ics"


def invitation(meeting: Meeting, title: str, now: datetime) -> bytes:
    """The same event for both; a later one of the same meeting takes its place. Raises ValueError without a time."""
    from icalendar import Calendar, Event

    if meeting.at is None:
        raise ValueError(f"meeting {meeting.id} has no time yet")
    cancelled = meeting.state is MeetingState.CANCELLED
    event = Event()
    event.add("uid", f"meeting-{meeting.community}-{meeting.id}@mansarda.invalid")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.at)
    event.add("dtend", meeting.at + meeting.length)
    event.add("summary", title)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.where:
        event.add("location", meeting.where)
    if meeting.where.startswith("https://") and " " not in meeting.where:
        event.add("url", meeting.where)
    calendar = Calendar()
    calendar.add("prodid", "-//Mansarda//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
