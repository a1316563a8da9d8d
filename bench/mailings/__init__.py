"""Whether mailings reach everybody once, whatever breaks, against a real mail server."""
