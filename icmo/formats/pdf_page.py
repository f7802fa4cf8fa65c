"""What stands on a PDF page and where: stretches of text with their places, in points from the lower left corner.

pypdf opens the file, undoes its filters within limits, and knows the fonts; here the text operators of a page are
followed (ISO 32000-1, 9.4), since only they tell how wide a text is, which columns need.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from icmo.formats.pdf_content import operations
from icmo.formats.pdf_fonts import Font, Fonts, dictionary

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MAX_FORM_DEPTH = 8  # forms within forms
MAX_FORMS = 500  # drawn on one page
MAX_SIZE = 20_000.0  # points; what lies or reaches farther out is on no page
SPACE = 0.16  # of the font's size: a wider gap parts words,
FAR = 0.75  # and a wider one stretches of text


@dataclass
class Stretch:
    """Text in one line of the page, from `x0` to `x1` at the baseline `y`, in letters of a size."""

    x0: float
    x1: float
    y: float
    size: float
    text: str


class TooMuchError(Exception):
    """A file draws more than a transcript can hold."""


@dataclass
class Budget:
    """What may still be read of a whole file: bytes of page content, and letters."""

    content: int = 48_000_000
    letters: int = 10_000_000

    def spend(self, *, content: int = 0, letters: int = 0) -> None:
        """Take from the budget.

        Raises
        ------
        TooMuchError
            It is used up.
        """
        self.content -= content
        self.letters -= letters
        if self.content < 0 or self.letters < 0:
            raise TooMuchError

    def read(self, stream: Any) -> bytes:
        """The content of a stream; a small one costs a little too, since opening it takes time."""
        data: bytes = stream.get_data()
        self.spend(content=max(len(data), 1000))
        return data


@dataclass(frozen=True)
class Drawn:
    """The text on a page in the order in which it is drawn, what stands sideways, and what is marked as a header."""

    stretches: list[Stretch]
    sideways: str = ""
    margin: str = ""


def drawn_on(page: Any, fonts: Fonts, budget: Budget) -> Drawn:
    """All text on a page."""
    contents = page.get_contents()
    if contents is None:
        return Drawn([])
    drawn = _Drawing(fonts, budget)
    drawn.draw(budget.read(contents), dictionary(page, "/Resources"), _upright(page), 0)
    near = [one for one in drawn.finished() if max(abs(one.x0), abs(one.x1), abs(one.y)) < MAX_SIZE]
    return Drawn(near, "".join(drawn.sideways), "".join(drawn.margin))


def _upright(page: Any) -> Matrix:
    """The matrix that turns a rotated page so that its text is read from left to right."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    turned: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    }
    return turned.get(int(page.rotation) % 360, IDENTITY)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    A, B, C, D, E, F = other  # noqa: N806 - the standard's letters
    return (a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F)


@dataclass(frozen=True)
class _State:
    """The text state that ``q`` saves and ``Q`` brings back."""

    matrix: Matrix
    font: Font | None = None
    size: float = 1.0
    letter_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


def _goes_on(old: Stretch, new: Stretch, gap: float, size: float) -> bool:
    """Whether text is drawn right after what was drawn before, in the same line and as large."""
    near = abs(new.y - old.y) <= 0.1 * size and -0.4 * size < gap < FAR * size
    return near and 0.8 < old.size / size < 1.25


class _Drawing:
    """Follows the operators of a page and gathers the text they show."""

    def __init__(self, fonts: Fonts, budget: Budget) -> None:
        self._fonts, self._budget = fonts, budget
        self._forms = 0
        self._texts: list[Stretch] = []
        self._open: Stretch | None = None
        self._parts: list[str] = []  # of the open stretch's text
        self.sideways: list[str] = []
        self.margin: list[str] = []

    def finished(self) -> list[Stretch]:
        """What is drawn, when the page has been read to its end."""
        self._close()
        return self._texts

    def draw(self, data: bytes, resources: Any, matrix: Matrix, depth: int) -> None:
        """Follow one content stream, then forget its state."""
        self._state = _State(matrix)
        self._stack: list[_State] = []
        self._line = self._text = IDENTITY
        self._resources, self._depth = resources, depth
        self._marked: list[bool] = []
        for operator, operands in operations(data):
            handler = _HANDLERS.get(operator)
            if handler is not None:
                try:
                    handler(self, operands)
                except (IndexError, TypeError, ValueError, AttributeError, KeyError, OverflowError):
                    continue  # an operator with the wrong operands draws nothing

    # --- the state -----------------------------------------------------------------------------------

    def _set(self, **changes: Any) -> None:
        self._state = _State(**{**self._state.__dict__, **changes})

    def save(self, _operands: list[Any]) -> None:
        """q: keep the state."""
        if len(self._stack) < 500:
            self._stack.append(self._state)

    def restore(self, _operands: list[Any]) -> None:
        """Q: the state that was kept last."""
        if self._stack:
            self._state = self._stack.pop()

    def transform(self, operands: list[Any]) -> None:
        """cm: another matrix over the present one."""
        self._set(matrix=_times(_matrix(operands), self._state.matrix))

    def font(self, operands: list[Any]) -> None:
        """Tf: a font and its size."""
        self._set(font=self._fonts.named(self._resources, operands[0]), size=float(operands[1]))

    def begin(self, _operands: list[Any]) -> None:
        """BT: a new text."""
        self._line = self._text = IDENTITY

    def place(self, operands: list[Any]) -> None:
        """Tm: where the text goes on."""
        self._line = self._text = _matrix(operands)

    def move(self, operands: list[Any]) -> None:
        """Td: to another line."""
        x, y = float(operands[0]), float(operands[1])
        self._line = self._text = _times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def move_leading(self, operands: list[Any]) -> None:
        """TD: to another line, whose distance is that of the next ones."""
        self._set(leading=-float(operands[1]))
        self.move(operands)

    def next_line(self, _operands: list[Any]) -> None:
        """T*: to the next line."""
        self.move([0.0, -self._state.leading])

    # --- what is shown -------------------------------------------------------------------------------

    def show(self, operands: list[Any]) -> None:
        """Tj and TJ: letters, with gaps between them."""
        for one in operands[0] if isinstance(operands[0], list) else operands[:1]:
            if isinstance(one, bytes):
                self._show(one)
            elif isinstance(one, float):
                self._advance(-one / 1000 * self._state.size * self._state.scale)

    def show_next(self, operands: list[Any]) -> None:
        """Single quote: letters on the next line."""
        self.next_line([])
        self.show(operands[-1:])

    def show_spaced(self, operands: list[Any]) -> None:
        """Double quote: letters on the next line, with spacing of their own."""
        self._set(word_space=float(operands[0]), letter_space=float(operands[1]))
        self.show_next(operands)

    def _advance(self, x: float) -> None:
        a, b, c, d, e, f = self._text
        self._text = (a, b, c, d, e + x * a, f + x * b)

    def _show(self, data: bytes) -> None:
        state = self._state
        a, b, _c, d, x, y = _times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), _times(self._text, state.matrix))
        glyphs = list(state.font.glyphs(data)) if state.font else []
        text = "".join(letters for letters, _width in glyphs)
        self._budget.spend(letters=len(text))
        pen = sum(width for _letters, width in glyphs) / 1000 * state.size + len(glyphs) * state.letter_space
        pen = (pen + text.count(" ") * state.word_space) * state.scale
        self._advance(pen)
        if any(self._marked):
            self.margin.append(text)
        elif a <= abs(b):
            self.sideways.append(text)
        else:
            size = abs(state.size * d)
            self._put(Stretch(x, x + pen * a, y, size, text))

    def _put(self, new: Stretch) -> None:
        old = self._open
        gap = new.x0 - old.x1 if old else 0.0
        size = max(new.size, 0.1)
        if old is None or not _goes_on(old, new, gap, size):
            self._close()
            self._open, self._parts = new, [new.text]
        else:
            parted = gap > SPACE * size and self._parts[-1][-1:].strip() and new.text[:1].strip()
            self._parts.append(f" {new.text}" if parted else new.text)
            old.x1 = max(old.x1, new.x1)

    def _close(self) -> None:
        if self._open is not None and (text := "".join(self._parts)).strip():
            self._texts.append(replace(self._open, text=text))
        self._open = None

    # --- what is marked, and forms -------------------------------------------------------------------

    def mark(self, operands: list[Any]) -> None:
        """BMC and BDC: what follows may be a running header or footer."""
        self._marked.append(bool(operands) and operands[0] == "/Artifact" and "/Pagination" in operands)

    def unmark(self, _operands: list[Any]) -> None:
        """EMC: the end of what was marked."""
        if self._marked:
            self._marked.pop()

    def form(self, operands: list[Any]) -> None:
        """Draw a form where it is called, with a state of its own."""
        form = dictionary(dictionary(self._resources, "/XObject"), operands[0])
        if form.get("/Subtype") != "/Form" or self._depth >= MAX_FORM_DEPTH or self._forms >= MAX_FORMS:
            return
        self._forms += 1
        kept = dict(self.__dict__)
        resources = dictionary(form, "/Resources") or self._resources
        matrix = _times(_matrix([float(n) for n in form.get("/Matrix", IDENTITY)]), self._state.matrix)
        self.draw(self._budget.read(form), resources, matrix, self._depth + 1)
        for name in ("_state", "_stack", "_line", "_text", "_resources", "_depth", "_marked"):
            setattr(self, name, kept[name])


def _setting(name: str, factor: float = 1.0) -> Callable[[_Drawing, list[Any]], None]:
    return lambda drawing, operands: drawing._set(**{name: float(operands[0]) * factor})


_HANDLERS: dict[bytes, Callable[[_Drawing, list[Any]], None]] = {
    b"q": _Drawing.save,
    b"Q": _Drawing.restore,
    b"cm": _Drawing.transform,
    b"BT": _Drawing.begin,
    b"Tf": _Drawing.font,
    b"Tc": _setting("letter_space"),
    b"Tw": _setting("word_space"),
    b"Tz": _setting("scale", 0.01),
    b"TL": _setting("leading"),
    b"Ts": _setting("rise"),
    b"Td": _Drawing.move,
    b"TD": _Drawing.move_leading,
    b"Tm": _Drawing.place,
    b"T*": _Drawing.next_line,
    b"Tj": _Drawing.show,
    b"TJ": _Drawing.show,
    b"'": _Drawing.show_next,
    b'"': _Drawing.show_spaced,
    b"BMC": _Drawing.mark,
    b"BDC": _Drawing.mark,
    b"EMC": _Drawing.unmark,
    b"Do": _Drawing.form,
}


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands[-6:])
    return a, b, c, d, e, f
