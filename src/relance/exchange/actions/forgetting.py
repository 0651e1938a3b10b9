"""What visitors left is forgotten when the page said so; buyers are forgotten by `buying`."""

from datetime import datetime, timedelta

from relance.exchange.models import JoinRequest, Report

KEPT = timedelta(days=365)


def forget_visitors(now: datetime) -> tuple[int, int]:
    """Wishes and addresses of reports that are a year old; how many of each."""
    old = JoinRequest.objects.everywhere("the night forgets in every town").filter(at__lt=now - KEPT)
    wishes, _ = old.delete()
    reports = Report.objects.everywhere("the night forgets in every town").filter(at__lt=now - KEPT)
    return wishes, reports.exclude(email="").update(email="")
