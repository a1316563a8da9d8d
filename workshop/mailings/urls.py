"""Leaving a mailing list."""

app_name = "mailings"
urlpatterns = []
