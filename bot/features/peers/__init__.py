"""People who ought to know each other, introduced by somebody who knows both."""
