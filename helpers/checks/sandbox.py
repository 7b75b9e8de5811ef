"""Call a student's function without letting it harm the notebook.

The function runs as a copy, in a copy of its globals, in a thread of its own. What it prints is swallowed, what it
raises is caught, and after ``LIMIT`` seconds an exception is raised inside it, again and again until it ends. That
stops loops written in Python, on every operating system. Attributes of the notebook's classes and of a callable object
are laid aside and given back.

It cannot stop one long call into C. Where that call lets other threads run (``time.sleep(1000)``, a huge matrix
product), the thread is left behind, it ends with the kernel, and the verdict says so. Where it does not
(``10**(10**9)``, ``sum(itertools.repeat(0))``), the whole kernel waits with the check until the call ends or the kernel
is restarted, and no verdict comes. Nor can it stop ``os._exit``, or undo what a function does to libraries (``np.exp =
…``), files or the environment. Where Python has no threads, the clock is looked at before each line in their place;
that stops a loop once, so one that swallows every exception goes on.
"""

import contextlib
import copy
import ctypes
import functools
import io
import random
import sys
import threading
import time
import types
import warnings
from collections import deque
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import numpy as np

LIMIT = 2.0
PATIENCE = 1.0
DATA = (
    np.ndarray, list, dict, set, bytearray, deque, random.Random, np.random.Generator, np.random.RandomState,
)  # fmt: skip


class TimeIsUp(BaseException):
    """Raised inside a student's function that runs for too long."""


@dataclass(frozen=True)
class Outcome:
    """What one call did. ``value`` holds float arrays, tuples of them, None, or an ``Odd`` for anything else.

    ``whole``: the value came in NumPy's integers. ``kinds``: the type of what came, and of its first parts.
    ``refused``: the error is a ValueError.
    """

    value: object = None
    whole: bool = False
    kinds: tuple = ()
    error: str = ""
    error_text: str = ""
    refused: bool = False
    printed: bool = False
    overflowed: bool = False
    changed: tuple = ()
    late: bool = False
    left_behind: bool = False


@dataclass(frozen=True)
class Odd:
    """Something that is no number: only the name of its type is kept."""

    kind: str


def plain(value):
    """Copy what a student returned into float arrays and tuples, and nothing else."""
    if value is None or value is Ellipsis:
        return None
    if isinstance(value, (tuple, list)) and any(_is_nested(item) for item in value):
        return _plain_sequence(value)
    if isinstance(value, np.ndarray) and value.dtype == object and value.ndim:
        return _plain_sequence(list(value))
    return _numbers(value)


def _is_nested(item):
    return item is None or not (np.isscalar(item) or (isinstance(item, np.ndarray) and item.ndim == 0))


def _plain_sequence(value):
    if isinstance(value, list) or all(isinstance(item, (tuple, list)) for item in value):
        numbers = _numbers(value)
        if not isinstance(numbers, Odd):
            return numbers
    return tuple(plain(item) for item in value)


def _numbers(value):
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufO" or (array.dtype.kind == "O" and isinstance(value, (dict, set, str))):
            return Odd(type(value).__name__)
        return np.array(array, dtype=float)
    except (TypeError, ValueError):
        return Odd(type(value).__name__)


def call(function, args, limit=None, patience=None):
    """Call ``function(*args)`` on copies of ``args`` and tell what happened; never raises, never waits long."""
    given, told = copy.deepcopy(args), {}
    worker = threading.Thread(target=_work, args=(function, given, told), daemon=True)
    with warnings.catch_warnings(), redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()) as heard:
        warnings.simplefilter("ignore")
        late = _wait(worker, LIMIT if limit is None else limit, PATIENCE if patience is None else patience)
    changed = tuple(i for i, pair in enumerate(zip(args, given, strict=True)) if not _same(*pair))
    notes = {"printed": bool(heard.getvalue()), "changed": changed, "late": late, "left_behind": worker.is_alive()}
    return Outcome(**told, **notes)


def _work(function, args, told):
    overflows = []
    try:
        with np.errstate(all="call", call=lambda kind, flag: overflows.append(kind)):
            raw = function(*args)
            value = plain(raw)
        whole = isinstance(raw, np.ndarray | np.generic) and raw.dtype.kind in "iu"
        parts = raw[:3] if isinstance(raw, tuple | list) else ()
        told.update(value=value, whole=whole, kinds=(_kind(raw), *map(_kind, parts)))
    except BaseException as error:  # a student's function may raise anything, SystemExit included
        refused = isinstance(error, ValueError)
        told.update(error=type(error).__name__, error_text=_first_line(error), refused=refused)
    told["overflowed"] = "overflow" in overflows


def _kind(value):
    objects = isinstance(value, np.ndarray) and value.dtype.kind == "O"
    return "array of objects" if objects else type(value).__name__


def _first_line(error):
    with contextlib.suppress(Exception):
        return (str(error).splitlines() or [""])[0][:160]
    return ""


def _wait(worker, limit, patience):
    """Wait for the thread; stop it when its time is up. True when it had to be stopped."""
    try:
        worker.start()
    except RuntimeError:
        return _run_here(worker, limit)
    try:
        worker.join(limit)
        return worker.is_alive()
    finally:
        deadline = time.monotonic() + patience
        while worker.is_alive() and time.monotonic() < deadline:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(TimeIsUp))
            worker.join(0.01)


def runs_unasked(code):
    """Whether it may be a collector's call, in the midst of anything: what is raised in it reaches nobody."""
    return code.co_name == "__del__" or code.co_filename.endswith(("_weakrefset.py", "weakref.py"))


def _run_here(worker, limit):
    """Without threads: look at the clock before each line of the student's. True when time ran out."""
    deadline, before = time.monotonic() + limit, sys.gettrace()
    ours = {code.co_filename for code in (_work.__code__, threading.Thread.run.__code__)}

    def look(frame, event, argument):
        if frame.f_code.co_filename in ours or runs_unasked(frame.f_code):
            return None
        if time.monotonic() > deadline:
            raise TimeIsUp
        return look

    sys.settrace(look)
    try:
        worker.run()
    finally:
        sys.settrace(before)
    return time.monotonic() > deadline


def _same(before, after):
    a, b = np.asarray(before), np.asarray(after)
    return a.dtype == b.dtype and np.array_equal(a, b)


@contextlib.contextmanager
def kept_state(function):
    """Give random generators, recursion limit, print options and the attributes of classes back as they were."""
    numpy_state, python_state = np.random.get_state(), random.getstate()  # noqa: NPY002
    depth = sys.getrecursionlimit()
    try:
        with np.printoptions(), contextlib.ExitStack() as stack:
            for owner in _owners(function):
                stack.enter_context(_lent(owner))
            yield
    finally:
        sys.setrecursionlimit(depth)
        np.random.set_state(numpy_state)  # noqa: NPY002
        random.setstate(python_state)


def _owners(function):
    """The notebook's own classes, and a callable object with its class."""
    space = _home(function)
    classes = [value for value in space.values() if type(value) is type and value.__module__ == space.get("__name__")]
    return [*classes, function] if type(function) in classes else classes


def _home(function):
    return getattr(_inner(function), "__globals__", {})


def code_of(function):
    """The code of a function, or of the one inside a partial, a vectorised function, a method or an object."""
    return getattr(_inner(function), "__code__", None)


def _inner(function):
    kind = type(function)
    if issubclass(kind, functools.partial):
        return _inner(function.func)
    if issubclass(kind, np.vectorize):
        return _inner(function.pyfunc)
    if kind is types.FunctionType:
        return function
    return function.__func__ if kind is types.MethodType else kind.__call__


@contextlib.contextmanager
def _lent(owner):
    """Let the owner's lists, arrays and so on be copies for a while; then it gets all its attributes back."""
    put = type.__setattr__ if isinstance(owner, type) else object.__setattr__
    before = _attributes(owner)
    for name, value in before.items():
        if isinstance(value, DATA):
            put(owner, name, copy.deepcopy(value))
    try:
        yield
    finally:
        for name in _attributes(owner).keys() - before.keys():
            delattr(owner, name)
        for name, value in before.items():
            put(owner, name, value)


def _attributes(owner):
    return {name: value for name, value in getattr(owner, "__dict__", {}).items() if not name.startswith("__")}


def isolated(function, stand_ins=None, values=None):
    """Return a copy of ``function`` in a copy of its globals.

    ``stand_ins`` maps names of other functions to correct versions, used wherever the function calls them by name, also
    from helper functions of the student. ``values`` maps names of globals to values laid over them.
    """
    return _Copier(function, {"input": _no_input, **(stand_ins or {})}, values or {}).copied(function)


def _no_input(prompt=""):
    raise RuntimeError("input() was called, but a checked function gets everything through its arguments")


class _Copier:
    """Copies a function together with the student's functions and data that it reaches by name."""

    def __init__(self, function, stand_ins, values):
        self.globals = _home(function)
        self.world = {**self.globals, **stand_ins, **values}
        self.laid_over = {*stand_ins, *values}
        self.copies = {id(self.globals[name]): new for name, new in stand_ins.items() if name in self.globals}

    def copied(self, value):
        if id(value) in self.copies:
            return self.copies[id(value)]
        if isinstance(value, types.MethodType):
            return types.MethodType(value.__func__, self.deep(value.__self__))
        if isinstance(value, functools.partial):
            return functools.partial(self.copied(value.func), *self.deep(value.args), **self.deep(value.keywords))
        if type(value) is np.vectorize:
            how = {name: getattr(value, name) for name in ("otypes", "excluded", "signature")}
            return np.vectorize(self.copied(value.pyfunc), **how)
        if isinstance(value, types.FunctionType) and value.__globals__ is self.globals:
            return self.function(value)
        if isinstance(value, DATA) or type(value).__module__ == self.globals.get("__name__"):
            return self.deep(value)
        return value

    def function(self, original):
        cells = tuple(types.CellType() for _ in original.__closure__ or ())
        new = types.FunctionType(original.__code__, self.world, original.__name__, None, cells or None)
        self.copies[id(original)] = new
        new.__defaults__ = self.deep(original.__defaults__)
        new.__kwdefaults__ = self.deep(original.__kwdefaults__)
        new.__dict__.update(self.deep(original.__dict__))
        for cell, old in zip(cells, original.__closure__ or (), strict=True):
            with contextlib.suppress(ValueError):  # an empty cell has no contents
                cell.cell_contents = self.copied(old.cell_contents)
        for name in names_in(original.__code__) & self.globals.keys() - self.laid_over:
            self.world[name] = self.copied(self.globals[name])
        return new

    def deep(self, value):
        try:
            return copy.deepcopy(value)
        except Exception:
            return value


def names_in(code):
    """The global and attribute names that a code object mentions, inner functions included."""
    inner = [names_in(const) for const in code.co_consts if isinstance(const, types.CodeType)]
    return set(code.co_names).union(*inner)


def data_globals(function):
    """The names of plain data that a function reads from the notebook instead of getting it as an argument."""
    if not isinstance(function, types.FunctionType):
        return []
    space = function.__globals__
    kinds = (*DATA, int, float, tuple, np.generic)
    return sorted(name for name in names_in(function.__code__) if isinstance(space.get(name), kinds))
