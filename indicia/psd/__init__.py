"""The postal security device: registers that only a logged, signed event can move, and a device that stops itself.

Takes: requests to issue, the signer that holds the device's key, a clock, the provider's signed grants.
Gives: issued messages, each debited and logged before anyone sees it; registers; statements and receipts; an audit of
    everything it holds; what is pending or spoiled; an endurance test.
Cites: DMM 604.4.1.1, 604.4.1.2, 604.4.2.1, 604.4.3.5, 604.4.3.7, 604.4.6, 604.5; 39 CFR 501.6, 501.16, 501.18, 501.23.
Never: lays out or renders, uses a register value twice, lets a register fall below zero, acknowledges what is not
    durable, or prints when its registers or its log are not what they should be.
"""
