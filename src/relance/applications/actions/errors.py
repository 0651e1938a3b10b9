"""Expected refusals of applications. Each message is a French sentence for the person who acted.

ApplicationError
├── WrongState     the act is not done on a file in this state
├── CallNotOpen    the call takes no files now
├── NotComplete    something is missing: `missing` says what, one sentence each
├── FactRefused    a fact does not fit the scheme: `fact` names it
├── Held           somebody else holds the file
├── Recused        the person declared a conflict of interest over the file
├── FourEyes       who proposed does not decide
├── BeyondPower    the amount is above what this person may decide
├── Undetermined   the scheme cannot answer yet, or a register has not confirmed
└── AlreadyAwarded the scheme gives one aid per applicant, and this applicant has it
"""

from relance.kernel.errors import RelanceError


class ApplicationError(RelanceError):
    pass


class WrongState(ApplicationError):
    pass


class CallNotOpen(ApplicationError):
    pass


class NotComplete(ApplicationError):
    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class FactRefused(ApplicationError):
    def __init__(self, fact: str, message: str) -> None:
        super().__init__(message)
        self.fact = fact


class Held(ApplicationError):
    pass


class Recused(ApplicationError):
    pass


class FourEyes(ApplicationError):
    pass


class BeyondPower(ApplicationError):
    pass


class Undetermined(ApplicationError):
    pass


class AlreadyAwarded(ApplicationError):
    pass
