"""Writers of documents: HTML to accessible archival PDF, XLSX, CSV, canonical JSON, files on disk.

Pure modules: they know neither plans nor models nor settings. The same input gives the same bytes. Every error is an
:class:`semproniano.core.documenti.errori.ErroreDocumento` with an Italian sentence.
"""
