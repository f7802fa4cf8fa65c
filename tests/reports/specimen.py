"""An invented report with a block of every sort, for the renderers' tests."""

from __future__ import annotations

from icmo.documents.model import (
    Bars,
    Box,
    Bullets,
    Curves,
    Figure,
    Grid,
    Heading,
    Picture,
    Quote,
    Quotes,
    Report,
    Run,
    Scheme,
    Series,
    Table,
    bold,
    bullets,
    cell,
    line,
    list_cell,
    paragraph,
    references,
    row,
)


def a_quote(number: int, text: str, **fields: object) -> Quote:
    about = {
        "number": number,
        "text": text,
        "signature": "medarbejdergruppe, Egeholm",
        "transcript": "t1",
        "transcript_name": "egeholm-gruppe",
        "turn": 4 + number,
        "start": 10 * number,
        "end": 10 * number + 5,
        "municipality": "Egeholm",
        "informant_type": "kommune",
        "coders": ("AML",),
        "codings": (f"c{number}",),
    }
    return Quote(**{**about, **fields})  # type: ignore[arg-type]


def a_table(name: str = "Indsatser", caption: str = "Indsatser med belæg") -> Table:
    return Table(
        name=name,
        caption=caption,
        about="En række for hver indsats, med kommuner og citater.",
        columns=("Indsats", "Kommuner", "Citater", "Belæg"),
        rows=(
            row(
                "Jobcafé",
                4,
                11,
                list_cell([line(bold("4 af 6 kommuner"), " [", references([1, 2, 3]), "]"), "hæmmende: 2"]),
            ),
            row(
                "Motion & <ro>",
                1,
                1200,
                cell(line("1 af 6 kommuner", Run("", note=line("Egeholm: citat ", references([3]))))),
            ),
            row("Ingen", 0, None, list_cell([], otherwise="ingen belæg")),
        ),
        widths=(3, 1, 1, 4),
    )


def a_figure(picture: Picture, name: str, caption: str) -> Figure:
    return Figure(caption, f"{caption}: søjler for to kommuner.", picture, a_table(name, f"{caption} i tal"))


BARS = Bars(
    ("Jobcafé", "Motion"), (Series("Egeholm", (0.4, 0.1)), Series("Nordvig", (0.25, None))), "Andel", shares=True
)
CURVES = Curves(("1", "2", "3"), (Series("Koder", (3, 5, 6)), Series("Veje", (1, 1, 2))), "Nye i alt")
GRID = Grid(("Jobcafé", "Motion"), ("Lavest", "Størst"), ((3, 0), (None, 7)), "Citater")
SCHEME = Scheme(
    ("Indsats", "Kontekst", "Mekanisme", "Udkomme"),
    (
        (("I", "Jobcafé", "4 kommuner"),),
        (("C", "Jobcenter", ""), ("K", "Tid", "")),
        (("M", "Tro på kvinden", ""),),
        (("O", "Ro", ""),),
    ),
)


def a_report() -> Report:
    return Report(
        kind="specimen",
        title="Prøve på en rapport: Flere på vej",
        subtitle="Opdigtet fra ende til anden",
        language="da",
        blocks=(
            paragraph(
                "Hvor ordet ",
                bold("fremmer"),
                " står, er 33 pct. af 6 kommuner nok. Se ",
                Run("metoden", anchor="method"),
                ".",
            ),
            paragraph("UDKAST: ingen har godkendt det.", style="warning"),
            Heading(2, "Indsatser", "indsatser"),
            paragraph("En indledning.", Run("", note=line("Åmose: citat ", references([3]))), style="lead"),
            a_table(),
            Heading(3, "Kvindernes blik"),
            Quotes((1, 2)),
            Box("Kvindeperspektiv", (paragraph("To kvinder siger det samme."), Quotes((3,)))),
            Heading(2, "Figurer"),
            a_figure(BARS, "Søjler", "Andele efter kommune"),
            a_figure(CURVES, "Kurver", "Nyt med hvert interview"),
            a_figure(GRID, "Felter", "Citater efter målgruppe"),
            a_figure(SCHEME, "Model", "Den teoretiske model"),
            Heading(2, "Sådan er det lavet", "method"),
            bullets(["12 transskriptioner.", "2 kodere."]),
            Bullets((line("Først"), line("Så")), numbered=True),
            paragraph("Med småt.", style="small"),
            Heading(2, "Citater", "quotes"),
            Quotes((1, 2, 3), places=True),
        ),
        quotes=(
            a_quote(1, "=Vi øvede <b>bussen</b> & toget 😀"),
            a_quote(2, "Hun troede på det"),
            a_quote(3, "Jeg fik ro", signature="deltager, Åmose", informant_type="kvinde", municipality="Åmose"),
        ),
        contents=True,
    )
