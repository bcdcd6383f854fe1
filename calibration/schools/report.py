"""What the step ``schools`` found: record, ratio and error of each count, in both languages."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from calibration.fit.report.words import paragraphs
from calibration.schools.enrolment import Ratio, errors
from calibration.schools.evidence import Enrolled, of_city
from calibration.schools.result import BasisFit
from simulator.city.ground.titles import place_title
from simulator.city.pack.city_pack import CityPack
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import in_language, pair, say


def write_report(folder: Path, pack: CityPack, fits: Sequence[BasisFit]) -> None:
    """Write ``report.md`` into a folder."""
    text = "\n".join(report_lines(pack, fits)) + "\n"
    (folder / "report.md").write_text(text, encoding="utf-8", newline="\n")


def summary_of(
    basis: str, rows: Sequence[Enrolled], ratios: Mapping[str, Sequence[Ratio]]
) -> Iterator[str]:
    """A line a stage for the terminal: its ratio and the error of every count."""
    for service, found in ratios.items():
        off = errors(of_city(rows, service), found)
        yield say(
            "enrolment.short",
            "both",
            basis=basis,
            service=service,
            ratio=", ".join(f"{value:.4f}" for value in dict.fromkeys(r.value for r in found)),
            errors=", ".join(f"{int(r.year)} {e:+.1%}" for r, e in zip(found, off, strict=True)),
        )


def report_lines(pack: CityPack, fits: Sequence[BasisFit]) -> Iterator[str]:
    """The page, line by line."""
    yield f"# {say('enrolment.title', 'both', city=pack.title)}"
    yield ""
    yield from (*paragraphs(pair("enrolment.how")), "")
    for fit in fits:
        yield f"## {say('enrolment.basis', 'both', basis=fit.basis)}"
        yield ""
        yield from _counts(pack, fit)
        yield from _catchments(pack, fit)
    yield from _expansions(pack, fits[0])


def _counts(pack: CityPack, fit: BasisFit) -> Iterator[str]:
    names = ("stage", "day", "pupils", "at_one", "ratio", "range", "error")
    yield f"| {' | '.join(say(f'enrolment.{name}', 'both') for name in names)} |"
    yield "|---|---|---|---|---|---|---|"
    for service, ratios in fit.ratios.items():
        rows = of_city(fit.rows, service)
        for row, ratio, error in zip(rows, ratios, errors(rows, ratios), strict=True):
            title = in_language(pack.service[service].title, "both")
            yield (
                f"| {title} | {calendar_label(row.year)} | {row.pupils:,.0f} | {row.at_one:,.0f} | "
                f"{ratio.value:.4f} | {ratio.low:.4f} – {ratio.high:.4f} | {error:+.1%} |"
            )
    yield ""


def _expansions(pack: CityPack, fit: BasisFit) -> Iterator[str]:
    yield f"## {say('enrolment.expansion', 'both')}"
    yield ""
    names = ("stage", "grown", "listed", "a_year", "range")
    yield f"| {' | '.join(say(f'enrolment.{name}', 'both') for name in names)} |"
    yield "|---|---|---|---|---|"
    for each in fit.expansions:
        title = in_language(pack.service[each.service].title, "both")
        yield (
            f"| {title} | {each.grown:,.0f} | {each.listed:,.0f} | {each.value:,.0f} | "
            f"{each.low:,.0f} – {each.high:,.0f} |"
        )
    yield ""


def _catchments(pack: CityPack, fit: BasisFit) -> Iterator[str]:
    yield (
        f"| {say('enrolment.place', 'both')} | "
        + " | ".join(in_language(pack.service[name].title, "both") for name in fit.catchments)
        + " |"
    )
    yield "|---" * (1 + len(fit.catchments)) + "|"
    for district in pack.axes["district"]:
        title = in_language(place_title(pack, district), "both")
        found = " | ".join(f"{ratios[district]:.4f}" for ratios in fit.catchments.values())
        yield f"| {title} | {found} |"
    yield ""
