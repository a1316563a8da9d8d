"""The report and its tables."""

app_name = "analysis"
urlpatterns = []
