"""Every decision about WHERE: from composed lines and a mailpiece to marks in inches.

Takes: a composed indicium, a mailpiece or stock, a face, an output resolution.
Gives: pages of marks in physical units, and the exact evidence that the rulebook judges.
Cites: DMM 604.4.8.3, 4.8.4, 4.8.6, 4.8.10; 708.9.0; 202.2.
Never: draws, signs or debits.
"""
