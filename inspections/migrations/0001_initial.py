import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
        ("councils", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="GradeScale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "key"],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(help_text="1 is the best.")),
                (
                    "code",
                    models.CharField(
                        blank=True, help_text="The code printed, if any.", max_length=8
                    ),
                ),
                ("label", models.CharField(max_length=80)),
                (
                    "aliases",
                    models.JSONField(
                        blank=True, default=list, help_text="Other wordings in reports."
                    ),
                ),
                (
                    "plain",
                    models.CharField(
                        blank=True, help_text="What it means, in plain words.", max_length=200
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="inspections.gradescale",
                    ),
                ),
            ],
            options={
                "ordering": ["scale", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scale", "rank"), name="grade_rank_unique_in_scale"
                    ),
                    models.UniqueConstraint(
                        fields=("scale", "label"), name="grade_label_unique_in_scale"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1)), name="grade_rank_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection", "inspection"),
                            ("focused-visit", "focused visit"),
                            ("monitoring-visit", "monitoring visit"),
                            ("joint-inspection", "joint inspection"),
                            ("review", "review"),
                        ],
                        max_length=20,
                    ),
                ),
                ("inspectorates", models.JSONField(blank=True, default=list)),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="first fieldwork"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last fieldwork")),
                (
                    "items_term",
                    models.CharField(
                        blank=True,
                        help_text="What its reports call their recommendations.",
                        max_length=60,
                    ),
                ),
                (
                    "response_working_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Working days, from receipt of the report, for the statement of proposed action. Empty: the letter prints its own date, or none is due.",
                        null=True,
                    ),
                ),
                ("needs_theme", models.BooleanField(default=False)),
                (
                    "needs_parent",
                    models.BooleanField(
                        default=False, help_text="A monitoring visit follows an inspection."
                    ),
                ),
                (
                    "verified",
                    models.CharField(
                        blank=True, help_text="What this entry was checked against.", max_length=300
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frameworks",
                        to="inspections.gradescale",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("starts_on"), nulls_first=True), "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="framework_dates_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectedBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recommendations_printed",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As the report prints them. Empty: not known.",
                        null=True,
                        verbose_name="recommendations in the report",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspected_in",
                        to="councils.body",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "inspected bodies",
                "ordering": ["inspection", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
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
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Only where the kind of inspection does not say it.",
                        max_length=200,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the public address; it never changes once published.",
                        max_length=100,
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True, help_text="What a visit looked at.", max_length=200
                    ),
                ),
                ("fieldwork_start", models.DateField(blank=True, null=True)),
                ("fieldwork_end", models.DateField(blank=True, null=True)),
                (
                    "published_on",
                    models.DateField(blank=True, null=True, verbose_name="report published"),
                ),
                (
                    "received_on",
                    models.DateField(
                        blank=True,
                        help_text="The statutory period runs from the day on which the council received the report. Where it is not known, publication stands in for it, and the page says so.",
                        null=True,
                        verbose_name="report received",
                    ),
                ),
                (
                    "response_due_printed",
                    models.DateField(
                        blank=True,
                        help_text="The date that the report or letter itself prints. It wins over the 70 days.",
                        null=True,
                        verbose_name="response due, as printed",
                    ),
                ),
                ("lead_inspector", models.CharField(blank=True, max_length=120)),
                (
                    "report_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the report"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="Where these facts were taken from.", max_length=200
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500)),
                (
                    "internal_note",
                    models.TextField(
                        blank=True,
                        help_text="Never published here. Freedom of information and subject access requests can reach it.",
                    ),
                ),
                (
                    "bodies",
                    models.ManyToManyField(
                        related_name="inspections",
                        through="inspections.InspectedBody",
                        to="councils.body",
                        verbose_name="inspected bodies",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        help_text="The council whose officers keep this record.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
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
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="inspections.framework",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The inspection that this visit follows, or that this review was published with.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="inspections.inspection",
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
                "ordering": [
                    models.OrderBy(models.F("published_on"), descending=True, nulls_last=True),
                    "-pk",
                ],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["council", "-published_on"], name="inspections_council_0e0f64_idx"
                    )
                ],
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
                        name="inspections_inspection_withdrawn_says_who_and_why",
                        violation_error_message="Say who withdraws this, and why.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "slug"),
                        name="inspection_slug_unique_in_council",
                        violation_error_message="This council already has an inspection at this address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fieldwork_start__isnull", True),
                            ("fieldwork_end__isnull", True),
                            ("fieldwork_end__gte", models.F("fieldwork_start")),
                            _connector="OR",
                        ),
                        name="inspection_fieldwork_in_order",
                        violation_error_message="The fieldwork cannot end before it began.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on__isnull", True),
                            ("fieldwork_start__isnull", True),
                            ("published_on__gte", models.F("fieldwork_start")),
                            _connector="OR",
                        ),
                        name="inspection_published_after_fieldwork",
                        violation_error_message="A report cannot be published before the fieldwork.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True),
                        name="inspection_is_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="inspectedbody",
            name="inspection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="inspected",
                to="inspections.inspection",
            ),
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("recommendations", "recommendations")], max_length=20
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "previewed, nothing saved"),
                            ("confirmed", "confirmed and saved"),
                            ("discarded", "discarded, nothing saved"),
                        ],
                        default="previewed",
                        max_length=10,
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("content", models.BinaryField(help_text="The file's bytes, as received.")),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("delimiter", models.CharField(blank=True, max_length=1)),
                (
                    "columns",
                    models.JSONField(
                        blank=True, default=dict, help_text="Our column → the file's heading."
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="councils.council",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", False), ("state", "confirmed")),
                            models.Q(
                                models.Q(("state", "confirmed"), _negated=True),
                                ("confirmed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="import_confirmed_says_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRecommendation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.CharField(blank=True, help_text="The report's heading.", max_length=160),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        help_text="Its place in that section, from 1."
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none is printed.",
                        max_length=20,
                        verbose_name="reference as printed",
                    ),
                ),
                (
                    "council_reference",
                    models.CharField(
                        blank=True,
                        help_text="Shown as the council's own, where the report prints none.",
                        max_length=20,
                        verbose_name="council's own reference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(blank=True, max_length=80, verbose_name="kind as printed"),
                ),
                (
                    "timescale",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="timescale as printed"
                    ),
                ),
                ("text", models.TextField(help_text="The report's own words.", max_length=4000)),
                (
                    "page",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="page of the report"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_why", models.TextField(blank=True, editable=False)),
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The body that the report makes it to.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.body",
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
                (
                    "imported_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.import",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical recommendation",
                "verbose_name_plural": "historical recommendations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInspection",
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
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Only where the kind of inspection does not say it.",
                        max_length=200,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the public address; it never changes once published.",
                        max_length=100,
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True, help_text="What a visit looked at.", max_length=200
                    ),
                ),
                ("fieldwork_start", models.DateField(blank=True, null=True)),
                ("fieldwork_end", models.DateField(blank=True, null=True)),
                (
                    "published_on",
                    models.DateField(blank=True, null=True, verbose_name="report published"),
                ),
                (
                    "received_on",
                    models.DateField(
                        blank=True,
                        help_text="The statutory period runs from the day on which the council received the report. Where it is not known, publication stands in for it, and the page says so.",
                        null=True,
                        verbose_name="report received",
                    ),
                ),
                (
                    "response_due_printed",
                    models.DateField(
                        blank=True,
                        help_text="The date that the report or letter itself prints. It wins over the 70 days.",
                        null=True,
                        verbose_name="response due, as printed",
                    ),
                ),
                ("lead_inspector", models.CharField(blank=True, max_length=120)),
                (
                    "report_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the report"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="Where these facts were taken from.", max_length=200
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500)),
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
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The council whose officers keep this record.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.framework",
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
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The inspection that this visit follows, or that this review was published with.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical inspection",
                "verbose_name_plural": "historical inspections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Intervention",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adviser", "improvement adviser"),
                            ("improvement-notice", "improvement notice"),
                            ("statutory-direction", "statutory direction"),
                            ("commissioner", "commissioner"),
                            ("trust", "services moved to a trust"),
                        ],
                        max_length=20,
                    ),
                ),
                ("issued_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "who",
                    models.CharField(
                        blank=True, help_text="Adviser, commissioner, trust.", max_length=160
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True, max_length=500)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
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
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="inspections.intervention",
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
                "ordering": ["council", "-issued_on", "-pk"],
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
                        name="inspections_intervention_withdrawn_says_who_and_why",
                        violation_error_message="Say who withdraws this, and why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="intervention_dates_in_order",
                        violation_error_message="It cannot be closed before it was issued.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalIntervention",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adviser", "improvement adviser"),
                            ("improvement-notice", "improvement notice"),
                            ("statutory-direction", "statutory direction"),
                            ("commissioner", "commissioner"),
                            ("trust", "services moved to a trust"),
                        ],
                        max_length=20,
                    ),
                ),
                ("issued_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "who",
                    models.CharField(
                        blank=True, help_text="Adviser, commissioner, trust.", max_length=160
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True, max_length=500)),
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
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.intervention",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical intervention",
                "verbose_name_plural": "historical interventions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="JudgementArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                (
                    "number",
                    models.CharField(blank=True, help_text="As printed: 2.1.", max_length=8),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "is_overall",
                    models.BooleanField(
                        default=False,
                        help_text="The inspectorate's own overall judgement; never computed.",
                    ),
                ),
                ("aliases", models.JSONField(blank=True, default=list)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="inspections.framework",
                    ),
                ),
                (
                    "own_scale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.gradescale",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_judgements",
                        to="inspections.judgementarea",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="inspections.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["framework", "order", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "key"), name="judgement_area_key_unique_in_framework"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_overall", True)),
                        fields=("framework",),
                        name="framework_has_one_overall_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "no_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not-judged", "not judged under this framework"),
                            ("not-reported", "no longer reported after the framework's reform"),
                            ("not-known", "not known"),
                        ],
                        max_length=16,
                        verbose_name="why there is no grade",
                    ),
                ),
                (
                    "printed_grade",
                    models.CharField(blank=True, max_length=120, verbose_name="grade as printed"),
                ),
                (
                    "page",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="page of the report"
                    ),
                ),
                ("superseded_on", models.DateField(blank=True, null=True)),
                ("correction_note", models.CharField(blank=True, max_length=300)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="inspections.judgement",
                    ),
                ),
                (
                    "grade",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="inspections.grade",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="inspections.judgementarea",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "area__order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_on__isnull", True)),
                        fields=("inspection", "area"),
                        name="judgement_one_in_force_for_each_area",
                        violation_error_message="This area already has a judgement in this inspection.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grade__isnull", False), ("no_grade", "")),
                            models.Q(
                                ("grade__isnull", True), models.Q(("no_grade", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="judgement_grade_or_why_none",
                        violation_error_message="Choose a grade, or say why there is none. Not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("correction_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="judgement_correction_says_why",
                        violation_error_message="Say what was corrected, and on whose word.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalJudgement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "no_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not-judged", "not judged under this framework"),
                            ("not-reported", "no longer reported after the framework's reform"),
                            ("not-known", "not known"),
                        ],
                        max_length=16,
                        verbose_name="why there is no grade",
                    ),
                ),
                (
                    "printed_grade",
                    models.CharField(blank=True, max_length=120, verbose_name="grade as printed"),
                ),
                (
                    "page",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="page of the report"
                    ),
                ),
                ("superseded_on", models.DateField(blank=True, null=True)),
                ("correction_note", models.CharField(blank=True, max_length=300)),
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
                    "grade",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.grade",
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
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.judgement",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="inspections.judgementarea",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical judgement",
                "verbose_name_plural": "historical judgements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.CharField(blank=True, help_text="The report's heading.", max_length=160),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        help_text="Its place in that section, from 1."
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="Empty: none is printed.",
                        max_length=20,
                        verbose_name="reference as printed",
                    ),
                ),
                (
                    "council_reference",
                    models.CharField(
                        blank=True,
                        help_text="Shown as the council's own, where the report prints none.",
                        max_length=20,
                        verbose_name="council's own reference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(blank=True, max_length=80, verbose_name="kind as printed"),
                ),
                (
                    "timescale",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="timescale as printed"
                    ),
                ),
                ("text", models.TextField(help_text="The report's own words.", max_length=4000)),
                (
                    "page",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="page of the report"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_why", models.TextField(blank=True, editable=False)),
                (
                    "body",
                    models.ForeignKey(
                        help_text="The body that the report makes it to.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="councils.body",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="inspections.import",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "responsible",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="councils.body",
                        verbose_name="responsible bodies, if others or several",
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
                "ordering": ["inspection", "body", "section", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("inspection", "body", "section", "order"),
                        name="recommendation_place_unique",
                        violation_error_message="There is already a recommendation at this place.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("reference", ""), _negated=True),
                        ),
                        fields=("inspection", "body", "section", "reference"),
                        name="recommendation_reference_unique",
                        violation_error_message="The report's reference is used twice in this section.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="recommendation_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__gte", 1)), name="recommendation_order_from_one"
                    ),
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
                        name="recommendation_withdrawn_says_who_and_why",
                        violation_error_message="Say who withdraws this, and why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="The row in the file; the heading is row 1."
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("same-as", "perhaps the same as one already here"),
                            ("wrong", "wrong"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "it is the same: update that one"),
                            ("new", "it is another: add it"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "values",
                    models.JSONField(default=dict, help_text="What the row says, by our columns."),
                ),
                (
                    "before",
                    models.JSONField(
                        blank=True, default=dict, help_text="What stood before, if changed."
                    ),
                ),
                (
                    "errors",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="For each: column, value, reason, what to do.",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="inspections.import",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="inspections.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", ""), ("outcome", "same-as"), _connector="OR"
                        ),
                        name="import_row_decides_only_what_was_offered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRecommendation_responsible",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.body",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="inspections.historicalrecommendation",
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
                "verbose_name": "HistoricalRecommendation_responsible",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RecommendationLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What returned. Public.", max_length=300
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returned_as",
                        to="inspections.recommendation",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns_from",
                        to="inspections.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ["later", "earlier"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("earlier", "later"), name="recommendation_link_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True),
                        name="recommendation_link_joins_two",
                        violation_error_message="A recommendation cannot return from itself.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="inspectedbody",
            constraint=models.UniqueConstraint(
                fields=("inspection", "body"), name="inspected_body_once_in_an_inspection"
            ),
        ),
    ]
