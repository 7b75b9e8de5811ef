"""Helpers of the cross-entropy course: losses, a perceptron, data, pictures and checks."""
