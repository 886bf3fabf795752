"""The PEG contabile as the accounting programs export it: from a file to capitoli, with what is wrong in each row.

`lettura.leggi_peg` does it all; nothing is written here. Services write (piani.services.peg).
"""
