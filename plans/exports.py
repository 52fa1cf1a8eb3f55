"""Lists of the admin as files, with exactly the rows the list shows."""

from import_export import resources
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV


class ExcelCSV(CSV):
    """UTF-8 with a byte order mark, so that Excel in Japan reads it right."""

    def get_title(self) -> str:
        return "csv"

    def export_data(self, dataset, **kwargs) -> str:
        return "\ufeff" + super().export_data(dataset, **kwargs)


class ListExport(ExportMixin):
    """Adds an export button to a list. Relations are written as natural keys, which import and fixtures use too.

    Bookkeeping (fields that no form edits) and the model's PRIVATE_FIELDS stay in the house.
    """

    formats = [ExcelCSV]
    skip_export_form = True

    def has_export_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def get_export_resource_classes(self, request):
        private = getattr(self.model, "PRIVATE_FIELDS", ())
        fields = [
            field.name
            for field in self.model._meta.fields
            if field.editable and not field.primary_key and field.name not in private
        ]
        meta = type("Meta", (), {"model": self.model, "fields": fields, "use_natural_foreign_keys": True})
        return [type(f"{self.model.__name__}Resource", (resources.ModelResource,), {"Meta": meta})]
