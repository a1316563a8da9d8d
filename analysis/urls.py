"""The report and its tables."""

from django.urls import path, register_converter

from analysis import views

app_name = "analysis"


class TableNameConverter:
    """A table's name as in the report: keys parted by colons."""

    regex = "[a-z][a-z0-9:_-]{0,299}"

    def to_python(self, value: str) -> str:
        """Return the name as it stands in the path."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name as it stands in the path."""
        return value


register_converter(TableNameConverter, "table")

urlpatterns = [
    path("", views.report, name="report"),
    path("report.json", views.report_json, name="report_json"),
    path("tables/<table:name>.csv", views.table_csv, name="table_csv"),
]
