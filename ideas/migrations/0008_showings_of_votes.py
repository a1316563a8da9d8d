from django.db import migrations
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

# The rows need not pass through Python: there may be hundreds of thousands.
FROM_VOTES = """
    INSERT INTO ideas_showing (participant_id, idea_id)
    SELECT participant_id, idea_id FROM ideas_vote
    WHERE participant_id IS NOT NULL AND idea_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


def showings_of_votes_add(apps, schema_editor):
    """Count each idea as shown to whoever voted on it before showings were counted."""
    schema_editor.execute(FROM_VOTES)
    idea, showing = apps.get_model("ideas", "Idea"), apps.get_model("ideas", "Showing")
    people = showing.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
    counted = Subquery(people.annotate(n=Count("pk")).values("n"))
    idea.objects.filter(votes__isnull=False).update(showings=Coalesce(counted, 0))


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0007_more_orders'),
    ]

    operations = [
        migrations.RunPython(showings_of_votes_add, migrations.RunPython.noop),
    ]
