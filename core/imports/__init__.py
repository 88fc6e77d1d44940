"""Files in, rows out: reading tables, mapping columns, checking, running and undoing an import.

For the room that imports something of its own: subclass Importer (registry.py), register it in
`ready()`, build the pages on jobs.py, forms.py, pages.py
and tasks.ask_for_work.
"""
