"""The machine and the programs that a table of times depends on."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from tests.bench.layers import AbsentError
from tests.bench.tools import TAPAL, Tool


def describe_machine(tools: Iterable[Tool]) -> dict[str, str]:
    """Date, processor, memory, load, and the versions of all that takes part."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    facts = {
        "date": datetime.now().astimezone().isoformat(timespec="minutes"),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "shapely": f"{shapely.__version__} (GEOS {shapely.geos_version_string})",
        "numpy": np.__version__,
        "geopandas": gpd.__version__,
    }
    return facts | {tool.name: _release(tool) for tool in (TAPAL, *tools)}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.is_file() else ""
    found = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor()


def _release(tool: Tool) -> str:
    try:
        return tool.release()
    except AbsentError as error:
        return str(error)
