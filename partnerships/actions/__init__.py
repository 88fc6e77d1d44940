"""The only writers of this room. Each refuses with `partnerships.errors.Refused` (words for the
person, and the form's field), or `core.versions.EditConflict` where somebody saved first."""
