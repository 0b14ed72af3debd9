"""The main job on an embedded default: `make demo`.

Makes keys and a device, prints a letter and a label, scans them by simulation, verifies every scan, then shows
what happens to a tampered, a late and a misplaced piece. Everything lands in out/demo/.
"""
