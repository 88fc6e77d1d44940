"""The REST API's doors: tokens, scope and permission, for the rooms that offer something there."""
