"""Expected refusals that any app may raise; `kernel.middleware` turns them into pages.

RelanceError
├── Missing        there is no such thing, or the reader may not know that there is (404)
├── Refused        known, but not allowed to this person (403)
├── NeedsAccount   allowed to some, once signed in (to the sign-in page)
├── UnscopedRead   a programming error: rows of every authority were about to be read
└── WrongAuthority a programming error: a write for another authority than the one in scope
"""


class RelanceError(Exception):
    """The message is a sentence for the person, in French, except for programming errors."""


class Missing(RelanceError):
    pass


class Refused(RelanceError):
    pass


class NeedsAccount(RelanceError):
    pass


class UnscopedRead(RelanceError):
    pass


class WrongAuthority(RelanceError):
    pass
