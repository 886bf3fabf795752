"""Tables that people paste and upload: from bytes or text to a grid, from a grid to columns with a name.

The ground floor: it knows nothing of plans. `leggi_file` and `leggi_incollato` give a `Griglia` or raise
`GrigliaNonLeggibile` with a sentence for the person; `mappa_colonne` finds the heads.
"""
