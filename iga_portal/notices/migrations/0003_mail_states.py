from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_mail")]

    operations = [
        migrations.AlterField(
            model_name="mail",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "menunggu"),
                    ("claimed", "diambil"),
                    ("handing", "sedang diserahkan"),
                    ("sent", "terkirim"),
                    ("uncertain", "tidak pasti"),
                    ("failed", "gagal"),
                    ("dropped", "tidak perlu lagi"),
                    ("gathered", "dalam ringkasan"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
    ]
