"""Seeds that nobody confirmed were stored; now none is stored before it is confirmed."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("people", "SecondFactor").objects.filter(is_confirmed=False).delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0002_post_covers_for")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
