"""Jobs for the tests of the export: at module level, so that another process can find them."""

import os
import time
from itertools import count


def copia(ingresso: bytes) -> bytes:
    return ingresso


def non_finisce(_ingresso: bytes) -> bytes:
    for _ in count():
        pass


def non_finisce_e_non_sente(_ingresso: bytes) -> bytes:
    """Like a library that goes on whatever happens to it."""
    while True:
        try:
            time.sleep(3600)
        except BaseException:  # noqa: S112 - this is what is tested
            continue


def muore(_ingresso: bytes) -> bytes:
    os._exit(1)


def sbaglia(_ingresso: bytes) -> bytes:
    raise ZeroDivisionError("divisione per zero")


def pdf_non_valido(_ingresso: bytes) -> bytes:
    return b"%PDF-1.7\nniente"
