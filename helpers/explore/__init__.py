"""The course's explorables: figures with controls. They draw what `losses` and `perceptron` compute."""

from helpers.explore.definition import explore_data_set, explore_loss

__all__ = ["explore_data_set", "explore_loss"]
