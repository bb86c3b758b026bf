"""Simulated time: days and seconds since 2024-01-01 00:00 UTC, delivery calendars and time zones.

Every time in the simulation is an integer: a *second* counts from 2024-01-01 00:00 UTC, a *day* from
2024-01-01; both are negative before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

START = date(2024, 1, 1)
DAY = 86_400
HOUR = 3_600
DEFAULT_MONTHS = 24
LEAST_MONTHS = 24
"""All planted rows lie within them."""
GREATEST_MONTHS = 48
"""From 2028 on, keys of anonymous visitors would begin with the 9 that marks planted rows."""
NEVER = 1_000_000
"""A day after every day that matters: an open end."""


def day_of(value: date) -> int:
    """Day number of a date."""
    return (value - START).days


def date_of(day: int) -> date:
    """Date of a day number."""
    return START + timedelta(days=int(day))


def second_of(text: str) -> int:
    """Second of an ISO 8601 time with offset, such as ``2024-06-01T10:15:00+02:00`` or ``...Z``.

    Raises:
        ValueError: the text is no time, or has no offset.

    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset: write it with Z or +hh:mm")
    return int((moment - datetime(START.year, START.month, START.day, tzinfo=UTC)).total_seconds())


def month_start(month: int) -> int:
    """First day of a month, counted from 0 (January 2024)."""
    return day_of(date(START.year + month // 12, month % 12 + 1, 1))


def month_days(month: int) -> Ints:
    """Day numbers of a month."""
    return np.arange(month_start(month), month_start(month + 1), dtype=np.int64)


def weekdays(days: Ints) -> Ints:
    """Weekday of each day, Monday 0 to Sunday 6."""
    return (days + START.weekday()) % 7


def calendar_months(days: Ints) -> Ints:
    """Calendar month (0 January to 11 December) of each day."""
    months = (np.datetime64(START, "D") + days).astype("datetime64[M]").astype(np.int64)
    return np.asarray(months % 12)


@dataclass(frozen=True)
class Span:
    """The time that a run simulates: whole months from January 2024 on.

    Raises:
        ValueError: there are fewer than LEAST_MONTHS or more than GREATEST_MONTHS.

    """

    months: int = DEFAULT_MONTHS

    def __post_init__(self) -> None:
        if not LEAST_MONTHS <= self.months <= GREATEST_MONTHS:
            raise ValueError(f"{self.months} months: expected {LEAST_MONTHS} to {GREATEST_MONTHS}")

    @property
    def days(self) -> int:
        """How many days there are; the number of the last one is one less."""
        return month_start(self.months)

    @property
    def end(self) -> date:
        """Date of the last day."""
        return date_of(self.days - 1)

    @property
    def years(self) -> range:
        """Calendar years that the span reaches into."""
        return range(START.year, self.end.year + 1)

    @property
    def days_beyond(self) -> int:
        """How many days there are more than in the default span."""
        return self.days - Span().days

    def delivery_days(self, cadence: str) -> Ints:
        """Days on which a table of this cadence delivers, ascending.

        Weekly tables deliver on Sundays and monthly ones on the last day of a month, both also on the first
        day of all, for the initial load; an extract that has nothing to say on a day is still delivered,
        empty.

        Raises:
            ValueError: there is no such cadence.

        """
        return _delivery_days(self.months, cadence)

    def delivered_on(self, cadence: str, seconds: Ints) -> Ints:
        """Day of the delivery that first holds a change made at each second; -1 where none ever does."""
        days = self.delivery_days(cadence)
        at = np.searchsorted(days, seconds // DAY, side="left")
        due: Ints = np.where(at < len(days), days[np.minimum(at, len(days) - 1)], -1)
        return due


@cache
def _delivery_days(months: int, cadence: str) -> Ints:
    every = np.arange(month_start(months), dtype=np.int64)
    if cadence == "daily":
        return every
    if cadence == "weekdays":
        return np.flatnonzero(weekdays(every) < 5)
    if cadence == "weekly":
        return np.flatnonzero((weekdays(every) == 6) | (every == 0))
    if cadence == "monthly":
        ends = [month_start(month + 1) - 1 for month in range(months)]
        return np.array([0, *ends], dtype=np.int64)
    if cadence == "once":
        return np.zeros(1, dtype=np.int64)
    raise ValueError(f"cadence {cadence!r}: expected daily, weekdays, weekly, monthly or once")


@cache
def _offsets(zone: str) -> tuple[Ints, Ints]:
    """Seconds at which a zone's offset changes, and the offsets in seconds from then on."""
    info = ZoneInfo(zone)
    base = datetime(START.year, START.month, START.day, tzinfo=UTC)

    def offset(hour: int) -> int:
        shift = (base + timedelta(hours=hour)).astimezone(info).utcoffset()
        assert shift is not None
        return int(shift.total_seconds())

    first = -400 * 24
    changes, values = [first * HOUR], [offset(first)]
    for day in range(-400, month_start(GREATEST_MONTHS) + 400):
        if offset(day * 24) != values[-1]:
            hour = next(h for h in range((day - 1) * 24, day * 24 + 1) if offset(h) != values[-1])
            changes.append(hour * HOUR)
            values.append(offset(hour))
    return np.array(changes, dtype=np.int64), np.array(values, dtype=np.int64)


def utc_offset(zone: str, seconds: Ints) -> Ints:
    """Offset of local time from UTC in a zone at each second, in seconds; exact from 2023 to 2028."""
    changes, values = _offsets(zone)
    shifts: Ints = values[np.maximum(np.searchsorted(changes, seconds, side="right") - 1, 0)]
    return shifts
