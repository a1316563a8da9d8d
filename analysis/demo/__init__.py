"""The demo workshop: the published figures of 2017 and the generator that reproduces them."""
