"""House rules that a machine can see: who imports whom, where LaTeX lives, what is not imported early."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "derive").rglob("*.py"))

# Each file or folder of derive/ imports only from those before it in this list, and a folder from itself.
ORDER = (
    "errors once resources notations arithmetic quantity rounding formula expression functions calculus evaluate "
    "statement activations losses hyperparameters optimizers layers graph problem objective reading models engine "
    "witness training document render equation equations derivation changes figures documents lecture excerpts proof "
    "listing printing __init__ cli __main__"
).split()
# (file, what it imports inside a function): imports to the right that wait until somebody asks.
LAZY: frozenset[tuple[str, str]] = frozenset()

LATEX = re.compile(r"\\(frac|partial|begin|sigma)")
VAGUE = re.compile(r"util|helper|common|manager|misc")


def module(file: Path) -> str:
    """The dotted name of a file of the package."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts if parts[-1] != "__init__" or len(parts) == 2 else parts[:-1])


def group(name: str) -> str:
    """The name in ORDER that a module belongs to."""
    return (name.split(".") + ["__init__"])[1]


MODULES = {module(file): file for file in FILES}


def imported(node: ast.AST) -> list[str]:
    """The modules of the package that a statement imports."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        whole = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if name in MODULES else str(node.module) for name in whole]
    else:
        return []
    return [name for name in names if name.split(".")[0] == "derive"]


def imports(tree: ast.Module, everywhere: bool = True) -> Iterator[str]:
    """The modules of the package that a file imports: everywhere in it, or only when it is loaded."""
    for node in ast.walk(tree):
        if everywhere or node in tree.body:
            yield from imported(node)


def test_every_file_has_its_place_in_the_order() -> None:
    assert len(FILES) > 10
    assert {group(name) for name in MODULES} == set(ORDER)


@pytest.mark.parametrize("name", MODULES)
def test_a_file_imports_only_from_its_left(name: str) -> None:
    own = group(name)
    for other in imports(ast.parse(MODULES[name].read_text("utf-8"))):
        left = ORDER.index(group(other)) < ORDER.index(own) or group(other) == own
        assert left or (name, other) in LAZY, f"{name} imports {other}, which stands to its right"


def test_the_order_is_not_empty_talk() -> None:
    found = {(group(n), group(o)) for n in MODULES for o in imports(ast.parse(MODULES[n].read_text("utf-8")))}
    assert ("expression", "quantity") in found
    assert len(found) > 20


def test_no_circle_of_imports() -> None:
    graph = {n: set(imports(ast.parse(f.read_text("utf-8")), everywhere=False)) for n, f in MODULES.items()}
    assert sum(map(len, graph.values())) > 20
    while free := [name for name, needs in graph.items() if not needs & graph.keys() - {name}]:
        for name in free:
            del graph[name]
    assert not graph, f"import circle among {sorted(graph)}"


def test_latex_lives_in_render_and_templates_only() -> None:
    homes = {group(name) for name, file in MODULES.items() if LATEX.search(file.read_text("utf-8"))}
    assert homes == {"render"}


def test_no_file_has_a_vague_name() -> None:
    assert not [name for name in MODULES if VAGUE.search(name)]
    assert VAGUE.search("derive.utils")


@pytest.mark.parametrize("command", [["-c", "import derive"], ["-m", "derive", "--help"]])
def test_starting_up_imports_neither_sympy_nor_numpy(command: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *command], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr[-500:]
    assert re.search(r"\| +derive$", ran.stderr, re.M)
    assert not re.search(r"\| +(sympy|numpy|torch)$", ran.stderr, re.M)


def test_only_a_check_imports_numpy() -> None:
    program = "import sys, derive; derive.backprop(derive.read('article')).values(); print('numpy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == ["False"], ran.stderr[-500:]
