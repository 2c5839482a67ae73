"""Whether a delivery is Slack's: looked at before anything of it is read."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

WINDOW = 300.0  # seconds: docs.slack.dev/authentication/verifying-requests-from-slack
STAMP = re.compile(r"[0-9]{1,12}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Signed with our secret, within five minutes. Whatever else the headers hold is simply not."""
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    signature = headers.get("X-Slack-Signature", "")
    if not STAMP.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
        return False
    if abs(now - int(stamp)) > WINDOW:
        return False
    return hmac.compare_digest(sign(secret, stamp, body), signature)


def sign(secret: str, stamp: str, body: bytes) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
