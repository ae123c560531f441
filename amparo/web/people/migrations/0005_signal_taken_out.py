from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_every_factor_is_confirmed")]

    operations = [
        migrations.AlterField(
            model_name="signal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("many-opened", "Many Opened"),
                    ("outside-work", "Outside Work"),
                    ("office-changed", "Office Changed"),
                    ("taken-out", "Taken Out"),
                ],
                max_length=16,
            ),
        ),
    ]
