"""The course's explorables: figures with controls. They draw what `losses` and `perceptron` compute."""

from helpers.explore.calibration import explore_calibration
from helpers.explore.definition import explore_data_set, explore_loss
from helpers.explore.descent import explore_descent, explore_landscape, explore_race
from helpers.explore.gradients import explore_gradients
from helpers.explore.likelihood import explore_likelihood, explore_newton, explore_noise_model, explore_underflow
from helpers.explore.multiclass import explore_regions, explore_softmax
from helpers.explore.training import explore_training

__all__ = [
    "explore_calibration", "explore_data_set", "explore_descent", "explore_gradients", "explore_landscape",
    "explore_likelihood", "explore_loss", "explore_newton", "explore_noise_model", "explore_race", "explore_regions",
    "explore_softmax", "explore_training", "explore_underflow"
]  # fmt: skip
