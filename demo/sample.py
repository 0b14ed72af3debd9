"""`python -m demo.sample`: the letter that the verifier tries itself on, with its trust directory."""

import shutil
import tempfile
from pathlib import Path

from demo.office import LETTER, open_office, order, trust
from indicia.faces import default_cache, default_search, find_face
from indicia.release import print_order
from verify.warming import SAMPLE, SAMPLE_DAY, SAMPLE_DPI, SAMPLE_TRUST


def main() -> None:
    """Print it with a new device."""
    face = find_face(None, default_search(), default_cache())
    with tempfile.TemporaryDirectory() as folder, open_office(Path(folder)) as device:
        file = Path(folder) / SAMPLE.name
        print_order(order(LETTER), device, device.signer(), face, output=file, dpi=SAMPLE_DPI, on=SAMPLE_DAY)
        shutil.rmtree(SAMPLE_TRUST, ignore_errors=True)
        shutil.copytree(trust(Path(folder)), SAMPLE_TRUST)
        SAMPLE.write_bytes(file.read_bytes())


if __name__ == "__main__":
    main()
