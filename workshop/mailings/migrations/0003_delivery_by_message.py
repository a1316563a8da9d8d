"""What comes back names its message, which is found by an index among a million."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mailings", "0002_mailings_campaign")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["message_uuid"], name="delivery_by_message"),
        ),
    ]
