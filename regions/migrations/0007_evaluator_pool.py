from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An evaluator may sit at the ministry: the pool that samples are shared out to."""

    dependencies = [("regions", "0006_course_of_a_period")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="regions_membership_ministry_at_pusat"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=["ministry_admin"], region_id=0)
                | models.Q(role="evaluator")
                | (~models.Q(role__in=["ministry_admin"]) & ~models.Q(region_id=0)),
                name="regions_membership_ministry_at_pusat",
            ),
        ),
    ]
