"""The data elements of an indicium, to bytes and back.

Takes: field values to encode; the bytes of a symbol to decode, complete or cut short.
Gives: messages (fields, signed bytes, signature, reserved tail, missing bytes); columns of many messages.
Cites: DMM 604.4.8.5; the layout is confirmed on published real indicia, field by field in `fields`.
Never: signs, checks a signature, or judges a mailpiece.
"""
