"""The scan station: pieces that come by themselves, into a folder or over HTTP.

Takes: files in a watched folder, images and raw frames in HTTP requests.
Gives: one answer a page, beside the file or as it is finished; counts and times for whoever watches the station.
Cites: nothing: how pieces arrive is no matter of the standards.
Never: loses a piece, answers one twice, or writes an address into a log.
"""
