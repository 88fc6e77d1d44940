import core.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from core.first_tables import FirstTables


class Migration(FirstTables):

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('campaigns', '0001_initial'),
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=core.ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('held', 'Held'), ('sent', 'Sent')], default='draft', max_length=5)),
                ('language', models.CharField(max_length=5)),
                ('closed_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('figures', models.JSONField(default=dict)),
                ('opening', models.TextField(blank=True, verbose_name='Opening')),
                ('worked', models.TextField(blank=True, verbose_name='What worked')),
                ('did_not', models.TextField(blank=True, verbose_name='What did not')),
                ('next_time', models.TextField(blank=True, verbose_name='Next time')),
                ('personal', models.TextField(blank=True, verbose_name='In your own words')),
                ('chart_svg', models.TextField(blank=True)),
                ('chart_png', models.BinaryField(null=True)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('hold_reason', models.TextField(blank=True, verbose_name='Why it waits')),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('collaboration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='summary', to='campaigns.collaboration')),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='summary', to='core.outgoingmail')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.workspace')),
            ],
            options={
                'ordering': ['due_at'],
                'indexes': [models.Index(condition=models.Q(('state', 'draft')), fields=['due_at'], name='summary_clock')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), models.Q(('hold_reason', ''), _negated=True), _connector='OR'), name='held_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=core.ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('dropped', 'Not needed')], default='draft', max_length=7)),
                ('found_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('figures', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True, verbose_name='Why the figures changed')),
                ('chart_svg', models.TextField(blank=True)),
                ('chart_png', models.BinaryField(null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('drop_reason', models.CharField(blank=True, max_length=300, verbose_name='Why it is not told')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='correction', to='core.outgoingmail')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.workspace')),
                ('summary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='reports.summary')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('summary', 'number'), name='correction_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('summary',), name='one_correction_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='correction_decided_has_a_time')],
            },
        ),
    ]
