"""Targets without a base: the question turned round.

Where no figure of an indicator is known there is no probability. What can be said is what the base
would have to be, read off the very law that would answer if it were known (``search``); what is
known of it in part (``bounds``); and what several regions can do together (``together``).
"""
