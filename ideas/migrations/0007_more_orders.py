from django.db import migrations, models


def orders_forget(apps, schema_editor):
    """Let the orders of the day be drawn anew: those of before lead to other numbers."""
    apps.get_model("ideas", "FairOrder").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0006_revision_link'),
    ]

    operations = [
        migrations.RunPython(orders_forget, orders_forget),
        migrations.RemoveConstraint(
            model_name='fairorder',
            name='fair_order_number_known',
        ),
        migrations.AddConstraint(
            model_name='fairorder',
            constraint=models.CheckConstraint(condition=models.Q(('number__lt', 256)), name='fair_order_number_known'),
        ),
    ]
