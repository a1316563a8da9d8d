from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0005_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='evidence_link',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
    ]
