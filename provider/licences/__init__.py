"""Licences: applied for, granted or refused, updated, revoked, appealed.

Takes: applications of customers, what the Postal Service answers, the days on which it does.
Gives: licences with their standing, Form 3601-A, whether a licence allows a reset today.
Cites: DMM 604.4.2, 4.3.3, 4.3.14, 4.3.15; 39 CFR 501.23(b), 501.23(t)(3), 501.30.
Never: grants or revokes by itself (the Postal Service does), holds a customer's data (custody does).
"""

from provider.licences.application import Application, Licence
from provider.licences.licences import Licences
from provider.licences.states import Status

__all__ = ["Application", "Licence", "Licences", "Status"]
