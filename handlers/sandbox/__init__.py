"""A local world for the demo and the tests: a Slack, a Stripe, and DialNexa's calls.

A program of its own in this tree: it shares no code with the product, holds everything in memory
and speaks to the loopback interface only.
"""
