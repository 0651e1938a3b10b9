"""What may be refused while buying; each message is a French sentence for the person.

BuyingError
├── NotEnough     less is left than asked; `left` says how many
├── NotForSale    the listing or its shop takes no orders (any more)
├── PriceMoved    the sum changed since the person saw it; `total` is today's
├── SlotGone      the slot is full, past, or never was one
├── CycleClosed   the grouped order is not open
├── BadBuyer      name or address missing
├── BadOffer      an offer that the law or plain sense refuses
└── WrongStep     the part of the order is not in a state from which this may be done
"""

from relance.kernel.errors import RelanceError


class BuyingError(RelanceError):
    pass


class NotEnough(BuyingError):
    def __init__(self, title: str, left: int) -> None:
        self.left = left
        what = f"Il n’en reste que {left}" if left else "Il n’en reste plus"
        super().__init__(f"«\u00a0{title}\u00a0»\u00a0: {what.lower()}.")


class NotForSale(BuyingError):
    pass


class PriceMoved(BuyingError):
    def __init__(self, total: str) -> None:
        super().__init__(
            f"Un prix a changé depuis que vous avez vu le panier\u00a0: le total est maintenant de {total}. "
            "Relisez-le, puis réservez."
        )


class SlotGone(BuyingError):
    pass


class CycleClosed(BuyingError):
    pass


class BadBuyer(BuyingError):
    pass


class BadOffer(BuyingError):
    pass


class WrongStep(BuyingError):
    pass
