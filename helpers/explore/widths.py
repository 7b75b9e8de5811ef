"""The two widths for which every explorable is drawn: that of a page, and that of a telephone."""

from functools import partial, wraps

from helpers.plots import narrowly, style


def for_both_widths(make):
    """The function in the course's style; what it makes can be made for a narrow place too, when a page asks for it."""

    @wraps(make)
    def explore(*args, **kwargs):
        with style():
            explorable = make(*args, **kwargs)
        explorable.narrow = partial(_narrow, make, *args, **kwargs)
        return explorable

    return explore


def _narrow(make, *args, **kwargs):
    with narrowly(), style():
        return make(*args, **kwargs)
