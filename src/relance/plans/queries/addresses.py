"""Free addresses for plans."""

from django.utils.text import slugify

from relance.kernel.models import Authority
from relance.plans.models import Plan


def free_slug(authority: Authority, title: str) -> str:
    """An address for a plan of this title that no plan of the authority has."""
    stem = slugify(title)[:70].strip("-") or "plan"
    taken = set(Plan.objects.of(authority).filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
