"""The floor: the least a signed-in Django page can cost. Nothing here is used by the product."""
