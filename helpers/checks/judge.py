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


def split(task, value):
    """The returned value as the parts that the contract names; None when it has another number of parts."""
    if len(task.parts) == 1:
        return (value,)
    if isinstance(value, np.ndarray) and value.ndim and len(value) == len(task.parts):
        value = tuple(np.asarray(part) for part in value)
    return value if isinstance(value, tuple) and len(value) == len(task.parts) else None


def agrees(got, want, equal_nan=False):
    """Is the returned part the wanted one, within rounding of float32? A scalar may come as shape (1,)."""
    if not isinstance(got, np.ndarray):
        return False
    if got.shape != want.shape and not (want.shape == () and got.shape == (1,)):
        return False
    return np.allclose(got, want, rtol=RTOL, atol=ATOL, equal_nan=equal_nan)


def is_right(task, args, outcome, fair=None):
    """Is the outcome of one probe acceptable?"""
    if outcome.late or outcome.error or outcome.changed:
        return False
    parts = split(task, outcome.value)
    if parts is None:
        return False
    if fair is not None:
        return all(isinstance(part, np.ndarray) for part in parts) and bool(fair(*parts))
    return all(agrees(got, want) for got, want in zip(parts, right_parts(task, args), strict=True))


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
    early = not_written(task, function) or parameters(task, function)
    if early:
        return early, ()
    look = Look(task, function, stand_ins, answers(task, function, stand_ins, task.probes))
    found = _ordinary(look)
    if found and right_with_own(look):
        look = Look(task, function, {}, answers(task, function, {}, task.probes))
        found = None
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
    early = first(stub, late, look=look) or unsteady(look)
    if early or wrong_probe(look) is None:
        return early
    return first(*RULES, look=look)


def first(*rules, look):
    return next(filter(None, (rule(look) for rule in rules)), None)


def right_with_own(look):
    """Is the function right together with the student's own other functions?"""
    if not look.stand_ins or any(outcome.late for outcome in look.outcomes):
        return False
    copy = isolated(look.function)
    return all(is_right(look.task, args, call(copy, args)) for args in look.task.probes)


def wrong_probe(look):
    """The index of the first probe that is not answered rightly, or None."""
    pairs = enumerate(zip(look.task.probes, look.outcomes, strict=False))
    return next((i for i, (args, outcome) in pairs if not is_right(look.task, args, outcome)), None)


def blame(look, name, index=None, **more):
    """A finding about the probe at ``index`` (by default the first wrong one)."""
    index = wrong_probe(look) if index is None else index
    index = index or 0
    return Finding(name, look.task.probes[index], look.outcomes[index], **more)


# Rules that come before the table --------------------


def not_written(task, function):
    if function is None or function is Ellipsis:
        return Finding("not_defined", attempted=False)
    if not callable(function):
        return Finding("not_a_function", detail=type(function).__name__)
    return None


def parameters(task, function):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
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


WORKS = ("BINARY", "CALL", "COMPARE", "UNARY", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_SMALL", "FOR_ITER", "MAKE_FUNCTION")


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
    task, read = look.task, data_globals(look.function)
    both = [name for name in read if name in task.params]
    if len(both) > 1 and _right_if(look, lambda args: {name: args[task.params.index(name)] for name in both}):
        return blame(look, "reads_global", detail=" and ".join(f"`{name}`" for name in both) + " of the notebook")
    for name in read:
        for position, param in enumerate(task.params):
            for seen, what in ((lambda a: a, f"the argument {param}"), (len, f"the number of rows of {param}")):
                if seen is len and not _may_count(look.function.__globals__[name]):
                    continue
                if _right_if(look, lambda args, seen=seen, i=position, name=name: {name: seen(args[i])}):
                    return blame(look, "reads_global", detail=f"`{name}` of the notebook instead of {what}")
    return None


def _may_count(value):
    return isinstance(value, int | np.integer) and value > 1


def _right_if(look, values_of):
    for args in look.task.probes:
        try:
            values = values_of(args)
        except TypeError:
            return False
        copy = isolated(look.function, look.stand_ins, values)
        if not is_right(look.task, args, call(copy, args)):
            return False
    return True


def whole_mistake(look):
    """Mistakes in what is returned as a whole: order, missing or additional parts."""
    return next((blame(look, name) for name, formula in look.task.whole if _explains_whole(look, formula)), None)


def _explains_whole(look, formula):
    for case, outcome in zip(look.cases, look.outcomes, strict=True):
        guess = evaluate(formula, case)
        if outcome.error or guess is None or not _same_tree(outcome.value, guess):
            return False
    return True


def _same_tree(got, want):
    if isinstance(want, tuple):
        got = tuple(got) if isinstance(got, np.ndarray) and got.ndim else got
        return isinstance(got, tuple) and len(got) == len(want) and all(map(_same_tree, got, want))
    return agrees(got, np.asarray(want, dtype=float), equal_nan=True)


def wrong_structure(look):
    for index, outcome in enumerate(look.outcomes):
        if isinstance(outcome.value, Odd):
            return blame(look, "not_numbers", index, detail=outcome.value.kind)
        if not outcome.error and (_has_other_parts(look.task, outcome.value) or _several(look)):
            wanted = f"({', '.join(look.task.parts)})" if len(look.task.parts) > 1 else "one number or one array"
            return blame(look, "wrong_structure", index, detail=wanted)
    return None


def _has_other_parts(task, value):
    return split(task, value) is None or (len(task.parts) == 1 and isinstance(value, tuple))


def _several(look):
    """As many numbers, and more than one, for every probe, where one number is wanted."""
    values = [outcome.value for outcome in look.outcomes]
    if any(np.ndim(parts[0]) for parts in look.expected) or not all(isinstance(value, np.ndarray) for value in values):
        return False
    return len({value.shape for value in values}) == 1 and values[0].size > 1


def named_mistake(look):
    """The first part that is wrong, and the row of the table that explains it on every probe."""
    part, task = wrong_part(look), look.task
    rows = _rows(task, part, alone=_stands_alone(look, part))
    name = next((name for name, formulas in rows if explains(look, formulas)), None)
    if not name:
        return None
    alike = task.coupled or all(_explained(look, other, name) for other in range(part + 1, len(task.parts)))
    return blame(look, name if alike else Pair(name), _wrong_probe_of_part(look, part), part=part)


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
    part = wrong_part(look)
    for twist in look.task.twists:
        twisted = replace(look)
        vars(twisted)["cases"] = [twist(case) for case in look.cases]
        for name, formulas in _rows(look.task, part):
            if explains(twisted, formulas):
                return blame(look, Pair(name), _wrong_probe_of_part(look, part), part=part)
    return None


def _stands_alone(look, part):
    """Is no other part wrong of those that come about together with this one?"""
    coupled = look.task.coupled
    others = set(coupled) - {part} if part in coupled else ()
    return all(_wrong_probe_of_part(look, other) is None for other in others)


def wrong_part(look):
    """The index of the first part that differs from the expected one on any probe."""
    for part in range(len(look.task.parts)):
        if _wrong_probe_of_part(look, part) is not None:
            return part
    return 0


def _wrong_probe_of_part(look, part):
    for index, got, want in _seen(look, part):
        if got is None or not agrees(got, want):
            return index
    return None


def _seen(look, part):
    """For each probe: its index, the part that came (None for an error), the part expected."""
    for index, outcome in enumerate(look.outcomes):
        parts = None if outcome.error else split(look.task, outcome.value)
        yield index, None if parts is None else parts[part], look.expected[index][part]


def explains(look, formulas):
    """Do the wrong formulas (by part) give what came, on every probe, and something finite and wrong on one?"""
    told = list(itertools.takewhile(lambda n: n is not None, (_told(look, f, part) for part, f in formulas.items())))
    return len(told) == len(formulas) and any(told)


def _told(look, formula, part):
    """On how many probes a formula gives the wrong number that came; None when it misses any probe."""
    telling = 0
    for index, got, want in _seen(look, part):
        guess = evaluate(formula, look.cases[index])
        if (guess is None) != (got is None):
            return None
        if guess is not None:
            if not agrees(got, guess, equal_nan=True):
                return None
            telling += bool(guess.size == 0 or np.isfinite(guess).any()) and not agrees(guess, want)
    return telling


def evaluate(formula, case):
    """The value of a table row for this case; None where it cannot be computed."""
    try:
        with np.errstate(all="ignore"):
            guess = formula(case)
            return guess if isinstance(guess, tuple) else np.asarray(guess, dtype=float)
    except Exception:
        return None


def fitted_mistake(look):
    """A family of mistakes with a number in it: find the number on one probe, then ask every probe."""
    for name, fit, formulas in look.task.fits:
        if any(explains(look, formulas(number)) for number in _fitted(look, fit)):
            part = wrong_part(look)
            return blame(look, name, _wrong_probe_of_part(look, part), part=part)
    return None


def _fitted(look, fit):
    """The different numbers that some probe asks for."""
    numbers = []
    for case, outcome in zip(look.cases, look.outcomes, strict=True):
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            number = float(np.ravel(fit(case, *split(look.task, outcome.value)))[0])
            if 0 < number < np.inf and not np.isclose(numbers, number, rtol=1e-6).any():
                numbers.append(number)
    return numbers


def parameter_order(look):
    """Right when the arguments are given by name: then the parameters stand in another order."""
    task, code = look.task, getattr(look.function, "__code__", None)
    names = code.co_varnames[: len(look.task.params)] if code else ()
    if names == task.params or set(names) != set(task.params):
        return None
    copy = isolated(look.function, look.stand_ins)
    outcomes = [call(lambda *args: copy(**dict(zip(task.params, args, strict=True))), args) for args in task.probes]
    if all(is_right(task, args, outcome) for args, outcome in zip(task.probes, outcomes, strict=True)):
        return blame(look, "parameter_order", detail=", ".join(task.params))
    return None


def changed_inputs(look):
    for index, outcome in enumerate(look.outcomes):
        if outcome.changed:
            return blame(look, "changed_inputs", index, detail=look.task.params[outcome.changed[0]])
    return None


def turned_matrix(look):
    """A matrix product in which the samples meet the features, on every probe where a product fails.

    Where there are as many samples as features, the result has the right shape.
    """
    if "epochs" in look.task.params:  # the student makes w: its length may be wrong
        return None
    failed = [(i, re.search(MISMATCH, outcome.error_text)) for i, outcome in enumerate(look.outcomes) if outcome.error]
    if not failed or not all(found and _of_sides(look, i, found) for i, found in failed):
        return None
    if any(np.shape(got) != want.shape for _, got, want in _seen(look, 0) if got is not None):
        return None
    return blame(look, "missing_transpose_or_order", failed[0][0])


MISMATCH = r"size (\d+) is different from (\d+)|aligned: (\d+) .*!= (\d+)"


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


BY_THEMSELVES = errors().keys() | set(  # names that rules give without a table of the task
    """not_defined not_a_function wrong_parameters still_raises empty_body endless_loop random state_between_calls
    printed_not_returned nothing_returned nothing_returned_sometimes reads_global parameter_order changed_inputs
    wrong_structure not_numbers missing_transpose_or_order column_result shape_changed constant_factor constant_offset
    hard_coded integer_truncation not_judged nan_on_the_way""".split()
)


def wrong_shape(look):
    """All numbers right, but the shape is not."""
    part = wrong_part(look)
    seen = list(_seen(look, part))
    if not all(isinstance(got, np.ndarray) and got.size == want.size for _, got, want in seen):
        return None
    if not all(np.allclose(got.ravel(), want.ravel(), RTOL, ATOL) for _, got, want in seen):
        return None
    index = _wrong_probe_of_part(look, part)
    got = seen[index][1]
    column = got.ndim == 2 and 1 in got.shape
    return blame(look, "column_result" if column else "shape_changed", index, part=part)


def constant_factor(look):
    """Every number is the same multiple of the expected one."""
    return _constant(look, "constant_factor", lambda got, want: got[want != 0] / want[want != 0], "{:.4g} times")


def constant_offset(look):
    """Every number is off by the same amount."""
    return _constant(look, "constant_offset", lambda got, want: got - want, "{:+.4g}")


def _constant(look, name, relate, words):
    part, related = wrong_part(look), []
    for _, got, want in _seen(look, part):
        if not isinstance(got, np.ndarray) or got.shape != want.shape or not np.isfinite(got).all():
            return None
        related.append(np.ravel(relate(got, want)))
        if name == "constant_factor" and not np.allclose(got[want == 0], 0, atol=ATOL):
            return None
    numbers = np.concatenate(related)
    if numbers.size < 3 or not np.allclose(numbers, numbers[0], rtol=1e-3, atol=ATOL) or abs(numbers[0]) < 1e-3:
        return None
    if name == "constant_factor" and abs(numbers[0] - 1) < 1e-2:  # a rounded result, perhaps
        return None
    detail = words.format(numbers[0]).replace("-", "−")
    return blame(look, name, _wrong_probe_of_part(look, part), part=part, detail=detail)


def stored_whole(look):
    """Integers came, and they are the expected numbers with their fractions cut off."""
    whole = all(outcome.whole for outcome in look.outcomes)
    cut = whole and explains(look, {0: lambda case: np.trunc(look.task.right(case)[0])})
    return blame(look, "integer_truncation") if cut else None


def hard_coded(look):
    """The same number whatever comes in."""
    part = wrong_part(look)
    values = [got for _, got, _ in _seen(look, part)]
    if not all(isinstance(got, np.ndarray) and got.size for got in values):
        return None
    numbers = np.concatenate([np.ravel(got) for got in values])
    if not np.isfinite(numbers[0]) or not np.all(numbers == numbers[0]):
        return None
    return blame(look, "hard_coded", _wrong_probe_of_part(look, part), part=part)


def odd_kind(look):
    for index, outcome in enumerate(look.outcomes):
        parts = None if outcome.error else split(look.task, outcome.value)
        for part, got in enumerate(parts or ()):
            if isinstance(got, Odd):
                return blame(look, "not_numbers", index, part=part, detail=got.kind)
            if got is None:
                return blame(look, "nothing_returned_sometimes", index, part=part)
    return None


def undefined(look):
    """nan came on an ordinary probe."""
    for index, outcome in enumerate(look.outcomes):
        if got_nan(outcome, None if outcome.error else split(look.task, outcome.value), None):
            return blame(look, "nan_on_the_way", index)
    return None


def clue(look):
    """Additional questions that settle what the ordinary probes leave open."""
    for name, questions, tells in () if all(outcome.error for outcome in look.outcomes) else look.task.clues:
        outcomes = answers(look.task, look.function, look.stand_ins, questions)
        told = [() if o.error or o.late else split(look.task, o.value) or () for o in outcomes]
        if all(parts and all(isinstance(part, np.ndarray) for part in parts) for parts in told) and tells(*told):
            return blame(look, name)
    return None


def unnamed(look):
    """The first part that is wrong on the first wrong probe; no part where the parts cannot be told apart."""
    index = wrong_probe(look)
    pairs = enumerate(zip(split(look.task, look.outcomes[index].value) or (), look.expected[index], strict=False))
    return blame(look, None, index, part=next((part for part, (got, want) in pairs if not agrees(got, want)), None))


RULES = (
    nothing_returned, reads_global, parameter_order, changed_inputs, whole_mistake, named_mistake, fitted_mistake,
    clue, two_mistakes, wrong_structure, turned_matrix, known_error, odd_kind, undefined, wrong_shape, stored_whole,
    hard_coded, constant_factor, constant_offset, unnamed,
)  # fmt: skip


# The edges of the contract --------------------


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
    parts = None if outcome.error else split(task, outcome.value)
    expected = right_parts(task, edge.args)
    wrong = next((i for i, got in enumerate(parts or ()) if not agrees(got, expected[i])), None)
    for name, tells in edge.slips:
        if tells(outcome, parts, expected):
            return Finding(name, edge.args, outcome, wrong)
    return Finding(_error_name(outcome), edge.args, outcome, wrong)
