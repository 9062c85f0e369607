import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        max_length=254,
                        null=True,
                        unique=True,
                        verbose_name="email address",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Council",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As people say it: Wirral, Croydon.", max_length=120
                    ),
                ),
                ("official_name", models.CharField(blank=True, max_length=160)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of public addresses; it never changes.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("london-borough", "London borough"),
                            ("metropolitan-borough", "metropolitan borough"),
                            ("unitary", "unitary authority"),
                            ("county", "county council"),
                            ("other", "other authority"),
                        ],
                        default="other",
                        max_length=24,
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=60)),
                (
                    "dfe_code",
                    models.CharField(
                        blank=True, max_length=3, verbose_name="Department for Education code"
                    ),
                ),
                (
                    "ofsted_urn",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="Ofsted reference number"
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True)),
                (
                    "abolished_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which it no longer existed.",
                        null=True,
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False, help_text="A fictional council. Every page about it says so."
                    ),
                ),
                (
                    "succeeded_by",
                    models.ManyToManyField(
                        blank=True, related_name="predecessors", to="councils.council"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dfe_code", ""), _negated=True),
                        fields=("dfe_code",),
                        name="council_dfe_code_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("abolished_on__isnull", True),
                            ("opened_on__isnull", True),
                            ("abolished_on__gt", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="council_abolished_after_it_opened",
                        violation_error_message="A council cannot end before it began.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Body",
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
                        choices=[
                            ("council", "council"),
                            ("lscb", "Local Safeguarding Children Board"),
                            ("safeguarding-partnership", "safeguarding children partnership"),
                            (
                                "send-partnership",
                                "special educational needs and disabilities partnership",
                            ),
                            ("trust", "children's trust"),
                            ("other", "partner body"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True,
                        related_name="partner_bodies",
                        to="councils.council",
                        verbose_name="councils that it serves",
                    ),
                ),
                (
                    "council",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="body",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bodies",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("council__isnull", False), ("kind", "council")),
                            models.Q(
                                models.Q(("kind", "council"), _negated=True),
                                ("council__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="body_council_exactly_when_of_that_kind",
                        violation_error_message="Only a council's own body is of the kind “council”.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CouncilCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=9, verbose_name="GSS code")),
                (
                    "valid_from",
                    models.DateField(blank=True, help_text="Empty: from the beginning.", null=True),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="The last day in force. Empty: still in force.",
                        null=True,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["council", models.OrderBy(models.F("valid_from"), nulls_first=True)],
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="council_code_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("council",),
                        name="council_has_one_code_in_force",
                        violation_error_message="This council already has a code in force.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="council_code_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBody",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "council"),
                            ("lscb", "Local Safeguarding Children Board"),
                            ("safeguarding-partnership", "safeguarding children partnership"),
                            (
                                "send-partnership",
                                "special educational needs and disabilities partnership",
                            ),
                            ("trust", "children's trust"),
                            ("other", "partner body"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
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
                        editable=False,
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
            ],
            options={
                "verbose_name": "historical body",
                "verbose_name_plural": "historical bodies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBody_areas",
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
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="councils.historicalbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalBody_areas",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCouncil",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As people say it: Wirral, Croydon.", max_length=120
                    ),
                ),
                ("official_name", models.CharField(blank=True, max_length=160)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of public addresses; it never changes.", max_length=80
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("london-borough", "London borough"),
                            ("metropolitan-borough", "metropolitan borough"),
                            ("unitary", "unitary authority"),
                            ("county", "county council"),
                            ("other", "other authority"),
                        ],
                        default="other",
                        max_length=24,
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=60)),
                (
                    "dfe_code",
                    models.CharField(
                        blank=True, max_length=3, verbose_name="Department for Education code"
                    ),
                ),
                (
                    "ofsted_urn",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="Ofsted reference number"
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True)),
                (
                    "abolished_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which it no longer existed.",
                        null=True,
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False, help_text="A fictional council. Every page about it says so."
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
            ],
            options={
                "verbose_name": "historical council",
                "verbose_name_plural": "historical councils",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCouncil_succeeded_by",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "from_council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="councils.historicalcouncil",
                    ),
                ),
                (
                    "to_council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalCouncil_succeeded_by",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("action-lead", "action lead"),
                            ("clerk", "clerk"),
                            ("plan-officer", "plan officer"),
                            ("board-secretary", "board secretary"),
                            ("publisher", "publisher"),
                            ("reader", "read-only member"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("granted_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPost",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("service", models.CharField(blank=True, max_length=120)),
                (
                    "shown",
                    models.CharField(
                        choices=[
                            ("service", "by service"),
                            ("title", "by post title"),
                            ("name", "by name and post title"),
                        ],
                        default="title",
                        help_text="Below head of service choose “by service”: a post with one holder is personal data. By name only councillors, the chief executive and the director of children's services.",
                        max_length=8,
                        verbose_name="how the public sees it",
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
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The partner body that the post belongs to, if it is not the council's own.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.body",
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
            ],
            options={
                "verbose_name": "historical post",
                "verbose_name_plural": "historical posts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("action-lead", "action lead"),
                            ("clerk", "clerk"),
                            ("plan-officer", "plan officer"),
                            ("board-secretary", "board secretary"),
                            ("publisher", "publisher"),
                            ("reader", "read-only member"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("granted_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="councils.council",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["council", "user", "role"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("user", "council", "role"),
                        name="membership_one_of_each_role",
                        violation_error_message="This person already has this role at this council.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "action-lead",
                                    "clerk",
                                    "plan-officer",
                                    "board-secretary",
                                    "publisher",
                                    "reader",
                                    "administrator",
                                ],
                            )
                        ),
                        name="membership_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("granted_on")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_began",
                        violation_error_message="A role cannot end before it was given.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("service", models.CharField(blank=True, max_length=120)),
                (
                    "shown",
                    models.CharField(
                        choices=[
                            ("service", "by service"),
                            ("title", "by post title"),
                            ("name", "by name and post title"),
                        ],
                        default="title",
                        help_text="Below head of service choose “by service”: a post with one holder is personal data. By name only councillors, the chief executive and the director of children's services.",
                        max_length=8,
                        verbose_name="how the public sees it",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        help_text="The partner body that the post belongs to, if it is not the council's own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="councils.body",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["council", "title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "title"),
                        name="post_title_unique_in_council",
                        violation_error_message="This council already has a post of this title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shown", "service"), _negated=True),
                            models.Q(("service", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="post_shown_by_service_names_it",
                        violation_error_message="Name the service: the public will see it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPostHolding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="If the holder does not sign in here.", max_length=120
                    ),
                ),
                (
                    "terms",
                    models.CharField(
                        choices=[
                            ("permanent", "permanent"),
                            ("interim", "interim"),
                            ("acting", "acting or covering"),
                        ],
                        default="permanent",
                        max_length=10,
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="councils.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical post holding",
                "verbose_name_plural": "historical post holdings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PostHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="If the holder does not sign in here.", max_length=120
                    ),
                ),
                (
                    "terms",
                    models.CharField(
                        choices=[
                            ("permanent", "permanent"),
                            ("interim", "interim"),
                            ("acting", "acting or covering"),
                        ],
                        default="permanent",
                        max_length=10,
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="councils.post",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["post", "started_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("user__isnull", False)),
                        fields=("post", "user"),
                        name="post_holding_once_at_a_time",
                        violation_error_message="This person already holds this post.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="post_holding_dates_in_order",
                        violation_error_message="Nobody can leave a post before they came to it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="post_holding_names_somebody",
                        violation_error_message="Choose a person or give a name.",
                    ),
                ],
            },
        ),
    ]
