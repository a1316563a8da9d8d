"""datapackage.json: what a Frictionless tool needs to read the tables."""

from analysis.archive.schema import Column, Table

ID_PATTERN = r"[A-Za-z0-9_-]{1,40}"
KINDS: dict[str, dict] = {
    "id": {"type": "string", "constraints": {"pattern": ID_PATTERN}},
    "key": {"type": "string", "constraints": {"pattern": r"[a-z0-9][a-z0-9_-]{0,49}"}},
    "coder": {"type": "string", "constraints": {"maxLength": 40}},
    "answer": {"type": "string"},
    "text": {"type": "string"},
    "time": {"type": "datetime", "format": "any"},
    "count": {"type": "integer", "constraints": {"minimum": 0}},
    "value": {"type": "integer", "constraints": {"enum": [1, -1]}},
    "flag": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "state": {"type": "string", "constraints": {"enum": ["visible", "hidden", "withdrawn"]}},
}
PARENTS = {
    "ideas": [("author", "participants", "participant")],
    # A reference without a resource is to the table itself.
    "comments": [
        ("idea", "ideas", "idea"),
        ("parent", "", "comment"),
        ("author", "participants", "participant"),
    ],
    "votes": [
        ("voter", "participants", "participant"),
        ("idea", "ideas", "idea"),
        ("comment", "comments", "comment"),
    ],
    "codings": [("idea", "ideas", "idea"), ("comment", "comments", "comment")],
}


def describe_package(workshop: dict, tables: dict[str, Table]) -> dict:
    """Return the content of datapackage.json for a workshop and its tables."""
    return {
        "profile": "tabular-data-package",
        "name": workshop["slug"],
        "title": workshop["title"],
        "resources": [describe_table(table) for table in tables.values()],
    }


def describe_table(table: Table) -> dict:
    """Return the resource of one table: its dialect, columns, key and references."""
    schema: dict = {
        "fields": [describe_column(column) for column in table.columns],
        "missingValues": [""],
    }
    if len(table.sorted_by) == 1:
        schema["primaryKey"] = list(table.sorted_by)
    if parents := PARENTS.get(table.name):
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": resource, "fields": [key]}}
            for field, resource, key in parents
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
        "schema": schema,
    }


def describe_column(column: Column) -> dict:
    """Return the field of one column."""
    field = {"name": column.name} | KINDS[column.kind] | {"description": column.description}
    if not column.optional and column.kind != "text":
        field["constraints"] = {"required": True} | field.get("constraints", {})
    if column.limit:
        field["constraints"] = field.get("constraints", {}) | {"maxLength": column.limit}
    return field
