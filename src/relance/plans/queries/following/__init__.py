"""Reads of how a plan is followed: pledges, news, indicators, and its readers."""
