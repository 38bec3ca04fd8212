"""Which address shows which page."""

from __future__ import annotations

from django.urls import path

from drafter.portal.pages import (
    catalogue,
    compare,
    departments,
    drafts,
    findings,
    ledger,
    new,
    overview,
    publish,
    tools,
    work,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/replaced/", catalogue.replace_files, name="replace"),
    path("catalogue/files/<str:name>", catalogue.download, name="catalogue-file"),
    path("catalogue/earlier/<str:name>", catalogue.earlier, name="catalogue-earlier"),
    path("catalogue/template/", catalogue.template, name="template"),
    path("catalogue/tags/", catalogue.tags, name="tags"),
    path("compare/", compare.compare, name="compare"),
    path("compare/sent/", compare.send, name="send_pair"),
    path("compare/redlined/", compare.redline, name="redline"),
    path("compare/files/<str:name>", compare.file, name="redline_file"),
    path("compare/static/<str:name>", compare.static, name="compare_static"),
    path("departments/", departments.departments, name="departments"),
    path("departments/forms.zip", departments.all_forms, name="all_forms"),
    path("departments/forms/<str:name>", departments.form, name="form"),
    path("departments/issued/", departments.issue, name="issue"),
    path("departments/of/<str:name>/", departments.department, name="department"),
    path("departments/of/<str:name>/chosen/", departments.choose, name="choose"),
    path("departments/of/<str:name>/history/", departments.history, name="history"),
    path("departments/received/", departments.receive, name="receive"),
    path("departments/returned/", departments.send_back, name="send_back"),
    path("departments/returns.zip", departments.all_returns, name="all_returns"),
    path("departments/returns/<str:name>", departments.returned, name="returned"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/made/", drafts.make, name="make_draft"),
    path("drafts/<int:number>/", drafts.draft, name="read_draft"),
    path("drafts/<int:number>/figures/<str:mark>/", drafts.figure, name="figure"),
    path("drafts/<int:number>/files/<str:name>", drafts.file, name="draft_file"),
    path("drafts/<int:number>/traced/", drafts.trace, name="traced"),
    path("findings/", findings.findings, name="findings"),
    path("findings/accepted/", findings.accept, name="accept"),
    path("findings/filled/", findings.fill, name="fill"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<path:key>/", ledger.indicator, name="indicator"),
    path("new/", new.new, name="new"),
    path("new/open/", new.open_other, name="open"),
    path("publish/", publish.publish, name="publish"),
    path("publish/now/", publish.publish_now, name="publish_now"),
    path("publish/files/<str:name>", publish.published_file, name="published"),
    path("publish/before/<str:time>/<str:name>", publish.published_file, name="published_before"),
    path("tools/", tools.tools, name="tools"),
    path("tools/file/", tools.serve_file, name="serve_file"),
    path("tools/text/", tools.serve_text, name="serve_text"),
    path("tools/attest/", tools.attest, name="attest"),
    path("tools/<str:identifier>/", tools.result, name="result"),
    path("tools/<str:identifier>/<str:name>", tools.result_file, name="result_file"),
    path("work/<str:identifier>/", work.watch, name="work"),
]
handler400 = "drafter.portal.refusals.foreign"
handler404 = "drafter.portal.refusals.missing"
handler500 = "drafter.portal.refusals.broken"
