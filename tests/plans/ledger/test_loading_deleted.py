"""What people deleted does not come back with a file unnoticed, and what a site has from its first `migrate`."""

import pytest
from django.core.management import CommandError, call_command

from kpis.models import Target
from plans.models import NationalPriority, Plan, SitePage

from .loaded_files import GOAL, SLIP, TARGET, hidden

pytestmark = pytest.mark.django_db


class TestDeleted:
    """What people have deleted does not come back without being named and asked for."""

    @pytest.fixture
    def deleted(self, plan, manager) -> Plan:
        hidden(plan)
        target = Target.objects.get(indicator__plan=plan)
        target._history_user = manager
        target.delete()
        return plan

    def targets(self, plan: Plan) -> int:
        return Target.objects.filter(indicator__plan=plan).count()

    @pytest.mark.parametrize("options", [{"yes": True}, {"missing_only": True}])
    def test_without_a_reason_it_stays_away_and_is_named(self, deleted, load, capsys, options):
        load(TARGET, **options)
        assert self.targets(deleted) == 0
        said = capsys.readouterr().out
        assert "さんが削除したので、戻しません。" in said
        assert "目標値" in said

    def test_with_a_reason_it_is_named_and_asked_for(self, deleted, load, capsys, terminal):
        with pytest.raises(CommandError, match="--yes"):
            load(TARGET, reason="原本のとおりに戻す", verbosity=0)
        said = capsys.readouterr().out
        assert "さんが削除したものを戻します" in said
        assert "保存済みの内容が変わります（1件）" in said
        assert "公開" not in said, "the plan is still in preparation"
        assert self.targets(deleted) == 0
        terminal("y")
        load(TARGET, reason="原本のとおりに戻す")
        assert self.targets(deleted) == 1

    def test_what_refers_to_it_stays_away_with_it(self, plan, load, manager):
        hidden(plan)
        indicator = plan.indicators.get()
        values = {"code": "1", "name": indicator.name, "unit": "件"}
        indicator._history_user = manager
        indicator.delete()
        fields = ", ".join(f"{name}: '{value}'" for name, value in values.items())
        row = f"\n- model: kpis.indicator\n  fields: {{plan: [kitayama, smart-plan], {fields}}}\n"
        load(row + TARGET, yes=True)
        assert not plan.indicators.exists()

    def test_what_a_command_took_away_comes_back(self, plan, load):
        hidden(plan)
        Target.objects.filter(indicator__plan=plan).delete()
        load(TARGET, yes=True)
        assert self.targets(plan) == 1

    def test_of_a_plan_that_the_public_knows_the_title_says_so(self, plan, load, capsys):
        load(GOAL, yes=True, **SLIP)
        assert "公開中の内容が変わります（1件）" in capsys.readouterr().out


class TestMigrate:
    """A site that is begun by forms alone has the footer's pages, the vocabularies and the scales too."""

    def test_a_site_without_any_gets_them(self, client, capsys, unguarded):
        SitePage.objects.all().delete()
        NationalPriority.objects.all().delete()
        call_command("migrate", verbosity=1)
        assert "site.yaml" in capsys.readouterr().out
        assert NationalPriority.objects.exists()
        for page in ("/about/", "/accessibility/"):
            assert client.get(page).status_code == 200, page

    def test_what_somebody_took_away_or_wrote_stays_so(self, db):
        SitePage.objects.filter(slug="accessibility").delete()
        SitePage.objects.update(body="わが市の文章です。")
        call_command("migrate", verbosity=0)
        assert list(SitePage.objects.filter(language="ja").values_list("slug", "body")) == [("about", "わが市の文章です。")]
