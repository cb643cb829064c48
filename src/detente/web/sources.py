"""`/sources`: whom the record hears from, and who prints whose text."""

from __future__ import annotations

from detente.record.outlets import dated_by, outlets
from detente.web.asked import Asked
from detente.web.site import Site
from detente.web.view import View


def sources_view(site: Site, asked: Asked) -> View:
    """All outlets with what they told."""
    with site.record.borrow(asked.as_of) as record:
        table = outlets(record)
        dated = dated_by(record)
    rows = table.to_pylist()
    return View(
        title="Sources",
        template="sources.html",
        facts={
            "outlets": rows,
            "dated": dated,
            "articles": sum(row["articles"] for row in rows),
            "copies": sum(row["copies"] for row in rows),
        },
        tables={"outlets": lambda: table},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").sources()',
        sql="SELECT outlet, count(*) AS articles, min(published_day), max(published_day) FROM articles GROUP BY ALL ORDER BY 2 DESC;",
    )
