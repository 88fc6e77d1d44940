"""The only writers of this room. Each refuses with `checkins.errors.Refused`: words for the
person, and the form's field."""
