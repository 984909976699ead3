"""Letters are as large as the distance asks on the screen where the window is, not on another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SMALL = {"name": "small", "x": 0, "y": 0, "width": 1366, "height": 768}
DENSE = {"name": "dense", "x": 1366, "y": 0, "width": 1920, "height": 1080}


def test_the_session_fills_the_screen_of_the_pointer_and_takes_its_millimetres(
    tmp_path: Path,
) -> None:
    screens = [
        SMALL | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
        DENSE | {"logicalDpi": 150, "logicalBaseDpi": 96, "dpr": 1},
    ]
    desk = tmp_path / "desk.json"
    desk.write_text(json.dumps({"screens": screens}))
    program = Path(__file__).with_name("two_screens_program.py")
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "data")],
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={desk}"},
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    # 1920 pixels at 150 per inch and a scale of 150/96 are 1229 logical ones on 488 millimetres.
    assert done.stdout.split() == ["dense", "2.52"], done.stderr
