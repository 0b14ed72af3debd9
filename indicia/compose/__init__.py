"""Composing: which words an indicium says, in which weight and least size. No place is decided here.

Takes: an order and the meter that pays.
Gives: a composition: units of words that stay together, in reading order.
Cites: DMM 604.4.8.5 to 4.8.8, 4.9; 604.6.3; 604.3.4.
Never: measures type or knows where anything stands.
"""
