from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "指標"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.utils.translation import gettext as _

        from plans import samples
        from plans.sections import Section, add_sections

        from .models.stored_checksum import give_to_sqlite
        from .reports import converters
        from .reports.sample_reports import publish_past_quarters
        from .workflow.sample_changes import lay_changes, take_back

        connection_created.connect(give_to_sqlite, dispatch_uid="kpis.stored_checksum")
        converters.register()
        samples.BEFORE_LAYING.append(take_back)
        samples.AFTER_LAYING.append(lay_changes)
        samples.AFTER_LOADING.append(publish_past_quarters)
        add_sections(
            Section("scorecard", lambda plan: _("KPI・KGI"), ("indicators",)),
            Section("reports", lambda plan: _("四半期報告"), ("reviews__reports",)),
            after="map",
        )
        add_sections(Section("changes", lambda plan: _("計画の変更"), ("revisions",)), after="values")
