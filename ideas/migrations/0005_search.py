from django.db import migrations

from ideas.search.tables import search_tables_drop, search_tables_make


class Migration(migrations.Migration):

    # On PostgreSQL the triggers come first and the texts after, so that nobody who writes meanwhile
    # waits for all texts to be read.
    atomic = False

    dependencies = [
        ('ideas', '0004_drafts_and_evidence'),
    ]

    operations = [
        migrations.RunPython(search_tables_make, search_tables_drop),
    ]
