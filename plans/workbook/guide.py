"""The workbook's first sheet (how to fill it in) and its last one (every column explained)."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from plans.models import Plan

from . import sheet
from .tables import ModelColumn, ModelTable, glossary_title, reading_matter
from .values import YES

FORMAT = "dxportal-plan"  # what kind of workbook this is: the import asks for it
VERSION = "1"
MARK_ROW = 3  # the row of the guide in which both stand, in the second and third column
HEADING = Font(bold=True, size=14)
PART = Font(bold=True)
RUNS_ON = Alignment(wrap_text=False, vertical="top")  # over the empty cells beside it


def _instructions() -> list[tuple[str, list[str]]]:
    return [
        (
            _("このブックでできること"),
            [
                _("計画を1つ、まるごとExcelで作ったり直したりできます。シート1枚が、表1つにあたります。"),
                _("書き終えたら、管理画面の「計画」→「計画ブックを読み込む」で選びます。"),
                _("読み込む前に、何件が新しくなり、何件が変わるかを確かめられます。"),
                _("誤りがあれば、セルの場所を示し、何も保存しません。"),
            ],
        ),
        (
            _("書き方"),
            [
                _("「市区町村」と「計画」のシートには、1行ずつ書きます。「アドレス名」がアドレスになります。"),
                _("1行目は項目の名前、2行目は読み込みに使う名前です。どちらも変えず、3行目から書きます。"),
                _("列の順番を入れ替えたり、使わない列を消したりしてもかまいません。"),
                _("※の付いた項目は、必ず書きます。ほかの空欄の扱いは「項目の説明」シートにあります。"),
                _("「コード」は半角の英小文字・数字・ハイフンで書きます（例: 1-1）。"),
                _("コードはアドレスにも使います。公開した後は変えません。"),
                _("ほかの表の行は、そのコードで指します。いくつも書くときは「; 」で区切ります（例: 1-1; 1-2）。"),
                _("選ぶ項目と「はい・いいえ」は、リストから選びます。日付は 2025-04-01 のように書きます。"),
                _("値だけを書きます。数式は、保存されている計算結果を読み取ります。セルの結合はしません。"),
            ],
        ),
        (
            _("直すとき"),
            [
                _("同じコードの行は、登録済みの内容を書きかえます。新しいコードの行は、新しく登録します。"),
                _("行を消しても、登録済みの内容は消えません。消すときは管理画面で消します。"),
                _("公開した行は消せません。終えるときは、終わり方、理由、最後の日（または期間）を書きます。"),
                _("登録済みの計画では、実績値などの報告のシートは読み込みません。四半期の入力で登録します。"),
                _("庁内メモ、入力した人、更新の記録は、このブックには入っていません。"),
            ],
        ),
    ]  # fmt: skip


def _example() -> list[list[str]]:
    return [
        ["code", "kind", "parent", "number", "title"],
        ["1", "pillar", "", _("柱1"), _("暮らしを便利にする")],
        ["1-1", "sub-goal", "1", "1-1", _("窓口に行かなくても手続ができる")],
        ["1-2", "sub-goal", "1", "1-2", _("待たない窓口にする")],
    ]


def write_guide(page: Worksheet, plan: Plan | None) -> None:
    page.title = reading_matter()
    is_sample = bool(plan and plan.municipality.is_fictional)
    sheet.write(page["A1"], _("計画ブック"))
    page["A1"].font = HEADING
    page.row_dimensions[1].height = 24
    sheet.write(page["A2"], _("計画"))
    subject = str(plan) if plan else _("（新しい計画の様式）")
    sheet.write(page["B2"], subject + (_("　サンプル（架空の市の計画です）") if is_sample else ""))
    page["B2"].alignment = RUNS_ON
    for column, text in enumerate([_("様式の版"), FORMAT, VERSION], start=1):
        sheet.write(page.cell(MARK_ROW, column), text)
    row = MARK_ROW + 2
    for heading, sentences in _instructions():
        sheet.write(page.cell(row, 1), heading)
        page.cell(row, 1).font = PART
        for sentence in sentences:
            sheet.write(page.cell(row, 2), sentence)
            page.cell(row, 2).alignment = RUNS_ON
            row += 1
        row += 1
    sheet.write(page.cell(row, 1), _("例"))
    page.cell(row, 1).font = PART
    sheet.write(page.cell(row, 2), _("「目標」シートに書いた3行"))
    page.cell(row, 2).alignment = RUNS_ON
    for row, values in enumerate(_example(), start=row + 1):  # noqa: B020 counts on
        for column, text in enumerate(values, start=2):
            if text:
                sheet.write(page.cell(row, column), text)
    for letter, width in zip("ABCDEF", (24, 16, 16, 12, 12, 70), strict=True):
        page.column_dimensions[letter].width = width
    sheet.print_on_a4(page, title=reading_matter(), is_sample=is_sample)


def write_glossary(page: Worksheet, tables: Iterable[ModelTable]) -> None:
    page.title = glossary_title()
    heads = [
        _("シート"),
        _("項目"),
        _("読み込みに使う名前"),
        _("必須"),
        _("書き方"),
        _("選べる値"),
        _("空欄のとき"),
        _("説明"),
    ]
    for column, text in enumerate(heads, start=1):
        sheet.write(page.cell(1, column), text)
        page.cell(1, column).font, page.cell(1, column).fill = sheet.HEAD_FONT, sheet.HEAD_FILL
    for letter, width in zip("ABCDEFGH", (22, 24, 22, 8, 36, 44, 20, 60), strict=True):
        page.column_dimensions[letter].width = width
    row = 1
    for table in tables:
        for definition in table.columns:
            row += 1
            for column, text in enumerate([table.title, *_explained(definition)], start=1):
                if text:
                    sheet.write(page.cell(row, column), text)
            sheet.fit_height(page, row)
    page.freeze_panes = "A2"
    sheet.print_on_a4(page, title=glossary_title(), rows="1:1")


def _explained(column: ModelColumn) -> list[str]:
    choices = "\n".join(f"{value}（{label}）" for value, label in column.choices.items())
    return [
        column.label,
        column.name,
        _("必須") if column.is_required else "",
        _form(column),
        choices,
        "" if column.is_required else _when_empty(column),
        str(column.field.help_text),
    ]


def _form(column: ModelColumn) -> str:
    field = column.field
    if column.key:
        what = _("%(table)sの %(key)s") % {
            "table": column.target._meta.verbose_name,
            "key": column.key_form,
        }
        return what + (_("（いくつでも。「; 」で区切る）") if column.is_many else "")
    if column.choices:
        return _("リストから選ぶ")
    kinds = (
        (models.BooleanField, _("はい・いいえ")),
        (models.DateField, _("日付。例: 2025-04-01、令和7年4月1日、R7.4.1")),
        (models.DecimalField, _("数。例: 1234.5")),
        (models.IntegerField, _("整数。例: 10")),
        (models.URLField, _("アドレス。例: https://www.city.example.jp/")),
    )
    form = next((text for kind, text in kinds if isinstance(field, kind)), "")
    if form:
        return form
    return _("文字（%s文字まで）") % field.max_length if field.max_length else _("文章")


def _when_empty(column: ModelColumn) -> str:
    field = column.field
    if isinstance(field, models.BooleanField):
        return YES if field.get_default() else _("いいえ")
    if column.key or not field.has_default():
        return _("空欄のまま")
    return str(field.get_default())
