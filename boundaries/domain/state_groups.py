"""Groups of states that maps draw alike and lists count together, in order of progress."""

from __future__ import annotations

from boundaries.domain.case import State
from boundaries.messages import Message, message

GROUPS: dict[str, tuple[State, ...]] = {
    "belum": (State.INDIKATIF, State.DOKUMEN_DITELITI, State.DICABUT),
    "dilacak": (State.DILACAK,),
    "sengketa": (State.TIDAK_SEPAKAT, State.MEDIASI_CAMAT, State.MEDIASI_BUPATI),
    "limpah": (State.LIMPAH_BATAS_DAERAH,),
    "sepakat": (State.SEPAKAT, State.DIPUTUS_BUPATI, State.PERBAIKAN_BIG),
    "big": (State.SIAP_VERIFIKASI, State.TERVERIFIKASI),
    "tetap": (State.DITETAPKAN,),
}
GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}
GROUP_NAMES: dict[str, Message] = {
    "belum": message("not yet traced"),
    "dilacak": message("traced, to be agreed on"),
    "sengketa": message("disputed"),
    "limpah": message("regional boundary"),
    "sepakat": message("agreed or decided"),
    "big": message("with BIG"),
    "tetap": message("stipulated"),
}
