import secrets

# Crockford's alphabet: no i, l, o, u, so an id read aloud or typed from paper survives.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Twelve characters, 60 random bits: an id for URLs that cannot be guessed or counted."""
    bits = secrets.randbits(60)
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 60, 5))
