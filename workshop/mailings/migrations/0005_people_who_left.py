"""That somebody answered by asking for no more is known once, however often the mail is read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mailings', '0004_clock_jump'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mailevent',
            name='mail_event_kind_known',
        ),
        migrations.AlterField(
            model_name='mailevent',
            name='kind',
            field=models.CharField(choices=[('delivered', 'Delivered'), ('soft', 'Could not be delivered for now'), ('hard', 'Cannot be delivered'), ('complaint', 'Reported as unwanted'), ('left', 'Answered by asking for no more')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='mailevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['delivered', 'soft', 'hard', 'complaint', 'left'])), name='mail_event_kind_known'),
        ),
    ]
