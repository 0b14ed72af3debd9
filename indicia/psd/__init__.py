"""The postal security device: registers that only a logged, signed debit can move.

Takes: requests to issue, and the signer that holds the device's key.
Gives: issued messages, each debited and logged before anyone sees it; registers; what is pending or spoiled.
Cites: DMM 604.4.1.2, 604.4.2.1; 39 CFR 501.
Never: lays out or renders, uses a register value twice, or lets a register fall below zero.
"""
