"""Reading and writing workshop archives: a folder, or a zip of one, that holds a workshop whole."""
