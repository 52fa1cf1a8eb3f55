"""How forms are drawn: what is typed is never cut by the browser. Too long, and the server says so in a sentence."""

from django.forms.renderers import DjangoTemplates


class UncutRenderer(DjangoTemplates):
    def render(self, template_name, context, request=None):
        if "widget" in context:
            _without_limit(context["widget"])
        return super().render(template_name, context, request)


def _without_limit(widget: dict) -> None:
    widget.get("attrs", {}).pop("maxlength", None)
    for part in widget.get("subwidgets", ()):
        _without_limit(part)
