"""Lists written to files: exactly what is shown, as CSV or XLSX, at once or by a worker.

registry: what a room brings · writers: the two kinds of file · jobs: what a person does ·
engine: the work · tasks: the doorbell, the sweep, the end of old files.
"""
