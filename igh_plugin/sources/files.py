"""Files of every kind, opened by what reads them."""

from __future__ import annotations

from pathlib import Path
from typing import List, Sequence, Union

from .delimited import SUFFIXES as DELIMITED
from .delimited import DelimitedFile, open_files
from .folder import find_files
from .vector_file import SUFFIXES as VECTORS
from .vector_file import VectorFile, holds_vectors, open_vector_files

Paths = Union[str, Path, Sequence[Union[str, Path]]]
SUFFIXES = (*DELIMITED, *VECTORS)


def open_paths(
    paths: Paths,
    pattern: str = "",
    layer: str = "",
    encoding: str = "",
    separator: str = "",
    known: Sequence[str] = (),
) -> List[Union[DelimitedFile, VectorFile]]:
    """Open files, or those of a folder that fit the pattern; a zip counts as the files in it.

    `layer` is that of a file with several; `encoding`, `separator` and `known` are those of delimited text.
    """
    found: List[Union[DelimitedFile, VectorFile]] = []
    for path in [paths] if isinstance(paths, (str, Path)) else paths:
        for file in find_files(path, SUFFIXES, pattern):
            if holds_vectors(file):
                found += open_vector_files(file, layer)
            else:
                found += open_files([file], encoding, separator, known)
    return found
