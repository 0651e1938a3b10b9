"""Hours: a plain week and its OSM string mean the same, on every day of a year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from relance.exchange.rules import hours
from relance.exchange.rules.hours import BadHours, Closed, Holidays, Range, Week

PARIS, TORONTO = ZoneInfo("Europe/Paris"), ZoneInfo("America/Toronto")
USUAL = "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-13:00; PH off"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@st.composite
def days(draw: st.DrawFn) -> tuple[Range, ...]:
    """At most two ranges, in order, from four in the morning: clocks change at two."""
    cuts = draw(st.lists(st.integers(16, 96), min_size=4, max_size=4, unique=True).map(sorted))
    ranges = (Range(cuts[0] * 15, cuts[1] * 15), Range(cuts[2] * 15, cuts[3] * 15))
    return ranges[: draw(st.integers(0, 2))]


WEEKS = st.builds(
    lambda seven, holidays: Week(tuple(seven), holidays if any(seven) else Holidays.UNSAID),
    st.lists(days(), min_size=7, max_size=7),
    st.sampled_from([Holidays.CLOSED, Holidays.UNSAID]),
)


@given(WEEKS)
def test_a_week_comes_back_from_its_string(week: Week) -> None:
    text = hours.to_osm(week)

    assert hours.from_osm(text) == week
    assert hours.check(text) == text


@settings(max_examples=20)
@given(WEEKS)
def test_a_year_of_a_week_is_what_the_library_says(week: Week) -> None:
    """Day by day over 2026: our ranges, public holidays apart, are those of opening-hours-py."""
    text = hours.to_osm(week)
    holidays = OpeningHours("PH", country="FR", timezone=PARIS)
    first = datetime(2026, 1, 1, tzinfo=PARIS)
    told = hours.spans(
        text, [], since=first, until=datetime(2027, 1, 1, tzinfo=PARIS), country="FR", zone=PARIS
    )
    minutes = {(start, end) for start, end in told}
    expected = set()
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=PARIS)
        if week.holidays is Holidays.CLOSED and holidays.is_open(noon):
            continue
        for one in week.days[day.weekday()]:
            expected.add((_at(day, one.start), _at(day, one.end)))
    assert _joined(minutes) == _joined(expected)


def _at(day: date, minutes: int) -> datetime:
    moment = day + timedelta(days=minutes // 1440)
    rest = minutes % 1440
    return datetime(moment.year, moment.month, moment.day, rest // 60, rest % 60, tzinfo=PARIS)


def _joined(spans: set[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans that touch are one."""
    out: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


@settings(max_examples=25)
@given(WEEKS, st.integers(0, 364 * 96), st.sampled_from([("FR", PARIS), ("CA", TORONTO)]))
def test_open_at_a_moment_is_what_the_library_says(
    week: Week, quarter: int, place: tuple[str, ZoneInfo]
) -> None:
    country, zone = place
    text = hours.to_osm(week)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    library = OpeningHours(text, country=country, timezone=zone)

    now = hours.status(text, [], at=at, country=country, zone=zone)

    assert now.open is library.is_open(at.astimezone(zone))
    assert hours.is_open(text, at=at, country=country, zone=zone) is now.open
    if now.until is not None:
        assert now.until > at
        assert library.is_open(now.until.astimezone(zone)) is not now.open


@settings(max_examples=25)
@given(WEEKS, st.integers(0, 96), st.integers(1, 96))
def test_nothing_is_open_inside_a_closure(week: Week, start: int, length: int) -> None:
    begins = datetime(2026, 3, 2, tzinfo=PARIS) + timedelta(minutes=15 * start)
    closed = Closed(begins, begins + timedelta(minutes=15 * length), "inventaire")
    since, until = datetime(2026, 3, 1, tzinfo=PARIS), datetime(2026, 3, 5, tzinfo=PARIS)
    text = hours.to_osm(week)

    told = hours.spans(text, [closed], since=since, until=until, country="FR", zone=PARIS)

    assert all(end <= closed.starts_at or opens >= closed.ends_at for opens, end in told)
    usual = hours.spans(text, [], since=since, until=until, country="FR", zone=PARIS)
    lost = _length(usual) - _length(told)
    inside = sum(
        (max(timedelta(), min(end, closed.ends_at) - max(opens, closed.starts_at)) for opens, end in usual),
        timedelta(),
    )
    assert lost == inside


def _length(spans: list[tuple[datetime, datetime]]) -> timedelta:
    return sum((end - start for start, end in spans), timedelta())


def test_the_usual_week_in_french() -> None:
    assert [(names, plain(words)) for names, words in hours.in_french(USUAL)] == [
        ("du lundi au vendredi", "9 h – 12 h, 14 h – 18 h 30"),
        ("samedi", "9 h – 13 h"),
        ("dimanche", "fermé"),
        ("jours fériés", "fermé"),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Mo-Su 08:00-24:00", ("tous les jours", "8 h – 24 h")),
        ("Mo-Tu 09:00-10:00", ("lundi et mardi", "9 h – 10 h")),
    ],
)
def test_days_that_share_their_hours_share_a_line(text: str, first: tuple[str, str]) -> None:
    names, words = hours.in_french(text)[0]

    assert (names, plain(words)) == first


def test_a_string_of_elsewhere_has_no_plain_week_but_days() -> None:
    text = "Apr-Oct Mo-Sa 08:00-20:00; Nov-Mar Mo-Sa 09:00-18:00; Tu[1] off"

    assert hours.from_osm(text) is None
    assert hours.in_french(text) == []
    days = hours.fortnight(text, [], first=date(2026, 11, 2), country="FR", zone=PARIS)
    assert [bool(day.ranges) for day in days[:7]] == [True, False, True, True, True, True, False]


def test_a_public_holiday_is_told_in_the_fortnight() -> None:
    days = hours.fortnight(USUAL, [], first=date(2026, 11, 9), country="FR", zone=PARIS)

    assert [day.day.day for day in days if day.holiday] == [11]
    assert not days[2].ranges
    assert len(days[1].ranges) == 2


def test_a_closure_is_told_in_the_fortnight_with_its_reason() -> None:
    closed = Closed(datetime(2026, 11, 10, tzinfo=PARIS), datetime(2026, 11, 11, tzinfo=PARIS), "Inventaire")

    days = hours.fortnight(USUAL, [closed], first=date(2026, 11, 9), country="FR", zone=PARIS)

    assert days[1].reason == "Inventaire"
    assert not days[1].ranges
    assert not days[0].reason


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-10T10:00", "Ouvert jusqu’à 12 h"),
        ("2026-11-10T12:30", "Fermé, ouvre à 14 h"),
        ("2026-11-12T19:00", "Fermé, ouvre demain à 9 h"),
        ("2026-11-10T19:00", "Fermé, ouvre jeudi à 9 h"),  # the 11th is a holiday
    ],
)
def test_a_status_in_words(at: str, words: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=PARIS)
    now = hours.status(USUAL, [], at=moment, country="FR", zone=PARIS)

    assert plain(hours.said(now, at=moment, zone=PARIS).words) == words


def test_closures_that_follow_each_other_end_with_the_last() -> None:
    moment = datetime(2026, 11, 10, 10, tzinfo=PARIS)
    first = Closed(moment - timedelta(hours=1), moment + timedelta(hours=1), "Deuil")
    then = Closed(moment + timedelta(hours=1), moment + timedelta(days=20), "Congés")

    now = hours.status(USUAL, [then, first], at=moment, country="FR", zone=PARIS)

    assert (now.open, now.reason) == (False, "Deuil")
    assert plain(hours.said(now, at=moment, zone=PARIS).words) == "Fermé, ouvre le 30 novembre"


def test_always_and_never() -> None:
    moment = datetime(2026, 11, 10, 10, tzinfo=PARIS)
    for text, words in (("24/7", "Ouvert"), ("off", "Fermé")):
        now = hours.status(text, [], at=moment, country="FR", zone=PARIS)
        assert hours.said(now, at=moment, zone=PARIS).words == words


def test_after_midnight_belongs_to_the_day_before() -> None:
    text = "Fr-Sa 18:00-02:00"
    at = datetime(2026, 11, 14, 1, tzinfo=PARIS)  # the night from Friday to Saturday

    now = hours.status(text, [], at=at, country="FR", zone=PARIS)

    assert plain(hours.said(now, at=at, zone=PARIS).words) == "Ouvert jusqu’à 2 h"
    assert hours.from_osm(text) is not None


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ((Range(540, 540),), "commence et finit à 9 h"),
        ((Range(540, 720), Range(700, 900)), "chevauche celle qui finit à 12 h"),
        ((Range(1200, 100), Range(300, 400)), "seule la dernière plage"),
    ],
)
def test_a_week_that_cannot_be_says_why(day: tuple[Range, ...], sentence: str) -> None:
    with pytest.raises(BadHours) as refusal:
        hours.checked_week([day, *[()] * 6], Holidays.UNSAID)

    assert sentence in plain(str(refusal.value))
    assert "lundi" in str(refusal.value)


@pytest.mark.parametrize("text", ["du lundi au vendredi", "", "Mo-Fr 9h-12h", "x" * 300])
def test_prose_is_no_string_of_hours(text: str) -> None:
    with pytest.raises(BadHours, match="Mo-Fr 09:00"):
        hours.check(text)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 h"), (540, "9 h"), (1110, "18 h 30"), (1440, "24 h"), (1445, "0 h 05")]
)
def test_hours_of_a_clock(minutes: int, words: str) -> None:
    assert plain(hours.clock(minutes)) == words
