"""What the checks say: for each mistake what it is, a question that leads there, and where to look.

``NAMES[name] = (what it is, the question, where to look)``. The sentence goes on from "… gave 0.119 where 0.881 is
expected: ", so the first text starts small and has no full stop. No text may hold a solution.
"""

NAMES = {
    # signs and brackets
    "exponent_sign": (
        "that is what you get with the opposite sign of z in the exponent",
        "Should a large positive z give a probability near 1 or near 0? Which does yours give?",
        "Look at the sign of the exponent, and at nothing else.",
    ),
    "sign_of_product": (
        "the weighted sum has its sign changed, and b has not",
        "Which parts of z should the minus in the exponent reach, and which does it reach in your line?",
        "Look at the brackets after the minus.",
    ),
    "fraction_brackets": (
        "the fraction does not reach as far as it should, or was never taken",
        "Python divides before it adds. What exactly is divided by what in your line?",
        "Look at the brackets around the denominator.",
    ),
    "exponent_brackets": (
        "the 1 has slipped into the exponent",
        "Which parts of the denominator belong inside the exponential?",
        "Look at where the bracket of the exponential closes.",
    ),
    "minus_in_denominator": (
        "the denominator subtracts where the formula adds",
        "What happens to your denominator at z = 0?",
        "Look at the sign between the two terms of the denominator.",
    ),
    "one_left_out": (
        "only an exponential is left of the formula",
        "Can your result be larger than 1? Can a probability?",
        "Compare the terms of the formula with those of your line: one is missing.",
    ),
    "exponential_left_out": (
        "z is used itself where its exponential belongs",
        "What does the e in the formula stand for, and where is it in your code?",
        "Look for the exponential function in your line.",
    ),
    "negative_result": (
        "the sign or the shift of the result is wrong",
        "Between which two numbers must a probability lie? Where does yours lie?",
        "Look at the sign of the whole expression.",
    ),
    "base_of_power": (
        "the power is taken of another base than e",
        "Which number is raised to a power in the definition, and which one in your code?",
        "Look at the base of the power.",
    ),
    "e_rounded": (
        "e was typed in with too few digits",
        "Where does NumPy keep a better value of the exponential than one that you type?",
        "Look at the number that stands for e.",
    ),
    "power_as_factor": (
        "e is multiplied by z instead of being raised to a power",
        "What is the difference between e·z and e to the power z at z = 0?",
        "Look at the operator between e and its exponent.",
    ),
    "squared_exponent": (
        "the exponent has z squared, so both signs of z give the same",
        "Compare your results for z = 2 and z = −2. Should they be equal?",
        "Look at every place where z enters the exponent.",
    ),
    "absolute_value": (
        "positive and negative z are treated alike, as with |z| in the exponent",
        "For which sign of z is that form of the formula meant? What happens for the other sign?",
        "Look for an absolute value, or for a second case with the wrong sign of z.",
    ),
    "one_side_only": (
        "only one sign of z goes through the sigmoid, and 0 comes back for the other",
        "Which probability belongs to a slightly negative z?",
        "Look at what your code gives where its condition is false.",
    ),
    "tanh": (
        "that is a hyperbolic tangent, with another range or another steepness",
        "What are the limits of your curve far to the left and far to the right, and its slope at 0?",
        "Compare the range of your function with the interval from 0 to 1, then its argument.",
    ),
    "steepness": (
        "the curve is too steep or too flat, as if z were multiplied by a number on the way",
        "What is the slope of your curve at 0, and what should it be?",
        "Look at what stands beside z, and at the base of the power.",
    ),
    "derivative": (
        "that is the derivative of the sigmoid, not the sigmoid",
        "Is the value at z = 0 meant to be a height of the curve or a slope?",
        "Look at what is multiplied after the sigmoid itself was found.",
    ),
    "logarithm_taken": (
        "a logarithm was taken on the way",
        "Can a probability be negative, or larger than 1?",
        "Look for a logarithm: the loss needs one, this function does not.",
    ),
    "softmax": (
        "the results depend on the other entries, as in a softmax",
        "Should the probability of one sample change when another sample is added?",
        "Look for a sum over the whole array.",
    ),
    "relu": (
        "that is max(z, 0)",
        "Can that be read as a probability when z is large?",
        "Another activation function was used: look at its name.",
    ),
    "identity": (
        "z itself, or −z, comes back without being squashed",
        "Which line was meant to turn z into a probability, and is its result the one returned?",
        "Look at the name after `return`.",
    ),
    "other_squashing_curve": (
        "that is another S-shaped curve, not the logistic one",
        "What does the definition give at z = 1, worked out by hand?",
        "Compare your formula with the definition of the sigmoid, term by term.",
    ),
    "applied_twice": (
        "the sigmoid is applied twice",
        "Which of your lines turns z into a probability? Is there more than one?",
        "Look for a second squashing of a value that is already a probability.",
    ),
    # numbers that were changed
    "thresholded": (
        "probabilities were turned into 0 or 1 on the way",
        "What is lost when 0.51 and 0.99 both become 1?",
        "Look for a comparison with 0 or ½, or for rounding.",
    ),
    "rounded": (
        "the right number was rounded",
        "Who needs the rounded number: the reader of a print, or the next function?",
        "Look for a call that rounds.",
    ),
    "predictions_rounded": (
        "the predictions were rounded before they were used",
        "What does the logarithm do to a prediction that was rounded to 0?",
        "Look at what happens to ŷ first.",
    ),
    "inputs_rounded": (
        "a number was rounded on the way",
        "Who needs a rounded number: the reader of a print, or the next line?",
        "Look for a call that rounds.",
    ),
    "half_precision": (
        "the right number was kept in half precision, about three digits",
        "Which type do your arrays have, and how many digits does it keep?",
        "Look for float16.",
    ),
    "clipped": (
        "values are kept away from the ends, as by clipping",
        "Which values does your limit change, and what should they have been?",
        "Look for a clipping, a minimum or a maximum.",
    ),
    "constant_in_log": (
        "a constant added inside the logarithm changes the loss",
        "How large is your small constant next to a probability of 0.1?",
        "Look at the number that keeps the logarithm away from 0.",
    ),
    "integer_truncation": (
        "fractions were cut off on the way, as among integers",
        "Which type do your arrays have when the inputs are whole numbers?",
        "Look at the type of the arrays that hold results: integers hold no fractions. Look for `int` and `//` too.",
    ),
    "hard_coded": (
        "the same number comes back whatever goes in",
        "Which of your lines uses the arguments of the function, and what becomes of their effect?",
        "Look for a result that does not depend on the arguments, or for a step that makes them all alike.",
    ),
    "constant_factor": (
        "every number is {detail} the expected one",
        "Which factor turns your result into the expected one, and which line could bring it in?",
        "Look for a division, a multiplication or a step size too many.",
    ),
    "constant_offset": (
        "every number differs from the expected one by {detail}",
        "Which line adds the same number whatever the arguments are?",
        "Look for a constant that is added or subtracted.",
    ),
    "overflow": (
        "e to the power 1000 is too large for floating point, and the result was lost",
        "What is e to the power 1000 on a computer, and what is ∞ divided by ∞?",
        "Look at the exponent: for one sign of z it becomes large and positive.",
    ),
    "overflow_hidden": (
        "only for a |z| this large another number comes, as when a nan was replaced or a special case is wrong",
        "What is e to the power 1000 on a computer, and what does your code make of it?",
        "Look for a replacement of nan or ∞, or for a condition on large z.",
    ),
    "infinity_hidden": (
        "a certain mistake costs next to nothing, because ∞ was replaced by something small",
        "How much should it cost to be certain and wrong?",
        "Look for a replacement of nan or ∞, or for a case that is left out.",
    ),
    "nan_when_certain": (
        "0 times the logarithm of 0, or 0 divided by 0, is nan",
        "A prediction of exactly 0 or 1 is possible. What does each term of your formula give there?",
        "Look at the term that the label should switch off: 0 times ∞ is not 0 on a computer.",
    ),
    "certainty_refused": (
        "a prediction of exactly 0 or 1 is refused with an error, but it may occur",
        "How much should a certain prediction cost when it is right, and how much when it is wrong?",
        "Look for the line that raises the error.",
    ),
    "log_of_zero": (
        "a logarithm of 0 was asked for",
        "A prediction of exactly 0 or 1 is possible. Which term of your formula takes a logarithm of 0 then?",
        "Look at the term that the label should switch off: it is still computed.",
    ),
    "division_by_zero": (
        "something was divided by 0",
        "Which divisor in your code can become 0, and for which inputs?",
        "Look at every division.",
    ),
    # forward
    "bias_forgotten": (
        "that is the result without the bias",
        "What does the neuron answer for x = 0, and which parameter decides it?",
        "Look for b in your function.",
    ),
    "sigmoid_forgotten": (
        "that is the pre-activation z (with or without b), not yet a probability",
        "Can a probability be negative or larger than 1?",
        "Look at what happens between z and the value that you return.",
    ),
    "bias_subtracted": (
        "the bias is subtracted",
        "Should a larger b make ŷ larger or smaller?",
        "Look at the sign of b, and at how far a minus in front of the weighted sum reaches.",
    ),
    "bias_outside_sigmoid": (
        "the bias is added after the sigmoid",
        "Which comes first in the definition: adding b or squashing?",
        "Look at the bracket in which b should stand.",
    ),
    "bias_multiplied": (
        "the bias is multiplied instead of added",
        "What should z be when b = 0?",
        "Look at the operator before b.",
    ),
    "bias_inside_product": (
        "the bias is added to each weight before the product",
        "How often does b count for a sample with three features in your line?",
        "Look at the brackets of the product: b should stand outside.",
    ),
    "bias_once_per_feature": (
        "the bias is added once for each feature",
        "How often does b count for a sample with three features?",
        "Look at the place where b is added: it may be inside the sum over features.",
    ),
    "bias_added_to_inputs": (
        "the bias is added to the inputs before the product",
        "With what is b multiplied in your line?",
        "Look at the brackets of the product: b should stand outside.",
    ),
    "sigmoid_of_inputs": (
        "the inputs go through the sigmoid before they meet the weights",
        "Which comes first in the definition: the weighted sum or squashing?",
        "Look at what the sigmoid is applied to.",
    ),
    "sigmoid_before_sum": (
        "the sigmoid is taken of each product, before they are added up",
        "Which comes first in the definition: the sum over the features or squashing?",
        "Look at the bracket of the sigmoid: the sum belongs inside.",
    ),
    "not_reset": (
        "each sample goes on from the sum of the samples before it",
        "What is the value of z when your loop comes to the second sample?",
        "Look for the line that sets z at the beginning, and whether every sample passes through it.",
    ),
    "bias_twice": (
        "the bias is added twice",
        "How many lines of yours add b?",
        "Look for b in more than one place.",
    ),
    "missing_transpose_or_order": (
        "rows and columns have changed places, or the factors of a product their order",
        "Write the shape of each factor beside it. Over which axis is the sum taken?",
        "Look at the order of the factors, at whether the matrix needs to be turned, and at the axis of each index.",
    ),
    "reshaped_not_transposed": (
        "the matrix was reshaped, which mixes the entries of different samples",
        "Write down a 2 × 3 matrix, its transpose, and its six numbers read row by row into 3 × 2. Which do you need?",
        "Look for a reshape where rows and columns should change places.",
    ),
    "both_classes_returned": (
        "one column for each class came",
        "Whose probability does the task ask for?",
        "Look at the place where two columns are put together.",
    ),
    "not_summed_over_features": (
        "each feature is multiplied, but nothing is added up over the features",
        "How many numbers should come back for one sample?",
        "Look at the operator between `X` and `w`: it may work entry by entry.",
    ),
    "mean_for_sum": (
        "the products are averaged over the features instead of added",
        "What does the dot product do with its products: add or average?",
        "Look for a mean, or for a division by the number of features.",
    ),
    "wrong_axis": (
        "the sum runs over the wrong axis",
        "How many numbers should come back: one a sample or one a feature?",
        "Look at the axis of your sum or mean.",
    ),
    "some_features_only": (
        "only some of the features are used",
        "Does your code still work for a sample with three features?",
        "Look for indices of columns that are written out.",
    ),
    "weights_left_out": (
        "inputs and weights are not multiplied with each other",
        "Which operation joins `X` and `w` in the definition?",
        "Look at the product: one of its factors is missing.",
    ),
    "added_not_multiplied": (
        "inputs and weights are added where they should be multiplied",
        "What should a weight of 0 do to its feature?",
        "Look at the operator between `X` and `w`.",
    ),
    # reductions and loops
    "sum_for_mean": (
        "that is the sum over the samples, not their mean",
        "What happens to your result when every sample appears twice?",
        "Look for the place where the number of samples should divide.",
    ),
    "not_averaged": (
        "one value for each sample comes back instead of their mean",
        "How many numbers should come back, however many samples there are?",
        "Look at the last step: the values are there, but they are not brought together.",
    ),
    "divided_twice": (
        "the number of samples divides twice",
        "Which of your lines divide by N? Does a mean do so too?",
        "Look for a mean together with a division.",
    ),
    "divided_in_loop": (
        "the division is made in every round of the loop",
        "How often is the share of the first sample divided?",
        "Look at the indentation of the division.",
    ),
    "wrong_divisor": (
        "the sum is divided by another number than the number of samples",
        "How many samples are there, and what do you divide by?",
        "Look at the divisor: it may count something else than the samples.",
    ),
    "divided_by_features": (
        "the number of features divides where the number of samples should",
        "Which axis of `X` counts the samples?",
        "Look at the index of the shape.",
    ),
    "factor_half": (
        "a factor ½ is too much",
        "Do you divide by the number of samples, or by twice as many?",
        "Look for a 2, or for a mean over twice as many values. A ½ belongs to squared error.",
    ),
    "factor_two": (
        "a factor 2 is too much",
        "Where does the 2 in your code come from?",
        "Look for a multiplication by 2.",
    ),
    "reduced_to_one_number": (
        "everything is brought together into one number",
        "How many numbers should come back, and along which axis may you add?",
        "Look for a sum or mean without an axis, or for an index.",
    ),
    "one_entry_only": (
        "only one of the entries comes back",
        "How many numbers should come back for five values of z?",
        "Look for an index.",
    ),
    "return_in_loop": (
        "only the first round of the loop counts",
        "How many rounds does your loop run before it ends?",
        "Look at what ends the loop: the indentation of `return`, or a `break`.",
    ),
    "first_sample_only": (
        "only the first sample counts",
        "Which lines see the second sample?",
        "Look for an index 0, or for a `return` that stands inside a loop.",
    ),
    "not_accumulated": (
        "only the last sample counts",
        "What happens to the value of one round when the next round begins?",
        "Look at the assignment in the loop, or at its indentation.",
    ),
    "last_sample_only": (
        "only the last sample comes back",
        "What happens to the value of one round when the next round begins?",
        "Look at the assignment in the loop, or at the indentation.",
    ),
    "one_sample_left_out": (
        "one sample, the first or the last, is left out",
        "Which samples does your code visit when there are three?",
        "Look at the start and the end of the range or slice.",
    ),
    "worst_sample": (
        "one sample is picked out where the mean over all belongs",
        "Which samples have a say in the result?",
        "Look at the function that brings the samples together.",
    ),
    "broadcast_n_by_n": (
        "labels and predictions of different samples meet, as when a column (N, 1) meets a flat array (N,)",
        "What is the shape of (N, 1) minus (N,)? Whose label meets whose prediction there?",
        "Look for a column that meets a flat array, or for a mean taken too early, and print the shapes on the way.",
    ),
    "column_result": (
        "the numbers are right, but they come in another shape",
        "Which shape does the task ask for, and which shape has your result?",
        "Look for a column or row where a flat array belongs.",
    ),
    "shape_changed": (
        "the numbers are right, but they come in another shape",
        "Which shape does the task ask for, and which shape has your result?",
        "Look for a flattening or an extra axis.",
    ),
    # bce_loss
    "missing_minus": (
        "the sign is wrong: the log-likelihood came, which is to be maximised",
        "Is the logarithm of a probability positive or negative? Is a loss?",
        "Look at the sign in front of the whole expression.",
    ),
    "missing_minus_and_mean": (
        "the sign is wrong, and the mean is missing",
        "Is the logarithm of a probability positive or negative? Is a loss?",
        "Look at the sign in front of the whole expression, then at how the samples come together.",
    ),
    "log_base_2": (
        "the logarithm has base 2, so the loss is in bits",
        "Which base does the logarithm in the definition have?",
        "Look at the name of your logarithm.",
    ),
    "log_base_10": (
        "the logarithm has base 10",
        "Which base does the logarithm in the definition have?",
        "Look at the name of your logarithm.",
    ),
    "terms_exchanged": (
        "the two terms have exchanged their labels",
        "For y = 1, which term should be left: the one with ŷ or the one with 1 − ŷ?",
        "Look at which label stands beside which logarithm.",
    ),
    "arguments_exchanged": (
        "labels and predictions have exchanged places, so the logarithm of a label is taken",
        "Of which of the two can a logarithm be taken safely?",
        "Look at the order of the parameters: truth first, prediction second.",
    ),
    "labels_and_predictions_swapped": (
        "another function was called with the predictions where the labels belong",
        "In which order do the functions of this exercise take truth and prediction?",
        "Look at the order of the arguments in your calls.",
    ),
    "labels_minus_one_and_one": (
        "the labels were turned into −1 and 1",
        "Which labels do the formulas of this exercise take?",
        "Look at the lines that change y.",
    ),
    "labels_expected": (
        "another function was called with something else where the labels belong",
        "What are the values that you give to that function in the place of y?",
        "Look at the arguments of your calls, and at the lines that change y.",
    ),
    "only_one_term": (
        "only the samples of one label count",
        "What does your function give for the other label?",
        "Compare your expression with the definition: one of two terms is missing.",
    ),
    "labels_not_used": (
        "the labels play no part in it",
        "Does your result change when you change y?",
        "Look for y in your expression.",
    ),
    "predictions_not_used": (
        "the predictions play no part in it",
        "Does your result change when you change ŷ?",
        "Look for ŷ in your expression.",
    ),
    "label_factor_missing": (
        "one of the two terms is not switched off by its label",
        "What should be left of each term for y = 1, and for y = 0?",
        "Look at the factor in front of each logarithm.",
    ),
    "same_factor_twice": (
        "both terms are switched by the same label",
        "What should be left of each term for y = 0?",
        "Look at the factor in front of the second logarithm.",
    ),
    "minus_between_terms": (
        "the two terms have opposite signs",
        "For y = 0, is your loss positive or negative?",
        "Look at the sign between the two terms, and how far the minus in front reaches.",
    ),
    "label_brackets": (
        "1 − y is not held together by brackets",
        "In which order does Python compute 1 − y times a logarithm?",
        "Look at the brackets around the factor of the second term.",
    ),
    "log_brackets": (
        "1 − ŷ is not held together inside the logarithm",
        "Of what is the second logarithm taken in your line?",
        "Look at where the bracket of the second logarithm closes.",
    ),
    "log_of_one_plus": (
        "a logarithm of 1 plus something is taken where it should be of the probability itself",
        "What does log1p add before it takes the logarithm?",
        "Look at the name of the logarithm, and at its argument.",
    ),
    "mean_brackets": (
        "only one of the two terms is divided by the number of samples",
        "Which part of your sum does the division reach?",
        "Look at the brackets before the division.",
    ),
    "mean_per_class": (
        "each label has a mean of its own, and the two means are brought together",
        "Which samples does each of your divisors count, and which should it count?",
        "Look at the selection by label before the mean.",
    ),
    "terms_weighted": (
        "the terms of the two labels do not count alike",
        "Is there a number in front of one of the terms that the definition does not have?",
        "Look for a factor or a weight in front of one of the logarithms.",
    ),
    "labels_smoothed": (
        "the labels were moved away from 0 and 1",
        "What are the values of y when your logarithms are multiplied by them?",
        "Look for the line that changes y.",
    ),
    "sum_brackets": (
        "only one of the two terms is added up over the samples",
        "Where does the bracket of your sum or mean close?",
        "Look at what stands inside the sum: both terms belong there.",
    ),
    "log_of_mean": (
        "the logarithm of the mean is taken, not the mean of the logarithms",
        "In which order come the logarithm and the mean in the definition?",
        "Look at which of the two is the outer function.",
    ),
    "log_forgotten": (
        "the probabilities are averaged without a logarithm",
        "Which step of the definition makes a confident mistake so expensive?",
        "Look for the logarithm.",
    ),
    "likelihood": (
        "that is the likelihood, a product of probabilities",
        "Which steps lead from the likelihood to the loss?",
        "Look at what happens after the product: more steps are to come.",
    ),
    "exponent_of_loss": (
        "an exponential was taken of the loss",
        "What is the unit of your result: a loss, or a number of choices?",
        "Look for the last function that is applied.",
    ),
    "squared_error": (
        "that is a squared error, not cross-entropy",
        "How much should a certain mistake cost, and how much can your loss cost at most?",
        "Look for a square: the definition has logarithms.",
    ),
    "absolute_error": (
        "that is an absolute error, not cross-entropy",
        "How much should a certain mistake cost, and how much can your loss cost at most?",
        "Look for an absolute value: the definition has logarithms.",
    ),
    "accuracy": (
        "right or wrong answers are counted, and confidence is not seen",
        "Does your result change when ŷ moves from 0.6 to 0.9?",
        "Look for a comparison with ½.",
    ),
    "entropy_of_prediction": (
        "the prediction is weighted with itself, not with the label",
        "Which of y and ŷ stands in front of each logarithm?",
        "Look at the factors in front of the logarithms.",
    ),
    "hinge": (
        "that is a hinge loss, not cross-entropy",
        "Which loss follows from a Bernoulli likelihood?",
        "Look for a maximum with 0: the definition has logarithms.",
    ),
    "signed_labels": (
        "that is the form for logits with labels −1 and 1; here come probabilities",
        "Are the numbers that you are given logits or probabilities?",
        "Look at the task: it says which labels come, and what the second argument is.",
    ),
    "sigmoid_of_probability": (
        "a sigmoid is applied to ŷ, which is already a probability",
        "Are the numbers that you are given logits or probabilities?",
        "Look for a sigmoid: here it is one too many.",
    ),
    # gradients
    "gradient_sign": (
        "the sign is flipped, as if the labels and predictions were exchanged",
        "If ŷ is larger than y, should z go up or down to lower the loss? Which sign has the gradient then?",
        "Look at the order in the difference of label and prediction.",
    ),
    "gradient_sign_and_sum": (
        "the sign is flipped, and it is a sum instead of a mean",
        "If ŷ is larger than y, which sign must the gradient have?",
        "Look at the difference of label and prediction, then at how the samples come together.",
    ),
    "gradient_sign_and_mean": (
        "the sign is flipped, and the number of samples divides, though each sample's own gradient is asked for",
        "If ŷ is larger than y, which sign must the gradient have? And whose gradient is asked for?",
        "Look at the order in the difference, then at the division.",
    ),
    "squared_error_factor": (
        "the factor ŷ(1−ŷ) is there, which belongs to squared error",
        "For which loss does the slope of the sigmoid stay in the gradient, and for which does it cancel?",
        "Look for the slope of the sigmoid in your expression.",
    ),
    "stopped_at_y_hat": (
        "that is the derivative with respect to ŷ: the chain rule stops too early",
        "Which factors does the chain rule have between the loss and w?",
        "Look at the division by the predictions: a factor that would cancel it is missing.",
    ),
    "difference_brackets": (
        "the inputs are multiplied with only one of the two, predictions or labels",
        "What stands inside the brackets that meet `X`?",
        "Look at the brackets: the difference comes first, then the product.",
    ),
    "squared_difference": (
        "the difference of prediction and label is squared",
        "Can your gradient ever be negative in b?",
        "Look for a square.",
    ),
    "absolute_difference": (
        "the sign of the difference is thrown away",
        "Can your gradient ever be negative in b?",
        "Look for an absolute value.",
    ),
    "sum_not_difference": (
        "prediction and label are added",
        "What should the gradient be when the prediction is perfect?",
        "Look at the operator between prediction and label.",
    ),
    "product_not_difference": (
        "prediction and label are multiplied",
        "What should the gradient be when the prediction is perfect?",
        "Look at the operator between prediction and label.",
    ),
    "product_in_difference": (
        "the label is multiplied by the prediction before it is subtracted",
        "What should be left for the true class when its prediction is close to 0?",
        "Look at what is subtracted from the prediction.",
    ),
    "loss_instead_of_gradient": (
        "the loss of each sample stands where its gradient belongs",
        "What is the derivative of the loss with respect to z?",
        "Look for a logarithm: the gradient has none.",
    ),
    "features_left_out": (
        "the gradient of w is computed without the inputs",
        "Why does a weight whose feature is always 0 have no say?",
        "Look for `X` in the gradient of w.",
    ),
    "mean_times_mean": (
        "inputs and differences are added up over the samples, each for itself, before they are multiplied",
        "Is the mean of a product the product of the means?",
        "Look at the order of multiplying and of bringing the samples together.",
    ),
    "product_outside_loop": (
        "only the inputs of the last sample are used",
        "Which sample does your index point to when the loop is over?",
        "Look at the indentation of the product with `X`.",
    ),
    "not_updated": (
        "it stays at zero",
        "Which line changes the value after it was set to zero, and can it hold a fraction?",
        "Look at whether the computed value is stored under the name that you return, and at the type of that array.",
    ),
    "inputs_squared": (
        "the inputs are squared",
        "How often does x appear in the gradient?",
        "Look for `X` in more than one place.",
    ),
    "absolute_inputs": (
        "the sign of the inputs is thrown away",
        "Should a negative feature push the weight the other way?",
        "Look for an absolute value.",
    ),
    "normalised": (
        "the gradient was scaled to length 1",
        "What does the length of the gradient tell near the optimum?",
        "Look for a division by a norm.",
    ),
    "bias_gradient_missing": (
        "the gradient of b is a constant",
        "On what does the best change of b depend?",
        "Look at the line that computes the gradient of b.",
    ),
    "features_in_bias": (
        "the inputs are in the gradient of b",
        "What is the derivative of z with respect to b?",
        "Look for `X` in the gradient of b.",
    ),
    "return_order": (
        "the results are returned in another order than asked for",
        "In which order does the task name the results?",
        "Look at the names after `return`.",
    ),
    "only_one_returned": (
        "not all the results are returned",
        "How many results does the task name?",
        "Look at the names after `return`.",
    ),
    "bias_in_weights": (
        "both gradients are in one array",
        "How many results does the task name, and which shape has each?",
        "Look at the last line: the two belong apart.",
    ),
    # more than two classes
    "extra_column": (
        "the parts that belong to w and to b are cut apart at the wrong end of the extra column",
        "At which end of the inputs did you put the column of ones?",
        "Look at the two slices that take the result apart.",
    ),
    "transposed": (
        "rows and columns have exchanged places",
        "Which axis counts the samples, and which the classes?",
        "Look for a transpose, or for the order of the two axes.",
    ),
    "index_from_one": (
        "the classes are counted from 1",
        "Which number has the first class?",
        "Look for a 1 that is added to or taken from the class.",
    ),
    "inverted": (
        "zeros and ones have exchanged places",
        "How many ones should there be in a row?",
        "Look at the condition: it may be the opposite of what is meant.",
    ),
    "wrong_class_count": (
        "there is another number of columns than K",
        "What should happen when a class does not occur in y?",
        "Look at where the number of columns comes from.",
    ),
    "every_row_alike": (
        "every row has the ones of all samples",
        "How many ones should there be in a row?",
        "Look at the index of the rows in your assignment.",
    ),
    "class_for_one": (
        "the number of the class stands where a 1 belongs",
        "Which numbers may a one-hot row contain?",
        "Look at the value that is written into the row.",
    ),
    "negative_class_accepted": (
        "NumPy counts −1 from the end, or finds no match, and the mistake stays hidden",
        "Which class is −1 meant to be, and which one did it become?",
        "Look at what your function does before it uses the class as an index.",
    ),
    "class_too_large_accepted": (
        "the classes go from 0 to K − 1, and a row without a one is no label",
        "What is the largest class when there are K of them?",
        "Look at what your function does with a class that matches no column.",
    ),
    "noticed_not_raised": (
        "no rows of numbers came, but no error was raised either",
        "How does the caller learn that something is wrong, when a print or a returned value looks like an answer?",
        "Look at the word before the error: it needs to be raised.",
    ),
    "other_error": (
        "an error came, but not the ValueError that the task asks for",
        "Which kind of error does the task ask for, and does yours come from your own test?",
        "Look at the line that the error comes from, and at its name.",
    ),
    "one_in_denominator": (
        "a 1 was added to the sum of the exponentials, as in a sigmoid",
        "What should each row add up to, and what do yours?",
        "Compare the denominator with that of the definition.",
    ),
    "whole_array": (
        "the exponentials of all the samples are added up, not those of each row",
        "What should each row add up to?",
        "Look at the sum: it needs an axis.",
    ),
    "keepdims_missing": (
        "the sums of the rows were lined up with the columns",
        "Which shape have your sums, and how does NumPy line it up with (N, K)?",
        "Look at the shape of the sums before the division.",
    ),
    "not_normalised": (
        "the exponentials are not divided by their sum",
        "What should each row add up to, and what do yours?",
        "Look for the division: a step is missing.",
    ),
    "sigmoid_for_softmax": (
        "each entry went through a sigmoid of its own",
        "Through which function does each logit go in the definition, and through which in your code?",
        "Compare your line with the definition, step by step, beginning with what is done to a single logit.",
    ),
    "argmax_not_probability": (
        "the most probable class is used where a probability belongs",
        "What is lost when only the winner is kept?",
        "Look for argmax, or for a comparison with the maximum.",
    ),
    "labels_as_index": (
        "the zeros and ones of the one-hot rows are used as an index",
        "Which columns do you pick for the label (0, 0, 1), and which one did you mean?",
        "Look at the index: it should be the number of the class.",
    ),
    "largest_probability": (
        "the largest probability of each row is taken, whatever the label",
        "Which entries of a row does the definition use, and on what does that depend?",
        "Look for a maximum.",
    ),
    "maximum_of_wrong_axis": (
        "another number is subtracted from each class of a row",
        "Which shift leaves a softmax unchanged: one number for the row, or one for each class?",
        "Look at the axis of the maximum.",
    ),
    "maximum_in_one_place": (
        "the maximum is subtracted above or below the fraction, not in both",
        "When does a fraction keep its value?",
        "Look at both places where an exponential is taken.",
    ),
    "divided_by_maximum": (
        "the logits are divided by their maximum instead of shifted by it",
        "Which change of the logits leaves a softmax unchanged?",
        "Look at the operator before the maximum.",
    ),
    "maximum_of_whole_array": (
        "all rows had the same number subtracted, and in a row far below it every exponential became 0",
        "Is the largest logit of the whole table also the largest of each row?",
        "Look at where the maximum is taken, and over which axis.",
    ),
    "maximum_not_subtracted": (
        "the exponentials left the range of floating point, and 0/0 or ∞/∞ came of it",
        "What is e to the power 1000 on a computer? What changes when all logits of a row are shifted?",
        "Look at what happens to the logits before the exponential.",
    ),
    "logits_limited": (
        "two different logits far from 0 became equal, as when logits are kept inside limits",
        "What is −1000 after your limit, and what is −1001? Which difference should be left between them?",
        "Look for a clipping of the logits: a softmax depends on differences, and a limit changes them.",
    ),
    "mean_over_entries": (
        "the mean runs over all N × K entries, so the number of classes divides too",
        "How many samples are there, and how many entries?",
        "Look at the mean: sum over the classes first.",
    ),
    "log_of_one_hot": (
        "the logarithm of the labels is taken, and most of them are 0",
        "Of which of the two can a logarithm be taken safely?",
        "Look at which argument stands inside the logarithm.",
    ),
    "binary_for_categorical": (
        "the classes that did not happen have terms of their own, as in binary cross-entropy",
        "How many terms of the sum over the classes are left for a one-hot label?",
        "Look for a term with 1 − y.",
    ),
    "softmax_again": (
        "a softmax is applied to probabilities",
        "Are the numbers that you are given logits or probabilities?",
        "Look for a softmax: here it is one too many.",
    ),
    "mean_gradient": (
        "it is divided by the number of samples, but each sample's own gradient is asked for",
        "Is the gradient of the mean loss asked for, or that of each sample's loss?",
        "Look for a division by the number of samples.",
    ),
    "divided_by_classes": (
        "it is divided by the number of classes",
        "Does the number of classes appear in the gradient?",
        "Look for a mean or a division.",
    ),
    "sum_over_samples": (
        "the samples are brought together, but each sample's own gradient is asked for",
        "Which shape does the task ask for?",
        "Look for a sum or a mean over the samples.",
    ),
    "sum_over_classes": (
        "the classes are brought together, but each class has its own entry",
        "Which shape does the task ask for?",
        "Look for a sum or a mean over the classes.",
    ),
    "only_true_class": (
        "only the entry of the true class is left",
        "Does the loss change when the logit of another class rises?",
        "Look for a product with the labels.",
    ),
    # train
    "plus_for_minus": (
        "the parameters move uphill",
        "Does your loss rise or fall from epoch to epoch? In which direction does a gradient point?",
        "Look at the sign of the update.",
    ),
    "plus_in_one_update": (
        "one of the two parameters moves uphill",
        "Do both of your updates have the same sign?",
        "Compare the two lines of the update, sign by sign.",
    ),
    "learning_rate_in_one_update": (
        "the learning rate is in one of the two updates only",
        "What do your two updates have in common, and what not?",
        "Compare the two lines of the update, factor by factor.",
    ),
    "last_step_only": (
        "of one parameter only the last step is left",
        "Which value has each parameter at the beginning of the second round, and which lines run in every round?",
        "Look at the indentation of both updates, and for a zero that stands in the loop.",
    ),
    "gradients_returned": (
        "the last gradients came back, not the parameters",
        "Which names hold the parameters, and which the gradients?",
        "Look at the names after `return`.",
    ),
    "history_returned": (
        "the parameters of all the epochs came back, not the last ones",
        "How many weights does a sample with D features need?",
        "Look at the names after `return`, and at what each of them holds.",
    ),
    "bias_as_array": (
        "b comes as an array, but it is a single number",
        "How many biases has one neuron?",
        "Look at the line that makes b.",
    ),
    "inputs_standardised": (
        "the inputs were shifted or scaled before the training",
        "To which inputs do the returned weights belong: to yours, or to the caller's?",
        "Look for the lines that change `X`.",
    ),
    "learning_rate_ignored": (
        "the steps do not have the learning rate that was asked for",
        "What changes in your result when you call the function with another learning rate?",
        "Look for the learning rate in both updates: a number there is not the argument.",
    ),
    "steps_too_long_or_short": (
        "every step is longer or shorter than learning rate times gradient",
        "What else is the gradient multiplied with before it is subtracted?",
        "Look for a factor in the update or in the gradient.",
    ),
    "labels_inverted": (
        "the parameters fit the opposite labels",
        "Which probability does your model give to a sample with label 1 after training?",
        "Look for a 1 − y, or for a sign that changes places.",
    ),
    "learning_rate_squared": (
        "the learning rate is multiplied twice",
        "How often does the learning rate appear between gradient and update?",
        "Look for the learning rate in more than one place.",
    ),
    "learning_rate_divided": (
        "the gradient is divided by the learning rate",
        "Should a larger learning rate make larger or smaller steps?",
        "Look at the operator beside the learning rate.",
    ),
    "never_updated": (
        "the parameters are still zero",
        "Which line in the loop gives the parameters new values?",
        "Look at whether the update is stored under the name that you return.",
    ),
    "only_one_update": (
        "the parameters are those after one single update",
        "From where does the second round of your loop start?",
        "Look at what stands in the loop and what does not: zeros belong before it, updates into it.",
    ),
    "stopped_early": (
        "fewer losses came than epochs were asked for, as when a loop ends early or leaves some out",
        "May your loop end, or leave an epoch out, before all the epochs are done?",
        "Look for a `break`, or for a condition on the loss, the gradient or the accuracy.",
    ),
    "one_epoch_too_few": (
        "one update is missing",
        "How many updates does your loop make for epochs = 3?",
        "Look at the start and the end of the range, and for an epoch without an update.",
    ),
    "one_epoch_too_many": (
        "one update is too many",
        "How many updates does your code make for epochs = 3?",
        "Look at the start and the end of the range, and for an update after the loop.",
    ),
    "updated_twice": (
        "two updates are made in each epoch",
        "How many lines change the parameters in one round of the loop?",
        "Look for an update that stands there twice, or for a loop within the loop.",
    ),
    "epochs_ignored": (
        "the number of epochs is not the one that was asked for",
        "What changes in your result when you call the function with another number of epochs?",
        "Look at the range of the loop.",
    ),
    "stale_predictions": (
        "each update uses the predictions (or gradients) from the very start",
        "After the first update, which parameters do your predictions belong to?",
        "Look at what stands before the loop and should stand in it.",
    ),
    "updated_from_start": (
        "each update starts from the first parameters again",
        "From where should the second step be taken?",
        "Look at which parameters stand on the right of the update.",
    ),
    "bias_not_updated": (
        "the bias stays at zero",
        "Which line of the loop changes b?",
        "Look at the update of b.",
    ),
    "bias_not_in_predictions": (
        "the bias is updated, but the predictions do not take it into account",
        "With which b are the predictions of the second round computed?",
        "Look at what stands in the place of b where the predictions are computed.",
    ),
    "weights_not_updated": (
        "the weights stay at zero",
        "Which line of the loop changes w?",
        "Look at the update of w.",
    ),
    "update_order": (
        "the parameters are updated one after the other, from different predictions",
        "From which predictions is the last of the gradients computed?",
        "Look at the order: all gradients first, then all updates.",
    ),
    "sample_by_sample": (
        "the parameters are updated after each sample instead of once an epoch",
        "How many updates does one epoch make here, and how many does the task ask for?",
        "Look for a loop over the samples that has the update inside.",
    ),
    "group_by_group": (
        "the parameters are updated after each group of samples instead of once an epoch",
        "How many updates does one epoch make here, and how many does the task ask for?",
        "Look for a loop within the loop over the epochs, and for slices of `X`.",
    ),
    "not_all_samples_at_once": (
        "with this many samples another result comes, as if not all of them took part in every update",
        "How many of 130 samples does each of your updates see?",
        "Look for the size of a batch, or for a number of samples that is written out.",
    ),
    "earlier_gradients": (
        "gradients of earlier epochs have a share in each step, as with momentum",
        "Which gradients should the third update depend on?",
        "Look for a sum that goes on from epoch to epoch.",
    ),
    "learning_rate_changes": (
        "the learning rate changes from epoch to epoch",
        "Which learning rate does the third update use?",
        "Look for a line in the loop that changes the learning rate.",
    ),
    "update_brackets": (
        "the learning rate is multiplied with the parameters, not with the gradient alone",
        "What exactly is multiplied by the learning rate in your line?",
        "Look at the brackets of the update.",
    ),
    "start_not_zero": (
        "the parameters do not start at zero",
        "What should the first loss be when all parameters are zero?",
        "Look at the lines before the loop.",
    ),
    "extra_regularisation": (
        "the weights shrink a little in each step, as with an L2 term",
        "Is there anything in your update besides the gradient of the loss?",
        "Look for a second term in the update of w.",
    ),
    "loss_not_recorded": (
        "no loss was recorded",
        "What is in your list after the second epoch?",
        "Look for the line in the loop that adds to the list.",
    ),
    "loss_after_update": (
        "the losses were recorded after the update, not before it",
        "With all parameters at zero the loss is ln 2. Is that the first number of your list?",
        "Look at the order of the lines: record, then update.",
    ),
    "loss_once_too_often": (
        "one loss too many was recorded",
        "How many losses should there be for three epochs?",
        "Look for a loss recorded before or after the loop.",
    ),
    "loss_after_loop_only": (
        "only the last loss was kept",
        "What happens to the loss of one round when the next round begins?",
        "Look at the line that keeps the loss: at its indentation, and at whether it adds to a list or replaces.",
    ),
    "first_loss_left_out": (
        "the first loss is missing",
        "With all parameters at zero the loss is ln 2. Is it in your list?",
        "Look at when the first loss is recorded.",
    ),
    "last_loss_left_out": (
        "the last loss is missing",
        "How many losses should there be for three epochs?",
        "Look at the rounds of the loop in which nothing is recorded.",
    ),
    "loss_before_loop_only": (
        "only the loss of the start was kept",
        "How many losses should there be for three epochs?",
        "Look at the line that records the loss: at its indentation, and at a condition around it.",
    ),
    "stale_loss": (
        "the same loss was recorded again and again",
        "Which predictions does the recorded loss belong to?",
        "Look at what is computed before the loop and should be computed in it.",
    ),
    "losses_added_up": (
        "the losses of several epochs were added or averaged",
        "Should the third entry know anything of the first?",
        "Look at where a running total starts again from zero.",
    ),
    "losses_overwritten": (
        "all entries but the last are empty",
        "Which entry of the list does each round write to?",
        "Look at the index of the assignment.",
    ),
    "losses_backwards": (
        "the losses come in the opposite order",
        "Is the first entry the loss of the first epoch?",
        "Look at which end of the list each loss is put.",
    ),
    "losses_shifted": (
        "the losses stand one place away from where they belong",
        "Which entry does the first round write to?",
        "Look at the index of the assignment.",
    ),
    "losses_too_long": (
        "there is one place too many, and it stays empty",
        "How many losses should there be for three epochs?",
        "Look at the line that makes the array of the losses.",
    ),
    "each_loss_twice": (
        "each loss was recorded twice",
        "How many losses should there be for three epochs?",
        "Look for a second line that records.",
    ),
    "epochs_recorded": (
        "the numbers of the epochs were recorded, not the losses",
        "What does the line in your loop put into the list?",
        "Look at the name that is recorded.",
    ),
    "predictions_recorded": (
        "the predictions were recorded, not the losses",
        "What does the line in your loop put into the list?",
        "Look at the name that is recorded.",
    ),
    "penalty_in_loss": (
        "a further term was added to the loss, as an L2 penalty",
        "What is in your loss besides the mean over the samples?",
        "Look for a term with the weights in the recorded loss.",
    ),
    "loss_every_few_epochs": (
        "the loss was not recorded in every epoch",
        "How many losses should there be for twelve epochs?",
        "Look for a condition around the line that records.",
    ),
    "loss_not_returned": (
        "the losses are not returned",
        "How many results does the task name?",
        "Look at the names after `return`.",
    ),
    # how Python was used
    "printed_not_returned": (
        "the function prints its result and returns nothing",
        "What can the next function do with a number that is only on the screen?",
        "Look at the last line: printing shows a value, but does not hand it back.",
    ),
    "nothing_returned": (
        "the function computes, but returns nothing",
        "Which word hands a value back to the caller?",
        "Look at the last line of the function.",
    ),
    "nothing_returned_sometimes": (
        "for these arguments nothing is returned",
        "Which way does your function take for these arguments, and does that way end with a result?",
        "Look at every branch: each needs its own result.",
    ),
    "changed_inputs": (
        "the function changed its argument `{detail}`, which belongs to the caller",
        "What is in the caller's array after the call?",
        "Look for operators such as `*=` and assignments into an argument: they work on the caller's array.",
    ),
    "reads_global": (
        "the function reads {detail}",
        "What happens when the function is called with other data?",
        "Compare the names that you use in the body with the names of the parameters.",
    ),
    "state_between_calls": (
        "a second call with the same arguments gives another answer: something is kept from call to call",
        "What does your function still remember when it is called again?",
        "Look for a list as a default value, for `global`, and for data or random numbers made outside the function.",
    ),
    "random": (
        "two calls with the same arguments give different answers: chance plays a part",
        "Should the same data always give the same answer here?",
        "Look for random numbers.",
    ),
    "endless_loop": (
        "it did not come to an end in time. {detail}",
        "What makes your loop stop, and does it change from round to round?",
        "Look at what ends the loop: its condition, or a number of rounds that is written out.",
    ),
    "endless_recursion": (
        "the function calls itself without an end",
        "Which name do you call in the body, and which function is that?",
        "Look for the function's own name in its body.",
    ),
    "wrong_parameters": (
        "it is defined as `{detail}`, which cannot be called in this way",
        "Which arguments does the task name, and in which order?",
        "Look at the line in which it is defined.",
    ),
    "parameter_order": (
        "its parameters are not in the order of the task, which is {detail}",
        "In which order does the task name the arguments?",
        "Look at the line that begins with `def`.",
    ),
    "wrong_structure": (
        "the task asks for {detail}",
        "How many results does the task name, and what did you return?",
        "Look at the names after `return`.",
    ),
    "not_numbers": (
        "a {detail} came where numbers are expected",
        "What type does your result have?",
        "Look at what is returned: a number or an array is wanted.",
    ),
    "not_a_function": (
        "a {detail} stands where a function should",
        "Was the name of the function used again for something else?",
        "Look for an assignment to the function's own name.",
    ),
    "needs_one_number": (
        "something that takes one number only was given an array",
        "Which library has the functions that take whole arrays?",
        "Look for `math`, `float` or `int`.",
    ),
    "needs_an_array": (
        "the code takes a number for an array",
        "What do you loop over, index or measure, and can it be a single number?",
        "Look at the name in that line, and at the shape that the task gives it.",
    ),
    "if_on_array": (
        "`if` was asked about a whole array at once",
        "Can one `if` give a different answer for each entry?",
        "Look at the condition: it has one answer for each entry.",
    ),
    "append_to_none": (
        "`append` is asked of a name that holds None",
        "Which line gives that name the value None? What does `append` itself give back?",
        "Look at each assignment to the list: `append` changes it in place and returns nothing.",
    ),
    "called_with_other_arguments": (
        "a function is called with other arguments than it takes",
        "Which arguments does that function take, and which does your call give?",
        "Compare the call with the line that begins with `def`.",
    ),
    "called_with_other_values": (
        "another function is called with values that it does not take",
        "Are the numbers that you hand on labels, probabilities or pre-activations, and which does that function take?",
        "Look at the line that makes that argument: a step may be missing, or a nan may come from earlier.",
    ),
    "called_with_other_shapes": (
        "another function is called with arguments whose shapes do not fit together",
        "Which of these shapes is not the one that you expect?",
        "Look at the line that makes that argument, and count samples and features.",
    ),
    "product_with_number": (
        "a matrix product met a single number where an array belongs",
        "Which of the two factors is one number, and how many entries does it need?",
        "Look at where each factor of the product gets its value, and print its shape there.",
    ),
    "shapes_do_not_fit": (
        "the shapes do not fit together",
        "Write the shape of each array beside its name. Which two meet?",
        "Look at the line that the error comes from, and print the shapes before it.",
    ),
    "function_as_number": (
        "a function itself is used as if it were its result",
        "What is the difference between a function and a call of it?",
        "Look for a name of a function without its arguments.",
    ),
    "none_as_value": (
        "None stands where a value is needed",
        "Which call or name in that line holds None, and where does it come from?",
        "Look for a function that prints instead of returning, and for `append`: it gives nothing back.",
    ),
    "missing_operator": (
        "something that is not a function is called",
        "What does a bracket directly after a number or a name mean to Python?",
        "Look for a missing `*` before a bracket, or a name used twice.",
    ),
    "used_before_assigned": (
        "a name is used before it has a value in the function",
        "Which line gives that name its first value?",
        "Look at the lines before the loop.",
    ),
    "unknown_name": (
        "a name is used that nobody has defined",
        "Is it spelt as the parameter is spelt? Is it imported?",
        "Compare the name in the error with the names of the parameters.",
    ),
    "index_too_large": (
        "an index points beyond the end",
        "How many entries are there, and what is the index of the last?",
        "Look at the range of the loop, and at which axis it counts.",
    ),
    "too_many_indices": (
        "more indices are used than there are axes",
        "How many axes has the thing that you index?",
        "Print its shape before that line: a single number has no axis at all.",
    ),
    "index_not_whole": (
        "something else than whole numbers is used as an index",
        "What are the values of your index: positions, values of the data, or a row of zeros and ones?",
        "Look at where the index comes from.",
    ),
    "not_judged": (
        "the check itself could not cope with this function ({detail})",
        "Does the function return plain numbers or arrays?",
        "Try the function on a small example of your own, and tell your teacher.",
    ),
    "unknown_attribute": (
        "there is no such name after that dot",
        "What does the documentation call that function, and does it belong to the library or to the array?",
        "Look at the name after the dot in the error, and at its spelling.",
    ),
    "unknown_module": (
        "a library is imported that is not there",
        "Which libraries does the notebook import at its beginning?",
        "Look at the imports inside your function.",
    ),
    "operator_on_list": (
        "an operator meets a list or a tuple, which do not compute entry by entry",
        "What does an operator such as minus mean between two lists, and between two arrays?",
        "Look at the types of what stands beside the operator.",
    ),
    "asks_for_input": (
        "it asks the keyboard",
        "Where do the arguments of a function come from?",
        "Look for `input`.",
    ),
    # not attempted
    "still_raises": ("not attempted yet: it still raises NotImplementedError", "", ""),
    "empty_body": ("not attempted yet: the body is still empty", "", ""),
    "not_defined": ("not attempted yet: there is no such function", "", ""),
}

# where a mistake needs other words for another task
FOR_TASK = {
    "forward": {
        "broadcast_n_by_n": (
            "a table of N × N numbers came, as when a column (N, 1) meets a flat array (N,)",
            "What is the shape of (N, 1) plus (N,)?",
            "Look for a column that meets a flat array, and print the shapes on the way.",
        ),
        "inputs_standardised": (
            "the inputs were shifted or scaled before the product",
            "To which inputs do the given weights belong: to those that came, or to changed ones?",
            "Look for the lines that change `X`.",
        ),
        "one_left_out": (
            "that is an exponential of z, not yet a probability",
            "Can your result be larger than 1? Can a probability?",
            "Look at what happens between z and the value that you return.",
        ),
    },
    "gradients": {
        "only_one_term": (
            "only the samples of one label count",
            "What does your function give for the samples with the other label?",
            "Look for a product with the label, or for a selection of samples.",
        ),
        "bias_once_per_feature": (
            "the gradient of b is added up once for each feature",
            "How often does each sample count in the gradient of b?",
            "Look at the indentation of the line that adds to the gradient of b.",
        ),
        "mean_brackets": (
            "the mean, or the division by N, reaches only one of the two, predictions or labels",
            "Which part of the difference does your division reach?",
            "Look at the brackets before the division.",
        ),
        "clipped": (
            "the gradient was cut off at a limit",
            "Which length should a step have when the mistake is large?",
            "Look for a minimum, a maximum or a clipping.",
        ),
        "inputs_standardised": (
            "the inputs were shifted or scaled before the product",
            "To which inputs does your gradient belong: to those that came, or to changed ones?",
            "Look for the lines that change `X`.",
        ),
        "some_features_only": (
            "only some of the features have a gradient",
            "Which entries of the gradient does your loop visit for three features?",
            "Look at the range of the loop, or at an index that is written out.",
        ),
    },
    "train": {
        "sum_for_mean": (
            "the steps are those of the summed loss, not of the mean",
            "What happens to your steps when every sample appears twice?",
            "Look for the place where the number of samples should divide the gradient.",
        ),
        "divided_twice": (
            "the number of samples divides the gradient twice",
            "Which of your lines divide by N? Does a mean do so too?",
            "Look for a mean together with a division.",
        ),
        "divided_by_features": (
            "the gradient is divided by the number of features instead of the number of samples",
            "Which axis of `X` counts the samples?",
            "Look at the index of the shape.",
        ),
        "factor_two": (
            "the steps are those of a gradient with a factor 2 too much",
            "Where does the 2 in your code come from?",
            "Look for a multiplication by 2.",
        ),
        "factor_half": (
            "the steps are those of a gradient with a factor ½ too much",
            "Do you divide by the number of samples, or by twice as many?",
            "Look for a 2. A ½ belongs to squared error.",
        ),
        "squared_error_factor": (
            "the steps are those of a gradient with the factor ŷ(1−ŷ), which belongs to squared error",
            "For which loss does the slope of the sigmoid stay in the gradient, and for which does it cancel?",
            "Look for the slope of the sigmoid in your expression.",
        ),
        "normalised": (
            "each step has the length of the learning rate, as when the gradient is scaled to length 1",
            "What does the length of the gradient tell near the optimum?",
            "Look for a division by a norm.",
        ),
        "thresholded": (
            "the steps are those of predictions turned into 0 or 1",
            "What is lost when 0.51 and 0.99 both become 1?",
            "Look for a comparison with 0 or ½, or for rounding.",
        ),
        "one_sample_left_out": (
            "one sample, the first or the last, has no part in the training",
            "Which samples does your code visit when there are three?",
            "Look at the start and the end of the range or slice.",
        ),
        "bias_in_weights": (
            "the bias is in the array of the weights too",
            "How many entries has w for D features?",
            "Look at the names after `return`, and at the extra column.",
        ),
        "clipped": (
            "the gradient was cut off at a limit",
            "Which length should a step have when the mistake is large?",
            "Look for a minimum, a maximum or a clipping.",
        ),
        "sigmoid_forgotten": (
            "the steps belong to predictions without a sigmoid, as in linear regression",
            "Which numbers do you call predictions: can they be negative, or larger than 1?",
            "Look at the line that computes the predictions.",
        ),
        "bias_once_per_feature": (
            "the bias is updated once for each feature",
            "How many times does b change in one round of your loop?",
            "Look at the indentation of the update of b.",
        ),
    },
    "one_hot": {
        "index_too_large": (
            "an index points beyond the end",
            "Which numbers have the classes when there are K of them?",
            "Look at where the index comes from: the first class has the number 0.",
        ),
        "identity": (
            "the class numbers come back as they were",
            "How many entries does a label with K classes have, and which of them is 1?",
            "Look at the name after `return`.",
        ),
    },
    "softmax": {
        "largest_probability": (
            "only the largest probability of each row is left",
            "How many probabilities has a row with K classes?",
            "Look for a maximum that is taken last.",
        ),
        "exponential_left_out": (
            "the logits themselves are brought to the sum 1, not their exponentials",
            "What does the e in the formula stand for, and where is it in your code?",
            "Look for the exponential function in your line.",
        ),
        "identity": (
            "the logits come back as they were",
            "Which line was meant to turn the logits into probabilities, and is its result the one returned?",
            "Look at the name after `return`.",
        ),
        "logarithm_taken": (
            "a logarithm has been taken of the softmax",
            "Can a probability be negative, or larger than 1?",
            "Look for a logarithm: the loss needs one, this function does not.",
        ),
        "steepness": (
            "the logits are multiplied by a number on the way",
            "What do your probabilities do when all the logits double?",
            "Look at what stands beside the logits in the exponent.",
        ),
        "derivative": (
            "each probability is multiplied by 1 minus itself, as in a derivative",
            "What should each row add up to, and what do yours?",
            "Look at what is multiplied after the softmax itself was found.",
        ),
        "applied_twice": (
            "the softmax is applied twice",
            "Which of your lines turns logits into probabilities? Is there more than one?",
            "Look for a second softmax of values that are already probabilities.",
        ),
        "exponent_brackets": (
            "the division has slipped into the exponent",
            "What exactly is divided: the exponential or its exponent?",
            "Look at where the bracket of the exponential closes.",
        ),
        "exponent_sign": (
            "that is what you get with the opposite sign of the logits in the exponent",
            "Should the largest logit have the largest or the smallest probability?",
            "Look at the sign of the exponent, and at nothing else.",
        ),
        "mean_for_sum": (
            "the exponentials are divided by their mean instead of their sum",
            "What should each row add up to, and what do yours?",
            "Look for a mean.",
        ),
        "wrong_axis": (
            "the sum runs over the wrong axis",
            "What should each row add up to, and what do your columns add up to?",
            "Look at the axis of your sum.",
        ),
    },
    "cce_loss": {
        "wrong_divisor": (
            "the sum is divided by another number than the number of samples",
            "How many samples are there, and what do you divide by?",
            "Look at the divisor, and at the axis of a sum that stands inside a mean.",
        ),
        "clipped": (
            "values are kept away from the ends, as by clipping",
            "How much should a confident mistake cost, and how much does it cost with your limit?",
            "Look at the limits of the clipping, and at the predictions that they change.",
        ),
        "broadcast_n_by_n": (
            "labels and predictions of different samples meet, as in a matrix product of the two",
            "Which entries of your product belong to one and the same sample?",
            "Look at the operator between labels and logarithms, and print the shape of what it gives.",
        ),
        "wrong_axis": (
            "the sum runs over the wrong axis",
            "Which axis counts the samples, and which the classes?",
            "Look at the axis of your sum or mean.",
        ),
        "not_averaged": (
            "single values come back instead of their mean over the samples",
            "How many numbers should come back, however many samples there are?",
            "Look at the last step: the values are there, but they are not brought together.",
        ),
    },
    "cce_grad_z": {
        "squared_error_factor": (
            "a factor ŷ(1−ŷ) is there that does not belong",
            "Does the slope of a sigmoid stay in this gradient, or does it cancel?",
            "Look for a product with the predictions in your expression.",
        ),
        "absolute_difference": (
            "the sign of the difference is thrown away",
            "Should a logit go up or down for the true class, and for another class?",
            "Look for an absolute value.",
        ),
        "squared_difference": (
            "the difference of prediction and label is squared",
            "Should a logit go up or down for the true class, and for another class?",
            "Look for a square.",
        ),
        "stopped_at_y_hat": (
            "that is the derivative with respect to Ŷ: the chain rule stops too early",
            "Which factors does the chain rule have between the loss and the logits?",
            "Look at the division by the predictions: a factor that would cancel it is missing.",
        ),
    },
    "bce_loss": {
        "clipped": (
            "values are kept away from the ends, as by clipping",
            "How much should a confident mistake cost, and how much does it cost with your limit?",
            "Look at the limits of the clipping, and at the predictions that they change.",
        ),
    },
    "train losses": {
        "sum_for_mean": (
            "each loss is the sum over the samples, not their mean",
            "What happens to your losses when every sample appears twice?",
            "Look for the place where the number of samples should divide the loss.",
        ),
        "divided_twice": (
            "the number of samples divides each loss twice",
            "Which of your lines divide by N? Does a mean do so too?",
            "Look for a mean together with a division.",
        ),
    },
}


def words_of(name, task="", part=""):
    """The three texts of a mistake, in the words of the part, the task, or in general."""
    return FOR_TASK.get(f"{task} {part}", {}).get(name) or FOR_TASK.get(task, {}).get(name) or NAMES[name]


UNNAMED = (
    "",
    "Which line first gives a number that you did not expect?",
    "Print what each line gives for this example.",
)
EXCEPTION = (
    "",
    "Which line does the error come from, and what did you expect to stand there?",
    "Call your function with this example in a cell of your own, and read the last lines of the error.",
)
REMARKS = {
    "none": "As expected on every example tried.",
    "overflowed": "One remark: for very large |z| an exponential overflows on the way, so NumPy warns; the result is "
    "right all the same. `where` does not help, since it computes both sides. An exponent of −|z| cannot overflow.",
    "infinity_limited": "One remark: a certain mistake costs {detail} here, where the formula gives ∞. A limit keeps "
    "the numbers finite, but it can hide a mistake elsewhere in the code.",
}
