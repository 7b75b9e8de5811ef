"""Losses and slopes once more, in plain Python, for the tests of the explorables."""

import math


def sigma(z):
    return 1 / (1 + math.exp(-z))


def loss_by_hand(loss, y, z):
    if loss == "cross_entropy":
        return -math.log(sigma(z) if y == 1 else 1 - sigma(z))
    return 0.5 * (sigma(z) - y) ** 2


def slope_by_differences(loss, y, z, h=1e-5):
    return (loss_by_hand(loss, y, z + h) - loss_by_hand(loss, y, z - h)) / (2 * h)
