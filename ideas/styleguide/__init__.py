"""A living page of every component in every state, for those who build."""
