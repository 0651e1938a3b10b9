"""A public plan of any size, with what officers, leads and readers add to it: for the benchmarks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.following import many_updates
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.rules import Role
from relance.plans.models import (
    Axis,
    Change,
    Contributor,
    Cost,
    Dependency,
    Feedback,
    Measure,
    MeasureRole,
    NewsCadence,
    NewsMail,
    NewsRequest,
    Plan,
    Task,
    Work,
)

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 11, 22)
SILENCES = 8  # groups of measures, each silent for a month longer than the one before
A_BATCH = 500


def build(measures: int, updates: int) -> tuple[Account, str]:
    """An editor, and the address of a published plan of this size."""
    owner, _ = Authority.objects.get_or_create(
        slug="grand-plan", defaults={"name": "Grand Plan", "country": "FR", "currency": "EUR"}
    )
    editor = Account.objects.filter(email="bench@example.org").first()
    if editor is None:
        editor = Account.objects.create_user("bench@example.org", name="Banc")
        Membership.objects.create(account=editor, authority=owner, role=Role.EDITOR)
    slug = f"plan-{measures}"
    plan = Plan.objects.create(
        authority=owner,
        slug=slug,
        title="Un grand plan",
        currency="EUR",
        created_at=AT,
        state="published",
        published_at=AT - timedelta(days=400),
        published_by_name="Banc",
    )
    made = _measures(plan, measures)
    _work(plan, made)
    for silence in range(SILENCES):
        many_updates(
            made[silence::SILENCES],
            count=updates // SILENCES,
            until=AT - timedelta(days=30 * silence),
        )
    _follow(plan, made)
    return editor, slug


def _measures(plan: Plan, count: int) -> list[Measure]:
    said: dict[str, Any] = {"authority": plan.authority, "plan": plan}
    axes = Axis.objects.bulk_create([Axis(**said, order=n, paraphrase=f"Axe {n}") for n in range(1, 6)])
    return Measure.objects.bulk_create(
        [
            Measure(
                **said,
                axis=axes[n % 5],
                order=n,
                code=f"m{n}",
                paraphrase=f"Soutenir le commerce de la rue {n} et rénover ses vitrines d’ici l’été",
            )
            for n in range(1, count + 1)
        ],
        batch_size=A_BATCH,
    )


def _work(plan: Plan, made: list[Measure]) -> None:
    """States, leads (six measures in seven), three tasks each, dependencies and a few costs."""
    said: dict[str, Any] = {"authority": plan.authority}
    people = Contributor.objects.bulk_create(
        [
            Contributor(
                **said,
                name=f"Service {plan.slug} {n}",
                folded=f"service {plan.slug} {n}",
                email=f"service{n}@example.org",
            )
            for n in range(40)
        ]
    )
    Work.objects.bulk_create(
        [
            Work(
                **said,
                measure=one,
                status=("to_start", "under_way", "under_way", "done")[n % 4],
                said_at=AT - timedelta(days=37 * n % 300),
                said_by_name="Banc",
                due_on=DAY + timedelta(days=n % 700 - 200),
                weight=n % 5 or None,
                progress=n % 101,
            )
            for n, one in enumerate(made)
        ],
        batch_size=A_BATCH,
    )
    MeasureRole.objects.bulk_create(
        [
            MeasureRole(
                **said, measure=one, contributor=people[n % 40], role="lead", since=AT, given_by_name="Banc"
            )
            for n, one in enumerate(made)
            if n % 7
        ],
        batch_size=A_BATCH,
    )
    Task.objects.bulk_create(
        [
            Task(**said, measure=one, title=f"Tâche {n}", due_on=DAY + timedelta(days=n % 400 - 100), order=n)
            for one in made
            for n in range(3)
        ],
        batch_size=A_BATCH,
    )
    Dependency.objects.bulk_create(
        [Dependency(**said, measure=one, needs=made[n - 1]) for n, one in enumerate(made) if n % 9 == 1],
        batch_size=A_BATCH,
    )
    Cost.objects.bulk_create(
        [
            Cost(
                **said,
                measure=one,
                year=2026,
                amount=100_000 + n,
                currency="EUR",
                basis="net",
                spending="investment",
            )
            for n, one in enumerate(made)
            if n % 50 == 0
        ],
        batch_size=A_BATCH,
    )


def _follow(plan: Plan, made: list[Measure]) -> None:
    """A rhythm, what changed, mails that left, and what readers wrote: one in five measures each."""
    said: dict[str, Any] = {"authority": plan.authority, "plan": plan}
    some = made[::5]
    NewsCadence.objects.create(**said, every_months=3, from_day=DAY - timedelta(days=380))
    Change.objects.bulk_create(
        [
            Change(
                **said,
                measure=one,
                kind="status",
                title="Avancement de la rue",
                differences=[{"label": "État", "before": "À lancer", "after": "En cours"}],
                by_name="Banc",
                at=AT,
            )
            for one in some
        ],
        batch_size=A_BATCH,
    )
    Feedback.objects.bulk_create(
        [
            Feedback(
                **said,
                measure=one,
                words="Quand rouvre la rue ?",
                digest=f"{one.pk:064x}",
                received_at=AT,
                erase_on=DAY + timedelta(days=365),
            )
            for one in some
        ],
        batch_size=A_BATCH,
    )
    mails = NewsMail.objects.bulk_create(
        [
            NewsMail(
                **said,
                email=f"service{n % 40}@example.org",
                day=DAY - timedelta(days=100 + 10 * (n // 40)),
                prepared_at=AT,
                sent_at=AT,
            )
            for n in range(min(200, len(some)))
        ],
        batch_size=A_BATCH,
    )
    NewsRequest.objects.bulk_create(
        [
            NewsRequest(
                authority=plan.authority,
                mail=mails[n % len(mails)],
                measure=one,
                tier=0,
                due_on=DAY - timedelta(days=110),
                digest=f"{one.pk:064x}",
                expires_at=AT + timedelta(days=60),
            )
            for n, one in enumerate(some)
        ],
        batch_size=A_BATCH,
    )
