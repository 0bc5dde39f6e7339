"""What a TeX log says: the first error and its cure, the pages, and whether the document came to its end."""

from __future__ import annotations

import re

from derive.errors import EngineError

# -file-line-error writes `./job.tex:12: message`, an error without a place `! message`
ERROR = re.compile(r"^(?:(?P<file>[^\s:!][^:\n]*):(?P<line>\d+): |! ?)(?P<message>\S.*)$", re.M)
AFTERMATH = re.compile(r"==> Fatal error|Emergency stop")
PLACE = re.compile(r"^l\.(\d+) ", re.M)
MACRO = re.compile(r"(\\[A-Za-z@]+|\\.)\s*$", re.M)
PAGES = re.compile(r"^Output written on .*?\((\d+) pages?", re.M)
LOST = re.compile(r"^Missing character: There is no (.+?) (?:\(.*\) )?in font (?!nullfont)(\S+?)!", re.M)
SHOWN = 100  # characters of a line that are quoted

CURES = (
    (r"Undefined control sequence", "define it, or load the package that does"),
    (r"File .* not found", "the engine lacks it or may not read it: do without, or choose another engine"),
    (r"font file|not loadable|Unable to", "the engine lacks this font: load fontenc with T1, and lmodern"),
    (r"capacity exceeded", "a macro there calls itself without end, or the document is too large"),
    (r"File ended|Emergency stop|Runaway", "a brace or an \\end{...} is missing"),
    (r"", "correct that line of the template"),
)

END = "derive: the document ended on line"
# Told by TeX itself at \end{document}: a line that came too early means a sheet that was cut off.
MARK = rf"\AddToHook{{enddocument}}{{\typeout{{{END} \the\inputlineno.}}}}"


def explain(log: str, tex: str) -> str:
    """The first error of a log in one line: the place, TeX's words, the line of the source, the cure."""
    errors = list(ERROR.finditer(log))
    error = next((e for e in errors if not AFTERMATH.search(e["message"])), errors[0] if errors else None)
    if error is None:
        return "the TeX engine failed without a word; choose another engine"
    message = _message(error, log)
    cure = next(cure for pattern, cure in CURES if re.search(pattern, message))
    return f"TeX stopped{_place(error, log, tex)}: {message}; {cure}"


def _message(error: re.Match[str], log: str) -> str:
    """TeX's own words, and the macro where it only says that there is one."""
    message = error["message"].strip().rstrip(".")
    context = log[error.end() :].lstrip("\n").partition("\n")[0]
    macro = MACRO.search(context)
    return f"{message} {macro[1]}" if "Undefined control sequence" in message and macro else message


def _place(error: re.Match[str], log: str, tex: str) -> str:
    """Where the error is: in the document by line, with the line itself, else in the file that TeX names."""
    if error["file"] and not error["file"].endswith("job.tex"):
        return f" in {error['file'].rpartition('/')[2]}, line {error['line']}"
    after = PLACE.search(log, error.end())
    number = int(error["line"] or (after[1] if after else 0))
    lines = tex.split("\n")
    if not 0 < number <= len(lines):
        return ""
    return f" on line {number} of the .tex ({lines[number - 1].strip()[:SHOWN]})"


def check_complete(log: str, tex: str) -> None:
    """EngineError unless every page was written, up to the last line, with every character of it."""
    if lost := LOST.search(log):
        raise EngineError(f"the font {lost[2]} has no character {lost[1]}; write it in another way")
    pages = PAGES.search(log)
    if pages is None or not int(pages[1]):
        raise EngineError("TeX wrote no page; the document is empty")
    last = tex[: tex.rfind(r"\end{document}")].count("\n") + 1
    if f"{END} {last}." not in log:
        raise EngineError(f"TeX never reached line {last} of the .tex; something ends the document early")
