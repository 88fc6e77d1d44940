"""One act on many rows of a list: chosen, confirmed, done in batches, told row by row, undone.

registry: what a room brings (an act, a list) · jobs: what a person does · engine: the work ·
tasks: the doorbell and the sweep · pages: what the report shows.
"""
