"""A kind of its own for files on employers and recruiters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_calendaraddress")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="kind",
            field=models.CharField(
                choices=[("report", "Report"), ("opened-here", "Opened Here"), ("list", "List"), ("party", "Party")],
                default="report",
                max_length=12,
            ),
        ),
    ]
