"""Customer data: who read whose and why, where it is housed, what got out.

Takes: customers' data, readers with a purpose and a reason, third-party locations, incidents.
Gives: a customer's data to who says why, the record of every reading, notices with their copies, incident exports.
Cites: 39 CFR 501.3(d), 501.22(b), 501.30; DMM 604.4.3.3.
Never: gives data without a record of it in the same transaction, or puts a customer's data into a message, a log or
a `repr`.
"""

from provider.custody.customers import Customer, Customers, Reader
from provider.custody.incidents import Incident, Incidents
from provider.custody.places import Place, Places

__all__ = ["Customer", "Customers", "Incident", "Incidents", "Place", "Places", "Reader"]
