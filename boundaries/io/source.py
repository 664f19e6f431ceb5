"""Where the layers of a file are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from boundaries.errors import Notice
from boundaries.io.names import shown


@dataclass(frozen=True)
class Source:
    """What GDAL opens, the format, and notices on the way.

    Attributes
    ----------
    path : the file, folder or zip that was named
    dataset : what GDAL opens
    format : one of `boundaries.io.kinds`
    inside : path of the data set itself; of the shapefile within a zip
    layer : the layer still to be chosen inside the data set
    members : names of the files of a zip that belong to the data set
    labels : data sets of points beside it, which may name the areas that its lines enclose
    notices : what was noticed while looking for it
    """

    path: Path
    dataset: str
    format: str
    inside: str
    layer: str | None = None
    members: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def stem(self) -> str:
        """The name of the data set itself, without ending: of the shapefile in a zip."""
        return shown(PurePosixPath(self.inside.replace("\\", "/")).stem)
