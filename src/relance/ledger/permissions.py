"""Who may do which act.

Rule in words: who handles money may do every act. A decision reserves what it grants, and gives it
back when it is withdrawn, so who decides may do these two, before anything is committed. Who examines
files may write down what was requested and claimed. Whatever Relance does by itself (a public form
that is filed, a night's work) is done by nobody: `by` is None.
Reading a statement or a journal takes the right to read what is internal.
"""

from relance.kernel.errors import Refused
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import Reader, authority_for, may
from relance.kernel.rules import Right
from relance.ledger.rules.kinds import Act

WHO_ELSE: dict[Act, frozenset[Right]] = {
    Act.REQUEST: frozenset({Right.INSTRUCT, Right.DECIDE}),
    Act.CLAIM: frozenset({Right.INSTRUCT, Right.DECIDE}),
    Act.RESERVE: frozenset({Right.DECIDE}),
    Act.RELEASE: frozenset({Right.DECIDE}),
}


def require_act(by: Account | None, act: Act, authority: Authority) -> None:
    """Raise Refused unless this person may do this act for the authority."""
    if by is None:
        return
    allowed = {Right.HANDLE_MONEY} | WHO_ELSE.get(act, frozenset())
    if not any(may(by, right, authority) for right in allowed):
        raise Refused(f"L’acte « {act.label} » demande le droit de tenir les comptes pour {authority.name}.")


def authority_to_read(reader: Reader, slug: str) -> Authority:
    """The authority of an address, for who may read its statements."""
    return authority_for(reader, slug, Right.READ_INTERNAL)
