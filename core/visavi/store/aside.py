"""Versions of documents that were put aside: kept beside the document, and never read as one.

They lie in the folder of their document, so that whoever removes a dossier removes them with it.
"""

import re

from visavi.errors import StoreError
from visavi.store import layout
from visavi.store.files import Folder, random_number, remove_quietly

_ASIDE = re.compile(rf"(.+\.json)\.[0-9a-f]{{16}}{re.escape(layout.ASIDE)}")


def new_place(place: str) -> str:
    """Where a version of the document at ``place`` can be put aside."""
    return f"{place}.{random_number()}{layout.ASIDE}"


def document_of(place: str) -> str | None:
    """The place of the document whose version is put aside here; ``None`` if none is."""
    found = _ASIDE.fullmatch(place)
    return found[1] if found and layout.kind_at(found[1]) else None


def forget(folder: Folder, place: str) -> None:
    """Remove all versions of a document that was itself removed.

    What cannot be removed now is still listed as put aside: the removal itself is done.
    """
    if layout.kind_at(place) is None:
        return
    base = place.rpartition("/")[0]
    try:
        names = folder.names(base)
    except StoreError:
        return
    for name in names:
        if document_of(other := f"{base}/{name}") == place:
            remove_quietly(folder.at(other))
