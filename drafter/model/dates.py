"""Dates as officials write them."""

from __future__ import annotations

from datetime import date, datetime


def official_date(day: date) -> str:
    """2023年11月5日: no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def official_moment(when: datetime) -> str:
    """2023年11月5日09:30"""
    return f"{official_date(when)}{when:%H:%M}"
