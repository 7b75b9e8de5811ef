"""Find out which mistake a function makes, by comparing it with a table of named wrong formulas on chosen probes.

A mistake is named only when its formula gives the student's numbers on *every* probe. What no row explains gets no
name: the verdict then shows the smallest failing example.
"""

import contextlib
import dis
import inspect
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from .sandbox import Odd, Outcome, call, data_globals, isolated
from .slips import errors
from .tells import got_nan

RTOL, ATOL = 1e-5, 1e-6
WORKS = ("BINARY", "CALL", "COMPARE", "UNARY", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_SMALL", "FOR_ITER", "MAKE_FUNCTION")
MISMATCH = r"size (\d+) is different from (\d+)|aligned: (\d+) .*!= (\d+)"
BY_THEMSELVES = errors().keys() | set(  # names that rules give without a table of the task
    """not_defined not_a_function wrong_parameters still_raises empty_body endless_loop random state_between_calls
    printed_not_returned nothing_returned nothing_returned_sometimes reads_global parameter_order changed_inputs
    wrong_structure not_numbers missing_transpose_or_order column_result shape_changed constant_factor constant_offset
    hard_coded integer_truncation not_judged nan_on_the_way""".split()
)


@dataclass(frozen=True)
class Task:
    """One function of an exercise: its contract (``right``) and the named ways to miss it (``slips``, by part).

    ``twists`` change the pieces of a case as one mistake more would, for the rows of another to be tried on.
    ``computed_with``: other functions compute with the first thing returned, so a list will not do. ``called_by_name``:
    the parameters that the notebook names in its calls.
    """

    name: str
    params: tuple
    case: Callable
    right: Callable
    probes: tuple
    slips: dict
    parts: tuple = ("",)
    together: tuple = ()
    fits: tuple = ()
    whole: tuple = ()
    edges: tuple = ()
    clues: tuple = ()
    relies_on: tuple = ()
    labels_first: bool = False
    coupled: tuple = ()
    twists: tuple = ()
    computed_with: bool = False
    called_by_name: tuple = ()

    @cached_property
    def names(self):
        """Every name that the tables of this task can give."""
        groups = (self.together, self.whole, self.fits, self.clues, *self.slips.values())
        return {row[0] for rows in (*groups, *(edge.slips for edge in self.edges)) for row in rows}


class Pair(str):
    """The name of the mistake to mend first, where there are two."""


@dataclass(frozen=True)
class Finding:
    """What is wrong: its name (None when not recognised), the example that shows it, and a detail to tell."""

    name: str | None
    args: tuple = ()
    outcome: Outcome = field(default_factory=Outcome)
    part: int | None = None
    detail: str = ""
    attempted: bool = True
    at_edge: bool = False


@dataclass(frozen=True)
class Look:
    """A function under judgement with what it answered on the ordinary probes."""

    task: Task
    function: Callable
    stand_ins: dict
    outcomes: tuple

    @cached_property
    def cases(self):
        return [self.task.case(*args) for args in self.task.probes]

    @cached_property
    def expected(self):
        return [right_parts(self.task, args) for args in self.task.probes]

    @cached_property
    def parts(self):
        return [split(self.task, outcome) for outcome in self.outcomes]


def right_parts(task, args):
    """The expected parts for these arguments, as a tuple of float arrays."""
    return tuple(np.asarray(part, dtype=float) for part in task.right(task.case(*args)))


def stand_in(task, own=None):
    """A correct version of the task's function, for those of the student's functions that call it by name.

    ``own`` is the student's function of this name: what it calls its parameters may be used in calls.
    """
    signature = _signature(task, own)

    def answer(*args, **named):
        given = _bound(task, signature, args, named)
        if any(value is None for value in given):
            raise TypeError(f"{task.name} was called with None")
        if task.labels_first:
            _insist_on_labels(task, *given[-2:])
        try:
            parts = task.right(task.case(*given))
        except RecursionError:
            raise
        except Exception as error:
            raise ValueError(f"{task.name} was called with {_what_is_odd(task, given, error)}") from None
        return parts[0] if len(parts) == 1 else parts

    return answer


def _what_is_odd(task, given, error):
    """Are the shapes at fault, so that zeros of these shapes would not do either, or the values?"""
    try:
        task.right(task.case(*(np.zeros(np.shape(arg)) for arg in given)))
        return f"values that it does not take: {error}"
    except Exception:
        return ", ".join(f"{name} of shape {np.shape(arg)}" for name, arg in zip(task.params, given, strict=True))


def _signature(task, own):
    """The student's signature where it has the same number of parameters, else that of the task."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    with contextlib.suppress(Exception):
        signature = inspect.signature(own)
        if [parameter.kind for parameter in signature.parameters.values()] == [kind] * len(task.params):
            return signature
    return inspect.Signature([inspect.Parameter(name, kind) for name in task.params])


def _bound(task, signature, args, named):
    """The arguments of a call in the order of the task; a TypeError that names the function when they do not fit."""
    try:
        bound = signature.bind(*args, **named)
    except TypeError as error:
        raise TypeError(f"{task.name} was called with other arguments than it takes: {error}") from None
    bound.apply_defaults()
    given = bound.arguments
    return tuple(given[name] for name in (task.params if given.keys() == set(task.params) else given))


def _insist_on_labels(task, labels, predictions):
    values = np.asarray(labels, dtype=float)
    if np.isin(values, (0, 1)).all():
        return
    came = "something else than labels"
    if values.ndim == 1 and np.isin(values, (-1, 1)).all():
        came = "labels −1 and 1"
    elif np.all((values > 0) & (values < 1)) and np.isin(np.asarray(predictions, dtype=float), (0, 1)).all():
        came = "the predictions"
    raise ValueError(f"{task.name} was called with {came} where the labels 0 and 1 belong")


def split(task, outcome):
    """What came as the parts that the contract names; None after an error, or for another number of parts."""
    value, count = outcome.value, len(task.parts)
    if outcome.error:
        return None
    if count == 1:
        return (value,)
    if isinstance(value, np.ndarray) and value.ndim and len(value) == count:
        value = tuple(np.asarray(part) for part in value)
    return value if isinstance(value, tuple) and len(value) == count else None


def agrees(got, want, equal_nan=False):
    """Is the returned part the wanted one, within rounding of float32? A scalar may come as shape (1,)."""
    fits = isinstance(got, np.ndarray) and got.shape in (want.shape, want.shape or (1,))
    return fits and np.allclose(got, want, rtol=RTOL, atol=ATOL, equal_nan=equal_nan)


def is_right(task, args, outcome, fair=None):
    """Is the outcome of one probe acceptable?"""
    parts = None if outcome.late or outcome.changed else split(task, outcome)
    if parts is None:
        return False
    if fair is not None:
        return all(isinstance(part, np.ndarray) for part in parts) and bool(fair(*parts))
    return all(agrees(got, want) for got, want in zip(parts, right_parts(task, args), strict=True))


def _all_right(task, function_for):
    """Does each probe get the right answer from the function that is made for it?"""
    return all(is_right(task, args, call(function_for(args), args)) for args in task.probes)


def answers(task, function, stand_ins, probes, values=None, fresh=False):
    """Run the probes in one sandbox (or each in a fresh one), ending early at the first call that is late."""
    outcomes, copy = [], isolated(function, stand_ins, values)
    for args in probes:
        copy = isolated(function, stand_ins, values) if fresh else copy
        outcomes.append(call(copy, args))
        if outcomes[-1].late:
            break
    return tuple(outcomes)


def examine(task, function, stand_ins):
    """Return ``(finding, remark)``: finding is None when the function is right, remark what to say then."""
    if early := not_written(task, function) or parameters(task, function):
        return early, ()
    look = Look(task, function, stand_ins, answers(task, function, stand_ins, task.probes))
    found = _ordinary(look)
    if found and right_with_own(look):
        look, found = Look(task, function, {}, answers(task, function, {}, task.probes)), None
    if found:
        return found, ()
    edge_outcomes = answers(task, function, look.stand_ins, [edge.args for edge in task.edges])
    found = at_the_edges(look, edge_outcomes)
    return (replace(found, at_edge=True), ()) if found else (None, _remark(look, edge_outcomes))


def _remark(look, edge_outcomes):
    """What to say of a right function: its name, a detail, and whether the notebook can go on with the function."""
    told = _not_for_others(look) or _other_names(look)
    if told or any(outcome.overflowed for outcome in edge_outcomes):
        return (*told, False) if told else ("overflowed", None, True)
    values = (outcome.value for edge, outcome in zip(look.task.edges, edge_outcomes, strict=False) if edge.fair)
    finite = (value.item() for value in values if isinstance(value, np.ndarray) and np.isfinite(value).all())
    return next((("infinity_limited", value, True) for value in finite), ("none", None, True))


def _not_for_others(look):
    """All numbers are right, but what holds them is not what other functions and cells compute with."""
    one = len(look.task.parts) == 1
    for outcome, expected in zip(look.outcomes, look.expected, strict=True):
        kind = outcome.kinds[0 if one or outcome.kinds[0] == "ndarray" else 1]
        if look.task.computed_with and kind in ("list", "tuple", "array of objects"):
            return "no_array", f"{'an' if kind[0] == 'a' else 'a'} {kind}"
        if one and np.shape(outcome.value) == (1,) and expected[0].shape == ():
            return "number_in_array", None
    return ()


def _other_names(look):
    """The notebook gives some arguments by name: are the parameters called so?"""
    by_name = look.task.called_by_name
    with contextlib.suppress(ValueError):
        try:
            unnamed = len(look.task.params) - len(by_name)
            inspect.signature(look.function).bind(*look.task.params[:unnamed], **dict.fromkeys(by_name))
        except TypeError:
            return "other_parameter_names", " and ".join(f"`{name}=`" for name in by_name)
    return ()


def _ordinary(look):
    """The first thing that a rule finds wrong on the ordinary probes; None when all is right."""
    early = first((stub, late, unsteady), look)
    return early if early or wrong_probe(look) is None else first(RULES, look)


def first(rules, look):
    return next(filter(None, (rule(look) for rule in rules)), None)


def right_with_own(look):
    """Is the function right together with the student's own other functions?"""
    if not look.stand_ins or any(outcome.late for outcome in look.outcomes):
        return False
    copy = isolated(look.function)
    return _all_right(look.task, lambda args: copy)


def wrong_probe(look):
    """The index of the first probe that is not answered rightly, or None."""
    pairs = enumerate(zip(look.task.probes, look.outcomes, strict=False))
    return next((i for i, (args, outcome) in pairs if not is_right(look.task, args, outcome)), None)


def blame(look, name, index=None, part=None, **more):
    """A finding about the probe at ``index`` (by default the first wrong one, of the part if one is named)."""
    places = (index, None if part is None else _wrong_probe_of_part(look, part), wrong_probe(look), 0)
    index = next(place for place in places if place is not None)
    return Finding(name, look.task.probes[index], look.outcomes[index], part, **more)


# Rules that come before the table --------------------


def not_written(task, function):
    if function is None or function is Ellipsis:
        return Finding("not_defined", attempted=False)
    if not callable(function):
        return Finding("not_a_function", detail=type(function).__name__)
    return None


def parameters(task, function):
    with contextlib.suppress(TypeError, ValueError):
        signature = inspect.signature(function)
        try:
            signature.bind(*task.params)
        except TypeError:
            kind = "class" if isinstance(function, type) else "def"
            return Finding("wrong_parameters", detail=f"{kind} {task.name}{signature}")
    return None


def stub(look):
    """An exercise cell as it was handed out: raises NotImplementedError, or an empty body."""
    outcome = look.outcomes[0]
    if outcome.error == "NotImplementedError":
        return Finding("still_raises", attempted=False)
    code = getattr(look.function, "__code__", None)
    if code is not None and not outcome.error and _all_none(outcome.value) and is_empty(code) and not outcome.printed:
        return Finding("empty_body", attempted=False)
    return None


def _all_none(value):
    return value is None or (isinstance(value, tuple) and all(_all_none(item) for item in value))


def is_empty(code):
    """Does the code only pass, or put None (or ...) into variables and return them?"""
    plain_constants = all(c in (None, ...) or isinstance(c, str | tuple) for c in code.co_consts)
    return plain_constants and not any(step.opname.startswith(WORKS) for step in dis.get_instructions(code))


def late(look):
    outcome = look.outcomes[-1]
    if not outcome.late:
        return None
    detail = "It could not be stopped and goes on in the background: restart the kernel." if outcome.left_behind else ""
    return blame(look, "endless_loop", len(look.outcomes) - 1, detail=detail)


def unsteady(look):
    """Questions asked again in another order: answers that differ come from chance, or from what is kept."""
    first, last = look.task.probes[0], look.task.probes[-1]
    if look.outcomes[0].error:
        return None
    again = answers(look.task, look.function, look.stand_ins, [last, first, last])
    other = None if again[-1].late else _other_answer(look, again)
    if other is None:
        return None
    fresh = answers(look.task, look.function, look.stand_ins, [first, last, first, last], fresh=True)
    name = "state_between_calls" if all(map(_alike, fresh[:2], fresh[2:])) else "random"
    return None if fresh[-1].late else Finding(name, *other)


def _other_answer(look, again):
    """The arguments, the first ones rather than the last, with an answer to them that was not given before."""
    first, last = look.task.probes[0], look.task.probes[-1]
    pairs = ((first, look.outcomes[0], again[1]), (last, look.outcomes[-1], again[0]), (last, again[0], again[2]))
    return next(((args, new) for args, old, new in pairs if not _alike(old, new)), None)


def _alike(one, other):
    return repr(one.value) == repr(other.value) and one.error == other.error


# Rules for an answer that is wrong on an ordinary probe --------------------


def nothing_returned(look):
    if any(outcome.error or not _all_none(outcome.value) for outcome in look.outcomes):
        return None
    printed = any(outcome.printed for outcome in look.outcomes)
    return blame(look, "printed_not_returned" if printed else "nothing_returned")


def reads_global(look):
    """Would the function be right if a global that it reads held the argument? Then it reads the wrong thing."""
    params, read = look.task.params, data_globals(look.function)
    both = [name for name in read if name in params]
    if len(both) > 1 and _right_if(look, lambda args: {name: args[params.index(name)] for name in both}):
        return blame(look, "reads_global", detail=" and ".join(f"`{name}`" for name in both) + " of the notebook")
    for name, (position, param) in itertools.product(read, enumerate(params)):
        value = look.function.__globals__[name]
        seen = [(lambda a: a, f"the argument {param}")]
        if isinstance(value, int | np.integer) and value > 1:
            seen.append((len, f"the number of rows of {param}"))
        for see, what in seen:
            if _right_if(look, lambda args, name=name, see=see, i=position: {name: see(args[i])}):
                return blame(look, "reads_global", detail=f"`{name}` of the notebook instead of {what}")
    return None


def _right_if(look, values_of):
    with contextlib.suppress(TypeError):  # a number has no len
        return _all_right(look.task, lambda args: isolated(look.function, look.stand_ins, values_of(args)))
    return False


def whole_mistake(look):
    """Mistakes in what is returned as a whole: order, missing or additional parts."""
    return next((blame(look, name) for name, formula in look.task.whole if _explains_whole(look, formula)), None)


def _explains_whole(look, formula):
    guesses = (evaluate(formula, case) for case in look.cases)
    pairs = zip(look.outcomes, guesses, strict=True)
    return all(guess is not None and _same_tree(outcome.value, guess) for outcome, guess in pairs)


def _same_tree(got, want):
    if isinstance(want, tuple):
        got = tuple(got) if isinstance(got, np.ndarray) and got.ndim else got
        return isinstance(got, tuple) and len(got) == len(want) and all(map(_same_tree, got, want))
    return agrees(got, np.asarray(want, dtype=float), equal_nan=True)


def wrong_structure(look):
    one = len(look.task.parts) == 1
    wanted = "one number or one array" if one else f"({', '.join(look.task.parts)})"
    for index, (outcome, parts) in enumerate(zip(look.outcomes, look.parts, strict=True)):
        if isinstance(outcome.value, Odd):
            return blame(look, "not_numbers", index, detail=outcome.value.kind)
        other = parts is None or (one and isinstance(outcome.value, tuple)) or _several(look)
        if not outcome.error and other:
            return blame(look, "wrong_structure", index, detail=wanted)
    return None


def _several(look):
    """As many numbers, and more than one, for every probe, where one number is wanted."""
    values = [outcome.value for outcome in look.outcomes]
    if any(np.ndim(parts[0]) for parts in look.expected) or not all(isinstance(value, np.ndarray) for value in values):
        return False
    return len({value.shape for value in values}) == 1 and values[0].size > 1


def named_mistake(look):
    """The first part that is wrong, and the row of the table that explains it on every probe.

    A row for this part alone is asked only when those parts are right that come about together with it.
    """
    part, task = wrong_part(look), look.task
    others = set(task.coupled) - {part} if part in task.coupled else ()
    alone = all(_wrong_probe_of_part(look, other) is None for other in others)
    name = next((name for name, formulas in _rows(task, part, alone) if explains(look, formulas)), None)
    if not name:
        return None
    alike = task.coupled or all(_explained(look, other, name) for other in range(part + 1, len(task.parts)))
    return blame(look, name if alike else Pair(name), part=part)


def _rows(task, part, alone=True):
    """The rows that say something of a part."""
    together = [(name, formulas) for name, formulas in task.together if part in formulas]
    single = [(name, {part: formula}) for name, formula in task.slips[task.parts[part]]]
    return [*together, *single] if alone else together


def _explained(look, part, name):
    """Is the part right, or is the same mistake in it?"""
    same = (formulas for other, formulas in _rows(look.task, part) if other == name)
    return _wrong_probe_of_part(look, part) is None or any(explains(look, formulas) for formulas in same)


def two_mistakes(look):
    """A row of the table, on pieces that one mistake more has changed."""
    part, twisted = wrong_part(look), replace(look)
    for twist in look.task.twists:
        vars(twisted)["cases"] = [twist(case) for case in look.cases]
        for name, formulas in _rows(look.task, part):
            if explains(twisted, formulas):
                return blame(look, Pair(name), part=part)
    return None


def wrong_part(look):
    """The index of the first part that differs from the expected one on any probe."""
    parts = range(len(look.task.parts))
    return next((part for part in parts if _wrong_probe_of_part(look, part) is not None), 0)


def _wrong_probe_of_part(look, part):
    return next((index for index, (got, want) in enumerate(_seen(look, part)) if not agrees(got, want)), None)


def _seen(look, part):
    """For each probe the part that came (None for an error), and the part expected."""
    pairs = zip(look.parts, look.expected, strict=False)
    return [(parts and parts[part], expected[part]) for parts, expected in pairs]


def explains(look, formulas):
    """Do the wrong formulas (by part) give what came, on every probe, and something finite and wrong on one?"""
    told = list(itertools.takewhile(lambda n: n is not None, (_told(look, f, part) for part, f in formulas.items())))
    return len(told) == len(formulas) and any(told)


def _told(look, formula, part):
    """On how many probes a formula gives the wrong number that came; None when it misses any probe."""
    telling = 0
    for case, (got, want) in zip(look.cases, _seen(look, part), strict=False):
        guess = evaluate(formula, case)
        if (guess is None) != (got is None):
            return None
        if guess is not None:
            if not agrees(got, guess, equal_nan=True):
                return None
            telling += bool(guess.size == 0 or np.isfinite(guess).any()) and not agrees(guess, want)
    return telling


def evaluate(formula, case):
    """The value of a table row for this case; None where it cannot be computed."""
    with contextlib.suppress(Exception), np.errstate(all="ignore"):
        guess = formula(case)
        return guess if isinstance(guess, tuple) else np.asarray(guess, dtype=float)


def fitted_mistake(look):
    """A family of mistakes with a number in it: find the number on one probe, then ask every probe."""
    families = ((name, (formulas(k) for k in _fitted(look, fit))) for name, fit, formulas in look.task.fits)
    named = (name for name, tries in families if any(explains(look, formulas) for formulas in tries))
    return next((blame(look, name, part=wrong_part(look)) for name in named), None)


def _fitted(look, fit):
    """The different numbers that some probe asks for."""
    numbers = []
    for case, parts in zip(look.cases, look.parts, strict=True):
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            number = float(np.ravel(fit(case, *parts))[0])
            if 0 < number < np.inf and not np.isclose(numbers, number, rtol=1e-6).any():
                numbers.append(number)
    return numbers


def parameter_order(look):
    """Right when the arguments are given by name: then the parameters stand in another order."""
    task, code = look.task, getattr(look.function, "__code__", None)
    names = code.co_varnames[: len(task.params)] if code else ()
    if names == task.params or set(names) != set(task.params):
        return None
    copy = isolated(look.function, look.stand_ins)
    by_name = _all_right(task, lambda args: lambda *args: copy(**dict(zip(task.params, args, strict=True))))
    return blame(look, "parameter_order", detail=", ".join(task.params)) if by_name else None


def changed_inputs(look):
    changed = ((index, outcome.changed[0]) for index, outcome in enumerate(look.outcomes) if outcome.changed)
    return next((blame(look, "changed_inputs", i, detail=look.task.params[n]) for i, n in changed), None)


def turned_matrix(look):
    """A matrix product in which the samples meet the features, on every probe where a product fails.

    Where there are as many samples as features, the result has the right shape.
    """
    if "epochs" in look.task.params:  # the student makes w: its length may be wrong
        return None
    failed = [(i, re.search(MISMATCH, outcome.error_text)) for i, outcome in enumerate(look.outcomes) if outcome.error]
    if not failed or not all(found and _of_sides(look, i, found) for i, found in failed):
        return None
    came = [np.shape(got) == want.shape for got, want in _seen(look, 0) if got is not None]
    return blame(look, "missing_transpose_or_order", failed[0][0]) if all(came) else None


def _of_sides(look, index, found):
    sizes = {int(size) for size in found.groups() if size}
    return len(sizes) == 2 and sizes == set(np.shape(look.task.probes[index][0]))


def known_error(look):
    """An exception that tells by itself what went wrong."""
    told = ((_error_name(outcome), index) for index, outcome in enumerate(look.outcomes))
    return next((blame(look, name, index) for name, index in told if name), None)


def _error_name(outcome):
    told = f"{outcome.error}: {outcome.error_text}"
    return next((name for name, patterns in errors().items() if any(re.match(p, told) for p in patterns)), None)


def wrong_shape(look):
    """All numbers right, but the shape is not."""
    part = wrong_part(look)
    for got, want in _seen(look, part):
        same = isinstance(got, np.ndarray) and got.size == want.size
        if not same or not np.allclose(got.ravel(), want.ravel(), RTOL, ATOL):
            return None
    shape = look.parts[_wrong_probe_of_part(look, part)][part].shape
    return blame(look, "column_result" if len(shape) == 2 and 1 in shape else "shape_changed", part=part)


def constant(look):
    """Every number is the same multiple of the expected one, or off by the same amount."""
    part = wrong_part(look)
    seen = _seen(look, part)
    fits = (isinstance(got, np.ndarray) and got.shape == want.shape and np.isfinite(got).all() for got, want in seen)
    if not all(fits):
        return None
    got, want = (np.concatenate([np.ravel(x) for x in side]) for side in zip(*seen, strict=True))
    factors, offsets, zeros = got[want != 0] / want[want != 0], got - want, got[want == 0]
    near_one = _all_alike(factors) and abs(factors[0] - 1) < 1e-2  # a rounded result, perhaps
    if _all_alike(factors) and not near_one and np.allclose(zeros, 0, atol=ATOL):
        return blame(look, "constant_factor", part=part, detail=f"{factors[0]:.4g} times".replace("-", "−"))
    if _all_alike(offsets):
        return blame(look, "constant_offset", part=part, detail=f"{offsets[0]:+.4g}".replace("-", "−"))
    return None


def _all_alike(numbers):
    """At least three times the same number, which is not 0?"""
    return numbers.size >= 3 and np.allclose(numbers, numbers[0], rtol=1e-3, atol=ATOL) and abs(numbers[0]) >= 1e-3


def stored_whole(look):
    """Integers came, and they are the expected numbers with their fractions cut off."""
    whole = all(outcome.whole for outcome in look.outcomes)
    cut = whole and explains(look, {0: lambda case: np.trunc(look.task.right(case)[0])})
    return blame(look, "integer_truncation") if cut else None


def hard_coded(look):
    """The same number whatever comes in."""
    part = wrong_part(look)
    values = [got for got, _ in _seen(look, part)]
    if not all(isinstance(got, np.ndarray) and got.size for got in values):
        return None
    numbers = np.concatenate([np.ravel(got) for got in values])
    return blame(look, "hard_coded", part=part) if np.isfinite(numbers[0]) and np.ptp(numbers) == 0 else None


def odd_kind(look):
    for index, parts in enumerate(look.parts):
        for part, got in enumerate(parts or ()):
            if isinstance(got, Odd):
                return blame(look, "not_numbers", index, part, detail=got.kind)
            if got is None:
                return blame(look, "nothing_returned_sometimes", index, part)
    return None


def undefined(look):
    """nan came on an ordinary probe."""
    found = (index for index, parts in enumerate(look.parts) if got_nan(None, parts, None))
    return next((blame(look, "nan_on_the_way", index) for index in found), None)


def clue(look):
    """Additional questions that settle what the ordinary probes leave open."""
    for name, questions, tells in () if all(outcome.error for outcome in look.outcomes) else look.task.clues:
        outcomes = answers(look.task, look.function, look.stand_ins, questions)
        told = [() if outcome.late else split(look.task, outcome) or () for outcome in outcomes]
        if all(parts and all(isinstance(part, np.ndarray) for part in parts) for parts in told) and tells(*told):
            return blame(look, name)
    return None


def unnamed(look):
    """The first part that is wrong on the first wrong probe; no part where the parts cannot be told apart."""
    index = wrong_probe(look)
    pairs = enumerate(zip(look.parts[index] or (), look.expected[index], strict=False))
    return blame(look, None, index, next((part for part, (got, want) in pairs if not agrees(got, want)), None))


RULES = (
    nothing_returned, reads_global, parameter_order, changed_inputs, whole_mistake, named_mistake, fitted_mistake,
    clue, two_mistakes, wrong_structure, turned_matrix, known_error, odd_kind, undefined, wrong_shape, stored_whole,
    hard_coded, constant, unnamed,
)  # fmt: skip


def at_the_edges(look, outcomes):
    for edge, outcome in zip(look.task.edges, outcomes, strict=False):
        if outcome.late:
            return Finding("endless_loop", edge.args, outcome)
        if edge.refuses:
            if not outcome.refused:
                name = next(name for name, tells in edge.slips if tells(outcome, None, None))
                return Finding(name, edge.args, outcome, detail="refused")
        elif not is_right(look.task, edge.args, outcome, edge.fair):
            return _edge_finding(look.task, edge, outcome)
    return None


def _edge_finding(task, edge, outcome):
    if outcome.changed and not outcome.error:
        return Finding("changed_inputs", edge.args, outcome, detail=task.params[outcome.changed[0]])
    parts, expected = split(task, outcome), right_parts(task, edge.args)
    wrong = next((i for i, got in enumerate(parts or ()) if not agrees(got, expected[i])), None)
    name = next((name for name, tells in edge.slips if tells(outcome, parts, expected)), _error_name(outcome))
    return Finding(name, edge.args, outcome, wrong)
