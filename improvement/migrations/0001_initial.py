import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import councils.days
import improvement.models.proof


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
        ("councils", "__first__"),
        ("inspections", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="As people call it in meetings: 2.3. Part of the public address; never reused.",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9.\\-]*\\Z",
                                "Use letters, digits, full stops and hyphens: 2.3 or A-7.",
                            )
                        ],
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Public.", max_length=300, verbose_name="what will be done"
                    ),
                ),
                (
                    "difference",
                    models.TextField(
                        blank=True,
                        help_text="Public. One or two plain sentences about children, not about process.",
                        verbose_name="what will be different for children",
                    ),
                ),
                (
                    "success_measure",
                    models.TextField(
                        blank=True,
                        help_text="Public. What is measured, and what is enough.",
                        verbose_name="how we would know",
                    ),
                ),
                (
                    "measures",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outcome", "what is different for children"),
                            ("process", "what we have done"),
                        ],
                        max_length=8,
                        verbose_name="what the success measure looks at",
                    ),
                ),
                (
                    "original_due",
                    models.DateField(
                        blank=True,
                        help_text="It never changes. Empty: not known (an older tracker).",
                        null=True,
                        verbose_name="original due date",
                    ),
                ),
                ("added_on", models.DateField(help_text="When it became part of the plan.")),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                (
                    "internal_note",
                    models.TextField(
                        blank=True,
                        help_text="Never published here. Freedom of information and subject access requests can reach it.",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        help_text="The post that leads it. The public sees the post or its service, as the post says.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="councils.post",
                    ),
                ),
                (
                    "recommendations",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The recommendations that it answers. None is possible.",
                        related_name="actions",
                        to="inspections.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "reference"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                ("redacted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "a document"),
                            ("data", "data"),
                            ("audit", "an audit"),
                            ("children", "what children and families say"),
                            ("staff", "what front-line staff say"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("dated", models.DateField(verbose_name="date of the evidence itself")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=200, upload_to=improvement.models.proof.evidence_path
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=255)),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file"),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("check_note", models.CharField(blank=True, max_length=300)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="improvement.action",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="improvement.evidence",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["action", "recorded_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_at__isnull", True),
                            ("public_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="evidence_public_after_it_was_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("file", ""), ("sha256", ""), models.Q(("url", ""), _negated=True)
                            ),
                            models.Q(
                                ("url", ""),
                                models.Q(("file", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_a_file_or_an_address",
                        violation_error_message="Give a file or an address, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_checked_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("added_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_is_not_checked_by_its_uploader",
                        violation_error_message="Somebody other than the uploader must check it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="As people call it in meetings: 2.3. Part of the public address; never reused.",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9.\\-]*\\Z",
                                "Use letters, digits, full stops and hyphens: 2.3 or A-7.",
                            )
                        ],
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Public.", max_length=300, verbose_name="what will be done"
                    ),
                ),
                (
                    "difference",
                    models.TextField(
                        blank=True,
                        help_text="Public. One or two plain sentences about children, not about process.",
                        verbose_name="what will be different for children",
                    ),
                ),
                (
                    "success_measure",
                    models.TextField(
                        blank=True,
                        help_text="Public. What is measured, and what is enough.",
                        verbose_name="how we would know",
                    ),
                ),
                (
                    "measures",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outcome", "what is different for children"),
                            ("process", "what we have done"),
                        ],
                        max_length=8,
                        verbose_name="what the success measure looks at",
                    ),
                ),
                (
                    "original_due",
                    models.DateField(
                        blank=True,
                        help_text="It never changes. Empty: not known (an older tracker).",
                        null=True,
                        verbose_name="original due date",
                    ),
                ),
                ("added_on", models.DateField(help_text="When it became part of the plan.")),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                (
                    "internal_note",
                    models.TextField(
                        blank=True,
                        help_text="Never published here. Freedom of information and subject access requests can reach it.",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The post that leads it. The public sees the post or its service, as the post says.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical action",
                "verbose_name_plural": "historical actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAction_recommendations",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="improvement.action",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="improvement.historicalaction",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.recommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAction_recommendations",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlan",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "publish_from",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: a draft, which the public cannot see. A moment still to come: embargoed until then, and seen only by the people named below.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "withdrawn_why",
                    models.TextField(
                        blank=True, editable=False, verbose_name="why it was withdrawn"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the public address; it never changes once published.",
                        max_length=100,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="What the plan is for, in plain words. Public."
                    ),
                ),
                (
                    "overseen_by",
                    models.CharField(
                        blank=True,
                        help_text="The board or committee that oversees it. Public.",
                        max_length=200,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "reporting_interval_days",
                    models.PositiveSmallIntegerField(
                        default=31,
                        help_text="Without a report for longer than this, an action reads “not reported”. At most 92.",
                        verbose_name="days between reports",
                    ),
                ),
                (
                    "on_track_means",
                    models.CharField(
                        default="We expect to finish on time and we can show why.", max_length=200
                    ),
                ),
                (
                    "at_risk_means",
                    models.CharField(
                        default="Something could make it late or weaker; we are acting on it.",
                        max_length=200,
                    ),
                ),
                (
                    "off_track_means",
                    models.CharField(
                        default="It will be late or will not work unless something changes.",
                        max_length=200,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The council that owns the plan and whose officers keep it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan",
                "verbose_name_plural": "historical plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publish_from",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: a draft, which the public cannot see. A moment still to come: embargoed until then, and seen only by the people named below.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "withdrawn_why",
                    models.TextField(
                        blank=True, editable=False, verbose_name="why it was withdrawn"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the public address; it never changes once published.",
                        max_length=100,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="What the plan is for, in plain words. Public."
                    ),
                ),
                (
                    "overseen_by",
                    models.CharField(
                        blank=True,
                        help_text="The board or committee that oversees it. Public.",
                        max_length=200,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "reporting_interval_days",
                    models.PositiveSmallIntegerField(
                        default=31,
                        help_text="Without a report for longer than this, an action reads “not reported”. At most 92.",
                        verbose_name="days between reports",
                    ),
                ),
                (
                    "on_track_means",
                    models.CharField(
                        default="We expect to finish on time and we can show why.", max_length=200
                    ),
                ),
                (
                    "at_risk_means",
                    models.CharField(
                        default="Something could make it late or weaker; we are acting on it.",
                        max_length=200,
                    ),
                ),
                (
                    "off_track_means",
                    models.CharField(
                        default="It will be late or will not work unless something changes.",
                        max_length=200,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        help_text="The council that owns the plan and whose officers keep it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="councils.council",
                    ),
                ),
                (
                    "embargo_readers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="people who may read it under embargo",
                    ),
                ),
                (
                    "inspections",
                    models.ManyToManyField(
                        blank=True,
                        related_name="plans",
                        to="inspections.inspection",
                        verbose_name="inspections that it answers",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["council", "-starts_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                                ("withdrawn_why", ""),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="improvement_plan_withdrawn_says_who_and_why",
                        violation_error_message="Say who withdraws this, and why.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "slug"),
                        name="plan_slug_unique_in_council",
                        violation_error_message="This council already has a plan at this address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reporting_interval_days__gte", 1),
                            ("reporting_interval_days__lte", 92),
                        ),
                        name="plan_reports_at_least_quarterly",
                        violation_error_message="Reports are due at least every 92 days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="plan_dates_in_order",
                        violation_error_message="The plan cannot end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalWorkstream",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.post",
                        verbose_name="senior responsible officer",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="improvement.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical workstream",
                "verbose_name_plural": "historical workstreams",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlan_inspections",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="improvement.historicalplan",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="improvement.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalPlan_inspections",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalaction",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="improvement.plan",
            ),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                ("redacted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("field", models.CharField(max_length=40)),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
                ("why", models.TextField(help_text="Public.")),
                ("effective_on", models.DateField()),
                (
                    "agreed_by",
                    models.CharField(
                        blank=True,
                        help_text="Who agreed, and where: the board, 3 October 2026.",
                        max_length=200,
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="improvement.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="improvement.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "recorded_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_at__isnull", True),
                            ("public_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="amendment_public_after_it_was_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="amendment_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_on__lte", councils.days.LondonDay("recorded_at"))
                        ),
                        name="amendment_is_not_from_the_future",
                        violation_error_message="An amendment cannot be dated after today.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="action",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="improvement.plan",
            ),
        ),
        migrations.CreateModel(
            name="PlanShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(help_text="Public.", max_length=200)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_plans",
                        to="councils.council",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="improvement.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "council"), name="plan_share_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        help_text="Which kind of row: improvement.update.", max_length=60
                    ),
                ),
                ("row_id", models.BigIntegerField()),
                ("fields", models.JSONField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="redaction_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "answers",
                    models.JSONField(
                        default=list,
                        help_text="What the screening found, and why it may be published all the same.",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="improvement.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                ("redacted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 … in the action.")),
                ("effective_on", models.DateField(verbose_name="as at")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "reported on the form"),
                            ("several", "reported with several others"),
                            ("imported", "from a file"),
                            ("correction", "a correction"),
                        ],
                        default="form",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not-started", "not started"),
                            ("in-progress", "in progress"),
                            ("complete", "complete"),
                            ("business-as-usual", "moved to business as usual"),
                            ("withdrawn", "withdrawn"),
                            ("merged", "merged into another action"),
                            ("replaced", "replaced by another action"),
                        ],
                        max_length=20,
                    ),
                ),
                ("next_check_on", models.DateField(blank=True, null=True)),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on-track", "on track"),
                            ("at-risk", "at risk"),
                            ("off-track", "off track"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("what_changed", models.TextField(blank=True)),
                (
                    "impact",
                    models.CharField(
                        choices=[
                            ("none-yet", "none yet"),
                            ("emerging", "emerging"),
                            ("evidenced", "evidenced"),
                            ("embedded", "embedded"),
                        ],
                        default="none-yet",
                        max_length=10,
                    ),
                ),
                ("impact_note", models.TextField(blank=True)),
                ("help_needed", models.TextField(blank=True)),
                ("internal_note", models.TextField(blank=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="improvement.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        help_text="Whose report it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="improvement.update",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        help_text="Who typed it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "help_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_to_help",
                        to="councils.post",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="improvement.action",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="improvement.release",
                    ),
                ),
            ],
            options={
                "ordering": ["action", "number"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["action", "effective_on", "number"],
                        name="improvement_action__2bc636_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_at__isnull", True),
                            ("public_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="update_public_after_it_was_recorded",
                    ),
                    models.UniqueConstraint(
                        fields=("action", "number"), name="update_number_in_action"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_on__lte", councils.days.LondonDay("recorded_at"))
                        ),
                        name="update_is_not_from_the_future",
                        violation_error_message="A report cannot be dated after today.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "not-started",
                                    "in-progress",
                                    "complete",
                                    "business-as-usual",
                                    "withdrawn",
                                    "merged",
                                    "replaced",
                                ],
                            )
                        ),
                        name="update_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("into__isnull", False), ("status__in", ["merged", "replaced"])
                            ),
                            models.Q(
                                models.Q(("status__in", ["merged", "replaced"]), _negated=True),
                                ("into__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="update_merged_or_replaced_says_into_what",
                        violation_error_message="Name the action that it went into.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["withdrawn", "merged", "replaced"]), _negated=True
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="update_withdrawal_says_why",
                        violation_error_message="Say why: the public will read it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "business-as-usual"), _negated=True),
                            ("next_check_on__isnull", False),
                            _connector="OR",
                        ),
                        name="update_business_as_usual_says_next_check",
                        violation_error_message="Say when it will be checked next.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("corrects", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="update_does_not_correct_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_at__isnull", True), ("release__isnull", False), _connector="OR"
                        ),
                        name="update_is_public_only_by_a_release",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                ("redacted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "sign-off proposed"),
                            ("verified", "verified"),
                            ("returned", "returned: not accepted"),
                            ("sustained", "still true when looked at again"),
                            ("reopened", "reopened"),
                        ],
                        max_length=10,
                    ),
                ),
                ("effective_on", models.DateField()),
                (
                    "where",
                    models.CharField(
                        blank=True,
                        help_text="The meeting, or other record of the decision.",
                        max_length=200,
                    ),
                ),
                ("note", models.TextField(blank=True, help_text="Public once released.")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="improvement.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ManyToManyField(
                        blank=True, related_name="sign_offs", to="improvement.evidence"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        help_text="The report it is about.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="improvement.update",
                    ),
                ),
            ],
            options={
                "ordering": ["action", "recorded_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_at__isnull", True),
                            ("public_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="signoff_public_after_it_was_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_on__lte", councils.days.LondonDay("recorded_at"))
                        ),
                        name="sign_off_is_not_from_the_future",
                        violation_error_message="A decision cannot be dated after today.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step__in", ["verified", "sustained"]), _negated=True),
                            models.Q(
                                ("checked_by__isnull", False),
                                models.Q(("where", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sign_off_verified_says_who_checked_and_where",
                        violation_error_message="Say who checked it, and where that was confirmed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step__in", ["returned", "reopened"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sign_off_returned_says_why",
                        violation_error_message="Say why it is returned or reopened.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "what the public sees"),
                            ("internal", "what the council's people see"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not-started", "not started"),
                            ("in-progress", "in progress"),
                            ("complete", "complete"),
                            ("business-as-usual", "moved to business as usual"),
                            ("withdrawn", "withdrawn"),
                            ("merged", "merged into another action"),
                            ("replaced", "replaced by another action"),
                        ],
                        default="not-started",
                        help_text="As the record has it: a claim that was returned or reopened is in progress.",
                        max_length=20,
                    ),
                ),
                (
                    "claimed",
                    models.CharField(
                        choices=[
                            ("not-started", "not started"),
                            ("in-progress", "in progress"),
                            ("complete", "complete"),
                            ("business-as-usual", "moved to business as usual"),
                            ("withdrawn", "withdrawn"),
                            ("merged", "merged into another action"),
                            ("replaced", "replaced by another action"),
                        ],
                        default="not-started",
                        help_text="As last reported.",
                        max_length=20,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on-track", "on track"),
                            ("at-risk", "at risk"),
                            ("off-track", "off track"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        choices=[
                            ("none-yet", "none yet"),
                            ("emerging", "emerging"),
                            ("evidenced", "evidenced"),
                            ("embedded", "embedded"),
                        ],
                        default="none-yet",
                        max_length=10,
                    ),
                ),
                ("last_heard_on", models.DateField(null=True)),
                (
                    "report_due_on",
                    models.DateField(help_text="The last day on which silence is still in order."),
                ),
                (
                    "due_on",
                    models.DateField(help_text="As last agreed; else the original.", null=True),
                ),
                (
                    "moves",
                    models.PositiveSmallIntegerField(default=0, help_text="Later dates agreed."),
                ),
                (
                    "asked_for",
                    models.DateField(help_text="A date asked for and not yet decided.", null=True),
                ),
                ("delivered_on", models.DateField(null=True)),
                (
                    "evidence",
                    models.PositiveSmallIntegerField(default=0, help_text="Pieces offered."),
                ),
                (
                    "evidenced",
                    models.BooleanField(
                        default=False,
                        help_text="Somebody other than the lead and the uploader has looked.",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "sign-off proposed"),
                            ("verified", "verified"),
                            ("returned", "returned: not accepted"),
                            ("sustained", "still true when looked at again"),
                            ("reopened", "reopened"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(
                        help_text="When the oldest report that awaits release was made.", null=True
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="improvement.action",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        help_text="The report that this state was read from.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="improvement.update",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["audience", "status", "due_on"],
                        name="improvement_audienc_0f7a07_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "audience"), name="action_state_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Workstream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("order", models.PositiveSmallIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workstreams",
                        to="improvement.plan",
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsors",
                        to="councils.post",
                        verbose_name="senior responsible officer",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "title"),
                        name="workstream_title_unique_in_plan",
                        violation_error_message="This plan already has a workstream of this title.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="historicalaction",
            name="workstream",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="improvement.workstream",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="workstream",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="improvement.workstream",
            ),
        ),
        migrations.CreateModel(
            name="DueDateMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "public_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="public since"
                    ),
                ),
                ("redacted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("from_date", models.DateField(blank=True, null=True, verbose_name="from")),
                ("to_date", models.DateField(verbose_name="to")),
                ("reason", models.TextField(help_text="Public.")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "agreed"), ("refused", "refused")],
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_where",
                    models.CharField(
                        blank=True,
                        help_text="The meeting, or other record of the decision.",
                        max_length=200,
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="improvement.action",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["action", "number"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_at__isnull", True),
                            ("public_at__gte", models.F("recorded_at")),
                            _connector="OR",
                        ),
                        name="duedatemove_public_after_it_was_recorded",
                    ),
                    models.UniqueConstraint(
                        fields=("action", "number"), name="move_number_in_action"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("action",),
                        name="move_one_open_at_a_time",
                        violation_error_message="A later date is already asked for, and not yet decided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decided_where", ""),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("decided_where", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="move_decided_says_who_when_and_where",
                        violation_error_message="Say who decided, when and where. All or none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="move_is_not_decided_by_who_asked",
                        violation_error_message="Somebody else must decide on a date that you asked for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_date__isnull", True),
                            models.Q(("to_date", models.F("from_date")), _negated=True),
                            _connector="OR",
                        ),
                        name="move_goes_somewhere",
                        violation_error_message="That is the date it already has.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="move_says_why"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(
                fields=("plan", "reference"),
                name="action_reference_unique_in_plan",
                violation_error_message="This plan already has an action of this reference.",
            ),
        ),
    ]
