"""What is left of an envelope, and until when."""

from datetime import date

from relance.ledger.rules.forecast import forecast

TODAY = date(2026, 3, 2)


def test_an_envelope_runs_out_at_the_pace_of_late() -> None:
    seen = forecast(available=1000, waiting=0, awarded_in_window=900, window=90, today=TODAY)

    assert seen.runs_out_on == date(2026, 6, 10)  # 100 days at 10 a day


def test_the_day_it_runs_out_is_rounded_up() -> None:
    seen = forecast(available=11, waiting=0, awarded_in_window=10, window=1, today=TODAY)

    assert seen.runs_out_on == date(2026, 3, 4)


def test_nothing_awarded_of_late_says_nothing_of_the_end() -> None:
    assert forecast(available=10, waiting=0, awarded_in_window=0, window=90, today=TODAY).runs_out_on is None


def test_money_given_back_of_late_is_no_pace() -> None:
    assert forecast(available=10, waiting=0, awarded_in_window=-5, window=90, today=TODAY).runs_out_on is None


def test_an_empty_envelope_has_no_day_to_come() -> None:
    assert forecast(available=0, waiting=5, awarded_in_window=9, window=90, today=TODAY).runs_out_on is None


def test_further_than_ten_years_is_no_forecast() -> None:
    assert (
        forecast(available=10**9, waiting=0, awarded_in_window=1, window=90, today=TODAY).runs_out_on is None
    )


def test_who_waits_is_counted_against_what_is_left() -> None:
    seen = forecast(available=100, waiting=250, awarded_in_window=0, window=90, today=TODAY)

    assert seen.after_waiting == -150
