"""Resetting: value goes into a device against funds, once, whatever dies when.

Takes: signed statements and receipts of devices, account numbers, the time; licences and terms from their rooms.
Gives: signed grants and denials, each written down before it is sent; documents; incidents where a device does not
    follow from what is known of it.
Cites: DMM 604.4.3.5, 4.5.5, 4.5.8, 4.6.5, 4.6.6, 5.5, 5.6; 39 CFR 501.29.
Never: grants without funds, answers one statement in two ways, or settles a grant by anything but a device's word.

A reset may break off anywhere. The provider commits a grant before it sends it; a device applies it with its receipt in
one transaction. Whoever begins again makes a new statement: by the grant that it names as its last one the provider
knows whether an open grant was applied (it is confirmed) or never will be (its nonce is dead; it is voided).
"""
