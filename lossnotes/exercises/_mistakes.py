"""The catalogue of misconceptions: what each is called, how it is said, and which section speaks of it.

An exercise names those that can happen in it and says what comes out of each (``mistakes=``). The English
clause follows "This is what comes out when" or, of an answer that was chosen, "It is the answer if"; the Korean one
stands before "나오는 값입니다" or "나오는 답입니다".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ._sections import SECTIONS


@dataclass(frozen=True)
class Mistake:
    """A way to be wrong that has a name: the label of the section to reread, and the clause in either language.

    Nobody rereads what they have not come to yet: `earlier` is the section for exercises before that chapter.
    """

    section: str
    en: str
    ko: str
    earlier: str | None = None

    def told_in(self, chapter: int | None) -> Mistake:
        """The mistake as an exercise of this chapter tells it, with a section that its reader knows."""
        if self.earlier and chapter and chapter < SECTIONS[self.section].chapter:
            return replace(self, section=self.earlier)
        return self


MISTAKES = {
    # --- hinge loss
    "correct-class-counted": Mistake(
        "svm-misconceptions",
        "the sum runs over the correct class too, which adds the margin to every loss",
        "합에 정답 클래스까지 넣어 예제마다 마진만큼 더할 때",
    ),
    "margin-forgotten": Mistake(
        "svm-why-margin",
        "the margin is left out, so that a wrong class costs only once it is ahead",
        "마진을 빼먹어 오답 점수가 정답 점수를 앞지를 때만 손실이 생길 때",
    ),
    "margin-subtracted": Mistake(
        "svm-formula",
        "the margin is subtracted instead of added",
        "마진을 더하지 않고 뺄 때",
    ),
    "no-hinge": Mistake(
        "svm-hinge",
        "negative terms are summed as well, because max(0, ...) is missing",
        "max(0, ...)가 없어 음수 항까지 더할 때",
    ),
    "hinge-after-sum": Mistake(
        "svm-formula",
        "max(0, ...) is applied to the sum and not to each term",
        "항마다가 아니라 합에 max(0, ...)를 적용할 때",
    ),
    "sign-swapped": Mistake(
        "svm-formula",
        "the wrong score is subtracted from the correct one, and not the other way around",
        "오답 점수에서 정답 점수를 빼야 하는데 거꾸로 뺄 때",
    ),
    "strongest-rival-only": Mistake(
        "questions-rivals",
        "only the strongest wrong class is counted",
        "오답 클래스 가운데 가장 강한 하나만 셀 때",
        earlier="svm-check",
    ),
    "not-squared": Mistake(
        "questions-q6",
        "the terms are not squared",
        "항을 제곱하지 않을 때",
    ),
    "square-of-sum": Mistake(
        "questions-q6",
        "the sum is squared and not each term",
        "항마다가 아니라 합을 제곱할 때",
    ),
    "factor-two-forgotten": Mistake(
        "questions-q6",
        "the factor 2 of the square's derivative is missing",
        "제곱을 미분할 때 나오는 2를 빠뜨릴 때",
    ),
    "correct-score-gradient-forgotten": Mistake(
        "questions-gradient",
        "the gradient by the correct score is left at 0",
        "정답 점수에 대한 그레이디언트를 0으로 둘 때",
    ),
    "correct-score-counted-once": Mistake(
        "questions-gradient",
        "the gradient by the correct score is -1 however many rivals cost something",
        "손실을 내는 오답 클래스가 몇 개든 정답 점수의 그레이디언트를 -1로 둘 때",
    ),
    "slope-at-the-kink": Mistake(
        "questions-kinks",
        "a rival exactly on the margin counts as costly",
        "마진에 꼭 닿은 오답 클래스도 손실을 낸다고 볼 때",
    ),
    "correct-class-in-the-count": Mistake(
        "questions-q3",
        "C is taken instead of C - 1",
        "C - 1 대신 C를 쓸 때",
    ),
    "slack-ignored": Mistake(
        "questions-gradient",
        "every wrong class counts, also one that is far enough behind to cost nothing",
        "멀리 뒤져 손실을 내지 않는 오답 클래스까지 셀 때",
    ),
    "slack-for-lead": Mistake(
        "questions-q1",
        "the slack is taken for the lead, that is, the margin is subtracted from it",
        "앞선 폭에서 마진을 뺀 여유를 앞선 폭으로 여길 때",
    ),
    "one-score-moves": Mistake(
        "questions-q1",
        "only one score is taken to move, although a rival and the correct class use up the same slack together",
        "오답 점수와 정답 점수가 같은 여유를 함께 쓰는데도 점수 하나만 움직인다고 볼 때",
    ),
    "negative-slack": Mistake(
        "questions-q1",
        "an image that costs something already gets a negative answer and not 0",
        "이미 손실이 있는 이미지의 답을 0이 아니라 음수로 둘 때",
    ),
    "weakest-rival": Mistake(
        "questions-rivals",
        "the weakest wrong class is taken and not the strongest",
        "오답 클래스 가운데 가장 강한 것이 아니라 가장 약한 것을 고를 때",
    ),
    "all-rivals-counted": Mistake(
        "questions-rivals",
        "all wrong classes are counted and not only the strongest",
        "가장 강한 오답 클래스 하나가 아니라 오답 클래스를 모두 셀 때",
    ),
    "correct-class-as-rival": Mistake(
        "questions-rivals",
        "the correct class is taken for a rival of its own, so that no loss is below the margin",
        "정답 클래스도 경쟁 클래스로 세어 손실이 마진보다 작아지지 않을 때",
    ),
    "formula-for-difference": Mistake(
        "questions-kinks",
        "the slope that the formula gives at the kink is taken, and not what the difference measures",
        "차분이 재는 값이 아니라 꺾이는 점에서 식이 내는 기울기를 적을 때",
    ),
    "violation-weighed": Mistake(
        "questions-gradient",
        "the size of each violation is taken, and not only whether there is one",
        "마진을 어겼는지가 아니라 얼마나 어겼는지를 그레이디언트로 쓸 때",
    ),
    "divided-by-images": Mistake(
        "questions-gradient",
        "the gradient is divided by N, although each image has a loss of its own",
        "이미지마다 손실이 따로 있는데도 그레이디언트를 N으로 나눌 때",
    ),
    "correct-class-its-own-rival": Mistake(
        "svm-formula",
        "the correct class is taken for one of its own rivals",
        "정답 클래스까지 오답 클래스로 칠 때",
    ),
    "all-rivals-summed": Mistake(
        "svm-check",
        "the costs of all wrong classes are added, where only the strongest one counts",
        "가장 강한 오답 클래스만 세어야 하는데 모든 오답 클래스의 손실을 더할 때",
    ),
    "rise-by-the-loss": Mistake(
        "svm-explore",
        "the correct score is raised by the whole loss, as if only one rival cost something",
        "오답 클래스 하나에서만 손실이 생기는 듯이 정답 점수를 손실만큼 올릴 때",
    ),
    "every-rival-ahead": Mistake(
        "svm-breaks",
        "a wrong answer has every wrong class in front of the correct one, and not just one",
        "틀린 답이면 오답 클래스 하나가 아니라 모두가 정답을 앞선다고 볼 때",
    ),
    "worst-image-decides": Mistake(
        "questions-q6",
        "only the largest violation counts",
        "가장 크게 어긴 것 하나만 센다고 볼 때",
    ),
    "squares-keep-order": Mistake(
        "questions-q6",
        "the sum of the squares always has the same order as the sum",
        "제곱의 합을 비교해도 합을 비교할 때와 순서가 늘 같다고 볼 때",
    ),
    "squares-turned-around": Mistake(
        "questions-q6",
        "squaring makes large violations cheaper and small ones more expensive",
        "제곱하면 크게 어긴 쪽의 손실이 줄고 조금 어긴 쪽의 손실이 커진다고 볼 때",
    ),
    "lead-beyond-margin": Mistake(
        "svm-hinge",
        "the hinge goes on rewarding a lead beyond the margin",
        "마진을 넘어서 더 앞서도 힌지 손실이 계속 줄어든다고 볼 때",
    ),
    # --- averages, shapes, labels
    "sum-for-mean": Mistake(
        "loss-mean",
        "the losses of the examples are summed and not averaged",
        "예제별 손실을 평균하지 않고 더하기만 할 때",
    ),
    "mean-over-classes": Mistake(
        "questions-q5",
        "the mean is taken over the classes as well",
        "클래스에 대해서도 평균을 낼 때",
        earlier="svm-check",
    ),
    "gradient-not-averaged": Mistake(
        "ce-gradient",
        "the loss is averaged over the examples but its gradient is not divided by N",
        "손실은 예제에 대해 평균하면서 그레이디언트는 N으로 나누지 않을 때",
        earlier="questions-gradient",
    ),
    "batches-weigh-alike": Mistake(
        "loss-mean",
        "batches of different size count alike",
        "크기가 다른 배치를 똑같은 비중으로 평균할 때",
    ),
    "labels-from-one": Mistake(
        "svm-loss-function",
        "classes are counted from 1",
        "클래스를 1부터 셀 때",
    ),
    "wrong-axis": Mistake(
        "softmax-breaks",
        "the sum runs over the whole batch or down the examples, and not over the classes of each example",
        "예제마다 클래스에 대해 더하지 않고 배치 전체나 예제 방향으로 더할 때",
    ),
    "nearest-not-argmin": Mistake(
        "metric-distances",
        "the largest value is taken where the smallest is wanted",
        "가장 작은 값 대신 가장 큰 값을 고를 때",
    ),
    "place-from-one": Mistake(
        "loss-one-number",
        "the place itself is averaged, so that the best value is 1 and not 0",
        "등수에서 1을 빼지 않아 가장 좋은 값이 0이 아니라 1일 때",
    ),
    "ties-count-as-higher": Mistake(
        "loss-one-number",
        "an equal score counts as a higher one, even that of the correct class itself",
        "점수가 같은 클래스를, 정답 클래스 자신까지 더 높은 것으로 셀 때",
    ),
    "sides-swapped": Mistake(
        "loss-steps",
        "left and right of the bend change places",
        "꺾이는 점의 왼쪽과 오른쪽을 서로 바꿀 때",
    ),
    "right-answers-pushed": Mistake(
        "loss-slope",
        "the gradient of a right answer is not 0, because the second entry overwrites the first",
        "맞힌 예제에서 둘째 값이 첫째 값을 덮어써 그레이디언트가 0이 아니게 될 때",
    ),
    "one-end-of-the-gap": Mistake(
        "loss-slope",
        "only the highest score has a slope, although the gap shrinks as the correct score rises",
        "정답 점수가 오르면 격차가 줄어드는데 가장 높은 점수의 기울기만 구할 때",
    ),
    "slope-not-doubled": Mistake(
        "loss-slope",
        "the factor 2 is missing in the derivative of the square",
        "제곱의 도함수에서 2를 빠뜨릴 때",
    ),
    "slope-not-averaged": Mistake(
        "loss-mean",
        "the loss is a mean over the examples but its slope is left as a sum",
        "손실은 예제에 대한 평균인데 기울기는 합으로 둘 때",
    ),
    "length-not-squared": Mistake(
        "loss-linear",
        "the length of the mean is taken and not its square",
        "평균의 길이를 제곱하지 않을 때",
    ),
    "bias-not-halved": Mistake(
        "loss-linear",
        "the squared length is not halved, though the inner product stands there once and not twice",
        "내적은 두 배가 아니라 한 번만 쓰면서 제곱 길이를 반으로 줄이지 않을 때",
    ),
    "bias-helps-long-means": Mistake(
        "loss-linear",
        "the squared length is added and not subtracted, so that long means win",
        "제곱 길이를 빼지 않고 더해, 긴 평균이 이기게 할 때",
    ),
    "copies-dilute": Mistake(
        "loss-mean",
        "the sum of the losses stays as it is, and only the number of examples grows",
        "손실의 합은 그대로이고 예제 수만 늘어난다고 볼 때",
    ),
    # --- regularization and descent
    "penalty-with-half": Mistake(
        "reg-l2",
        "the L2 penalty is taken with a factor 1/2, which this course leaves out",
        "이 강의에서는 쓰지 않는 1/2을 L2 페널티에 곱할 때",
    ),
    "norm-for-square": Mistake(
        "reg-l2",
        "the norm is taken and not its square",
        "제곱하지 않은 노름을 쓸 때",
    ),
    "penalty-ratio-swapped": Mistake(
        "reg-elastic-net",
        "the shares of L1 and L2 are swapped",
        "L1과 L2의 비율을 서로 바꿀 때",
    ),
    "columns-for-rows": Mistake(
        "reg-max-norm",
        "the columns are scaled and not the rows, one a class",
        "클래스마다 하나씩인 행이 아니라 열의 크기를 줄일 때",
    ),
    "all-rows-scaled": Mistake(
        "reg-max-norm",
        "short rows are stretched to the limit as well",
        "한계보다 짧은 행까지 한계 길이로 늘일 때",
    ),
    "dropout-not-scaled": Mistake(
        "reg-dropout",
        "what is kept is not divided by the probability to keep it",
        "남긴 값을 남길 확률로 나누지 않을 때",
    ),
    "dropout-keep-drop": Mistake(
        "reg-dropout",
        "the probability to drop is taken for the probability to keep",
        "버릴 확률을 남길 확률로 여길 때",
    ),
    "uphill": Mistake(
        "loss-descent",
        "the step goes along the gradient and not against it",
        "그레이디언트의 반대쪽이 아니라 같은 쪽으로 움직일 때",
    ),
    "rate-forgotten": Mistake(
        "loss-descent",
        "the gradient is not multiplied by the learning rate",
        "그레이디언트에 학습률을 곱하지 않을 때",
    ),
    "unbiased-variance": Mistake(
        "reg-batch-norm",
        "the variance is divided by N - 1 and not by N",
        "분산을 N이 아니라 N - 1로 나눌 때",
    ),
    "eps-outside-the-root": Mistake(
        "reg-batch-norm",
        "eps is added to the standard deviation and not to the variance",
        "eps를 분산이 아니라 표준편차에 더할 때",
    ),
    "absolute-value-forgotten": Mistake(
        "reg-l1",
        "the weights are summed with their signs and not their sizes",
        "크기가 아니라 부호가 붙은 가중치를 그대로 더할 때",
    ),
    "entries-clipped": Mistake(
        "reg-max-norm",
        "each entry is cut off at the limit, and not the length of the row",
        "행의 길이가 아니라 성분 하나하나를 한계에서 자를 때",
    ),
    "length-of-the-matrix": Mistake(
        "reg-max-norm",
        "the length of the whole matrix is limited and not that of each row",
        "행마다의 길이가 아니라 행렬 전체의 길이를 제한할 때",
    ),
    "stops-not-at-zero": Mistake(
        "reg-l1",
        "weights below the threshold are carried past 0 and do not stop there",
        "임계값보다 작은 가중치가 0에서 멈추지 않고 0을 지나칠 때",
    ),
    "sign-lost": Mistake(
        "reg-l1",
        "the size is shrunk and the sign is not put back",
        "크기만 줄이고 부호를 되돌려 놓지 않을 때",
    ),
    "threshold-without-rate": Mistake(
        "reg-l1",
        "the threshold is λ and not the learning rate times λ",
        "임계값을 학습률 곱하기 λ가 아니라 λ로 둘 때",
    ),
    "sign-for-threshold": Mistake(
        "reg-l1",
        "the sign of the weight is used as a slope, which jumps over 0, and not the soft threshold",
        "소프트 임계화 대신 가중치의 부호를 기울기로 써서 0을 뛰어넘을 때",
    ),
    "mean-square-for-variance": Mistake(
        "reg-dropout",
        "the square of the mean is not subtracted from the mean of the squares",
        "제곱의 평균에서 평균의 제곱을 빼지 않을 때",
    ),
    "dropout-shrunk": Mistake(
        "reg-dropout",
        "what is kept is multiplied by the probability to keep it and not divided by it",
        "남긴 값을 남길 확률로 나누지 않고 곱할 때",
    ),
    "gradient-unmasked": Mistake(
        "reg-dropout",
        "the gradient is passed on unchanged, also where the activation was dropped",
        "활성값을 버린 자리에서까지 그레이디언트를 바꾸지 않고 그대로 넘길 때",
    ),
    "divided-by-variance": Mistake(
        "reg-batch-norm",
        "the difference from the mean is divided by the variance and not by its root",
        "평균과의 차를 표준편차가 아니라 분산으로 나눌 때",
    ),
    "normalized-by-example": Mistake(
        "reg-batch-norm",
        "each example is normalized over its features, and not each feature over the batch",
        "특징마다 배치에 대해서가 아니라 예제마다 특징에 대해 정규화할 때",
    ),
    "counted-from-zero": Mistake(
        "reg-stochastic-depth",
        "the blocks are counted from 0 and not from 1",
        "블록을 1이 아니라 0부터 셀 때",
    ),
    "conventions-alike": Mistake(
        "reg-check",
        "λ is copied as it is, although the library puts another factor before its terms",
        "라이브러리가 항 앞에 다른 수를 곱하는데도 λ를 그대로 옮길 때",
    ),
    "factor-inverted": Mistake(
        "reg-margin-lambda",
        "λ is divided by the factor where it has to be multiplied, or the other way around",
        "λ에 곱해야 할 수로 나누거나 나누어야 할 수를 곱할 때",
    ),
    "same-rule-for-all": Mistake(
        "reg-margin-lambda",
        "the rule for the hinge with L2 is applied to terms that stretch by another factor",
        "늘어나는 비율이 다른 항에 힌지와 L2의 규칙을 그대로 쓸 때",
    ),
    "bias-from-new-weight": Mistake(
        "loss-descent",
        "the bias moves by a slope at the new weight and not at the old one",
        "편향의 기울기를 옮기기 전이 아니라 옮긴 뒤의 가중치에서 구할 때",
    ),
    "flattest-decides": Mistake(
        "loss-descent",
        "the limit of the flattest direction is taken, where the steepest one decides",
        "가장 가파른 방향이 정하는 한계를 가장 완만한 방향에서 구할 때",
    ),
    "step-lost-in-rounding": Mistake(
        "loss-slope",
        "h is so small that rounding swallows the step",
        "h가 너무 작아 반올림으로 걸음이 사라질 때",
    ),
    "divided-by-one-step": Mistake(
        "loss-slope",
        "the difference over two steps is divided by one step, h and not 2h",
        "두 걸음만큼 떨어진 두 값의 차를 2h가 아니라 h로 나눌 때",
    ),
    "penalty-left-out": Mistake(
        "reg-objective",
        "the penalty is left out and only the data loss counts",
        "페널티를 빼놓고 데이터 손실만 볼 때",
    ),
    "data-loss-left-out": Mistake(
        "reg-objective",
        "the data loss is left out and only the penalty counts",
        "데이터 손실을 빼놓고 페널티만 볼 때",
    ),
    # --- softmax, cross-entropy and their numerics
    "no-shift": Mistake(
        "stable-shift",
        "the largest score is not subtracted first, so that exp overflows",
        "가장 큰 점수를 먼저 빼지 않아 exp에서 오버플로가 일어날 때",
        earlier="softmax-breaks",
    ),
    "log-of-softmax": Mistake(
        "stable-log-softmax",
        "the logarithm of a finished probability is taken, which may have become 0",
        "이미 계산된, 0이 되었을 수도 있는 확률에 로그를 취할 때",
    ),
    "loss-rounds-to-zero": Mistake(
        "stable-log1p",
        "1 swallows a small sum before the logarithm, because log1p is not used or comes too late",
        "log1p를 쓰지 않거나 늦게 써서 로그를 취하기 전에 1이 작은 합을 삼킬 때",
    ),
    "log-base-10": Mistake(
        "ce-units",
        "the logarithm has base 10",
        "상용로그(밑 10)를 쓸 때",
        earlier="softmax-loss",
    ),
    "log-base-2": Mistake(
        "ce-units",
        "the logarithm has base 2",
        "밑이 2인 로그를 쓸 때",
        earlier="softmax-loss",
    ),
    "natural-log": Mistake(
        "ce-units",
        "the natural logarithm is used, so that the answer is in nats",
        "자연로그를 써서 단위가 냇이 될 때",
    ),
    "sign-forgotten": Mistake(
        "softmax-loss",
        "the minus sign of the logarithm is missing",
        "로그 앞의 음의 부호를 빠뜨릴 때",
    ),
    "probability-for-loss": Mistake(
        "softmax-loss",
        "1 - p is taken and not -log p",
        "-log p 대신 1 - p를 쓸 때",
    ),
    "not-exponentiated": Mistake(
        "softmax-by-hand",
        "the scores are divided by their sum without the exponential",
        "지수 함수를 거치지 않고 점수를 합으로 나눌 때",
    ),
    "softmax-twice": Mistake(
        "torch-double-softmax",
        "a softmax is applied before the cross-entropy, which applies its own",
        "소프트맥스가 이미 들어 있는 교차 엔트로피에 점수가 아니라 소프트맥스를 거친 확률을 넘길 때",
    ),
    "p-and-q-swapped": Mistake(
        "ce-asymmetry",
        "P and Q change places",
        "P와 Q의 자리를 바꿀 때",
    ),
    "entropy-not-subtracted": Mistake(
        "ce-kl",
        "the cross-entropy is taken for the divergence",
        "교차 엔트로피를 KL 발산으로 여길 때",
    ),
    "zero-times-log-zero": Mistake(
        "ce-breaks",
        "0 log 0 is computed as it stands, which is not a number, and not taken as 0",
        "0 log 0을 0으로 보지 않고 그대로 계산해 수가 아니게 될 때",
    ),
    "target-not-subtracted": Mistake(
        "ce-gradient",
        "the gradient is taken as p and not as p - y",
        "그레이디언트를 p - y가 아니라 p로 둘 때",
        earlier="stable-confident",
    ),
    "gradient-sign": Mistake(
        "ce-gradient",
        "the gradient is y - p and not p - y",
        "그레이디언트를 p - y가 아니라 y - p로 둘 때",
        earlier="stable-confident",
    ),
    "jacobian-diagonal-only": Mistake(
        "softmax-jacobian",
        "only the diagonal of the Jacobian is used, as if each probability had only its own score",
        "확률마다 자기 점수 하나에만 달려 있는 듯이 야코비 행렬의 대각 성분만 쓸 때",
    ),
    "temperature-multiplied": Mistake(
        "softmax-temperature",
        "the scores are multiplied by the temperature and not divided by it",
        "점수를 온도로 나누지 않고 곱할 때",
    ),
    "probabilities-tempered": Mistake(
        "softmax-temperature",
        "the finished probabilities are divided by the temperature and not the scores",
        "점수가 아니라 이미 계산된 확률을 온도로 나눌 때",
    ),
    "smoothing-only-wrong": Mistake(
        "ce-soft-targets",
        "the smoothed share is spread over the wrong classes only",
        "레이블 스무딩의 몫을 오답 클래스에만 나눌 때",
    ),
    "sigmoid-of-both": Mistake(
        "softmax-two-classes",
        "the sigmoid is taken of one score and not of the difference of the two",
        "두 점수의 차가 아니라 한쪽 점수에만 시그모이드를 적용할 때",
    ),
    "loss-scaled-with-scores": Mistake(
        "softmax-temperature",
        "the loss is multiplied by the same number as the scores",
        "점수에 곱한 수를 손실에도 그대로 곱할 때",
    ),
    "mean-not-weighted": Mistake(
        "softmax-jacobian",
        "the plain mean is subtracted, and not the one weighed by the probabilities",
        "확률로 가중한 평균이 아니라 단순 평균을 뺄 때",
    ),
    "not-centered": Mistake(
        "softmax-shift",
        "the logarithms are taken as they are, without the shift that makes their sum 0",
        "합이 0이 되도록 옮기지 않고 로그를 그대로 둘 때",
    ),
    "logarithm-of-the-mean": Mistake(
        "softmax-shift",
        "the logarithm of the mean is subtracted and not the mean of the logarithms",
        "로그의 평균이 아니라 평균의 로그를 뺄 때",
    ),
    "gap-swapped": Mistake(
        "softmax-two-classes",
        "the gap is taken the wrong way around, which gives the other class's probability",
        "점수 차이를 거꾸로 빼서 다른 클래스의 확률을 구할 때",
    ),
    "bias-forgotten": Mistake(
        "softmax-two-classes",
        "the biases are left out of the scores",
        "점수에서 편향을 빠뜨릴 때",
    ),
    "infinity-spreads": Mistake(
        "stable-thresholds",
        "one infinity is thought to spoil the whole row, although a finite number over infinity is 0",
        "유한한 수를 무한대로 나누면 0인데도 무한대 하나가 행 전체를 망친다고 볼 때",
    ),
    "low-scores-harmless": Mistake(
        "stable-thresholds",
        "very low scores are taken for harmless, although 0 / 0 is no number either",
        "0 / 0도 수가 아닌데 아주 낮은 점수는 안전하다고 볼 때",
    ),
    "shift-added": Mistake(
        "stable-misconceptions",
        "the largest score is added and not subtracted",
        "가장 큰 점수를 빼지 않고 더할 때",
    ),
    "one-shift-for-all": Mistake(
        "stable-shift",
        "one maximum is subtracted from the whole batch, so that a row far below it has nothing left",
        "행마다가 아니라 배치 전체의 최댓값 하나를 빼서 훨씬 낮은 행에 아무것도 남지 않을 때",
    ),
    "not-divided": Mistake(
        "stable-misconceptions",
        "the exponentials are not divided by their sum",
        "지수 함숫값을 합으로 나누지 않을 때",
    ),
    "shift-in-the-sum-only": Mistake(
        "stable-log-softmax",
        "the largest score is subtracted inside the sum and not from the score in front",
        "합 안에서만 가장 큰 점수를 빼고 앞에 있는 점수에서는 빼지 않을 때",
    ),
    "max-for-logsumexp": Mistake(
        "stable-logsumexp",
        "the largest score is taken for log-sum-exp, which lies above it",
        "최댓값보다 큰 로그-합-지수를 최댓값으로 여길 때",
    ),
    "textbook-formula": Mistake(
        "stable-thresholds",
        "the formula is typed as in a textbook: no score is shifted, and the logarithm comes after the quotient",
        "점수를 옮기지도 않고 몫을 구한 뒤에 로그를 취하는 교과서의 식 그대로 계산할 때",
    ),
    "largest-added-back": Mistake(
        "stable-log1p",
        "small numbers are absorbed, by the 1 in the sum and by the largest score that is added back",
        "합에 든 1과 나중에 다시 더한 가장 큰 점수가 작은 수를 삼킬 때",
    ),
    "half-the-gradient": Mistake(
        "stable-confident",
        "1 is subtracted from a probability that has been rounded to 1, so that half of the gradient is lost",
        "이미 1로 반올림된 확률에서 1을 빼서 그레이디언트의 절반을 잃을 때",
    ),
    "whole-step-for-half": Mistake(
        "stable-confident",
        "a number is held for absorbed only below a whole step at 1, and not below half of it",
        "1에서 다음 수까지 간격의 절반이 아니라 간격 전체를 흡수의 기준으로 삼을 때",
    ),
    "order-of-the-sum": Mistake(
        "stable-confident",
        "the two orders are swapped: what meets the 1 one by one is lost, what is added up first is not",
        "하나씩 1과 만나는 합과 먼저 모아서 1과 만나는 합을 서로 바꿀 때",
    ),
    "epsilon-ignored": Mistake(
        "stable-misconceptions",
        "the epsilon inside the logarithm is taken for harmless",
        "로그 안에 더한 작은 수가 아무 영향도 주지 않는다고 볼 때",
    ),
    "base-upside-down": Mistake(
        "ce-units",
        "a larger loss is taken for a larger base, although a larger base makes every loss smaller",
        "밑이 클수록 손실이 작아지는데도 손실이 클수록 밑이 크다고 볼 때",
    ),
    "entropy-of-the-belief": Mistake(
        "ce-kl",
        "the entropy of Q is subtracted and not that of P",
        "P가 아니라 Q의 엔트로피를 뺄 때",
    ),
    "entropy-for-length": Mistake(
        "ce-coding",
        "the entropy is taken for the length of a code, which has whole digits",
        "자릿수가 정수인 부호의 길이를 엔트로피와 같다고 볼 때",
    ),
    "pair-for-report": Mistake(
        "ce-coding",
        "the digits of a pair are not shared between its two reports",
        "쌍 하나의 자릿수를 보고 두 개로 나누지 않을 때",
    ),
    "lengths-not-weighted": Mistake(
        "ce-coding",
        "the lengths of the codes are averaged without the probabilities",
        "확률을 곱하지 않고 부호의 길이를 평균할 때",
    ),
    "log-of-the-mean": Mistake(
        "ce-likelihood",
        "the logarithm is taken of the mean probability, and not the mean of the logarithms",
        "로그의 평균이 아니라 평균 확률의 로그를 구할 때",
    ),
    "soft-target-as-one-hot": Mistake(
        "ce-soft-targets",
        "the target is treated as one-hot, with all probability on a single class",
        "타깃을 한 클래스에 확률이 모두 놓인 원-핫으로 여길 때",
    ),
    "lowest-loss-zero": Mistake(
        "ce-misconceptions",
        "the lowest loss is taken to be 0, which holds for one-hot targets only",
        "원-핫 타깃에서만 0인 가장 작은 손실을 언제나 0이라고 볼 때",
    ),
    "difference-for-ratio": Mistake(
        "softmax-formula",
        "the difference of two probabilities is taken for the gap of the scores, which is the logarithm of their ratio",
        "점수 차는 두 확률의 비의 로그인데 두 확률의 차로 여길 때",
    ),
    "smoothing-share-lost": Mistake(
        "ce-soft-targets",
        "the correct class does not get its own part of the smoothed share, so that the target no longer sums to 1",
        "정답 클래스에 레이블 스무딩의 몫을 주지 않아 타깃의 합이 1이 되지 않을 때",
    ),
    "classes-exchanged": Mistake(
        "ce-binary",
        "the score is taken for that of class 0",
        "점수를 클래스 0의 점수로 여길 때",
    ),
    "ratio-tempered": Mistake(
        "softmax-temperature",
        "the ratio of the probabilities is divided by the temperature, and not the gap of the scores",
        "점수의 차이가 아니라 확률의 비를 온도로 나눌 때",
    ),
    "shift-saves-log": Mistake(
        "stable-log-softmax",
        "the shift keeps small probabilities from becoming 0",
        "점수를 옮기면 작은 확률이 0이 되지 않는다고 볼 때",
    ),
    "smallest-number-stays": Mistake(
        "stable-thresholds",
        "a number too small for the format becomes the smallest one above 0",
        "형식에 담기에 너무 작은 수가 0이 아니라 가장 작은 양수로 남는다고 볼 때",
    ),
    "rare-costs-little": Mistake(
        "ce-surprise",
        "surprise has an upper limit, so that what is rare can cost only a little",
        "놀라움에 위쪽 한계가 있어 드문 일의 대가는 클 수 없다고 볼 때",
    ),
    "zero-in-p": Mistake(
        "ce-breaks",
        "a 0 in P costs as much as a 0 in Q",
        "P에 있는 0의 대가도 Q에 있는 0만큼 크다고 볼 때",
    ),
    # --- training a softmax classifier
    "biases-not-counted": Mistake(
        "torch-data",
        "the biases are not counted among the parameters",
        "파라미터를 세면서 편향을 빠뜨릴 때",
    ),
    "line-zero-not-counted": Mistake(
        "torch-log",
        "the line of epoch 0 is not counted",
        "에포크 0의 줄을 세지 않을 때",
    ),
    "last-update-counted": Mistake(
        "torch-log",
        "the update of the last epoch is counted, which comes after its cost",
        "마지막 손실을 계산한 뒤에 하는 갱신까지 셀 때",
    ),
    "single-softmax": Mistake(
        "torch-double-softmax",
        "the gradient is p - y, that of a single softmax",
        "소프트맥스를 한 번만 쓴 손실의 그레이디언트인 p - y를 쓸 때",
    ),
    "inner-softmax-forgotten": Mistake(
        "torch-double-softmax",
        "the gradient stops at the probabilities, without the Jacobian of the first softmax",
        "첫 번째 소프트맥스의 야코비 행렬을 곱하지 않고 확률에 대한 그레이디언트에서 멈출 때",
    ),
    "uniform-for-worst": Mistake(
        "torch-double-softmax",
        "equal probabilities are taken for the worst case, although a confident mistake costs more",
        "자신 있게 틀릴 때 손실이 더 큰데도 모든 확률이 같을 때를 최악으로 볼 때",
    ),
    "inner-derivative-forgotten": Mistake(
        "torch-digits",
        "the chain rule stops at the scaled scores, without the derivative of s / T by T",
        "연쇄 법칙에서 s / T를 T로 미분한 값을 곱하지 않을 때",
    ),
    "minus-of-the-inverse": Mistake(
        "torch-digits",
        "the minus sign in the derivative of 1 / T is missing",
        "1 / T를 미분할 때 나오는 음의 부호를 빠뜨릴 때",
    ),
    "mean-not-subtracted": Mistake(
        "torch-recovery",
        "the mean of the squares is taken for the variance, without subtracting the square of the mean",
        "평균의 제곱을 빼지 않고 제곱의 평균을 분산으로 쓸 때",
    ),
    "probabilities-left-out": Mistake(
        "torch-recovery",
        "the variance counts every class alike and not with its probability",
        "확률로 가중하지 않고 모든 클래스를 똑같이 세어 분산을 구할 때",
    ),
    "bins-weigh-alike": Mistake(
        "torch-digits",
        "the bins count alike, however many answers are in them",
        "구간에 든 답의 개수와 상관없이 구간을 똑같은 비중으로 평균할 때",
    ),
    "gaps-cancel": Mistake(
        "torch-digits",
        "the gaps of the bins are added up with their signs, so that too sure and too modest cancel",
        "구간의 차이를 절댓값 없이 더해 지나친 자신감과 지나친 조심이 서로 지워질 때",
    ),
    "steps-not-compounded": Mistake(
        "torch-effects",
        "the same amount is taken away in every step, and not the same share of what is left",
        "걸음마다 남은 값의 일정한 비율이 아니라 똑같은 양을 뺄 때",
    ),
    "decay-doubled": Mistake(
        "torch-effects",
        "the decay counts twice, as if the penalty here had no factor 1/2",
        "이 장의 페널티에 붙은 1/2을 빠뜨려 감쇠가 두 배가 될 때",
    ),
    "own-class-left-out": Mistake(
        "versus-same-scores",
        "the correct class is left out of the sum under the logarithm, where it stands as 1",
        "로그 안의 합에서 1로 들어가야 할 정답 클래스를 빼먹을 때",
    ),
    "digits-cancel": Mistake(
        "stable-confident",
        "p is subtracted from 1 where it is nearly 1, which loses the digits of the rest",
        "1에 가까운 p를 1에서 빼어 나머지의 자릿수를 잃을 때",
    ),
    "inner-factor-forgotten": Mistake(
        "versus-bridge",
        "the factor 1/T of the inner derivative is missing, so that T is not canceled",
        "합성함수를 미분할 때 나오는 1/T을 빠뜨려 T가 약분되지 않을 때",
    ),
    "shares-forgotten": Mistake(
        "versus-probabilities",
        "every class counts alike as the label, whatever its share",
        "비율과 관계없이 모든 클래스를 똑같은 비중의 정답으로 볼 때",
    ),
    "likeliest-class-only": Mistake(
        "versus-probabilities",
        "only the most frequent class is taken as the label",
        "가장 많은 클래스만 정답으로 볼 때",
    ),
    "log-of-log": Mistake(
        "torch-logits",
        "cross-entropy takes the logarithm of what it is handed, and does not apply a softmax first",
        "교차 엔트로피가 소프트맥스를 거치지 않고 넘겨받은 수에 바로 로그를 취한다고 볼 때",
    ),
    "path-changes-slope": Mistake(
        "torch-logits",
        "two ways to compute the same function can have different gradients",
        "같은 함수라도 계산하는 길이 다르면 그레이디언트가 달라진다고 볼 때",
    ),
    "softmax-content-too": Mistake(
        "versus-caring",
        "softmax is content from a lead on, as the hinge is",
        "힌지처럼 소프트맥스도 일정한 폭만 앞서면 만족한다고 볼 때",
    ),
    "roles-exchanged": Mistake(
        "versus-caring",
        "softmax is content from a lead on, and the hinge never",
        "일정한 폭만 앞서면 만족하는 쪽이 힌지가 아니라 소프트맥스라고 볼 때",
    ),
    # --- distances, angles, margins
    "distance-not-rooted": Mistake(
        "metric-distances",
        "the square root is missing",
        "제곱근을 빠뜨릴 때",
    ),
    "manhattan-for-euclidean": Mistake(
        "metric-distances",
        "the Manhattan distance is taken for the Euclidean one",
        "유클리드 거리 대신 맨해튼 거리를 쓸 때",
    ),
    "inverse-forgotten": Mistake(
        "metric-mahalanobis",
        "the axes are scaled by the matrix's entries where their inverse roots are meant",
        "축의 길이를 행렬 성분의 역제곱근이 아니라 성분 그대로 볼 때",
    ),
    "own-vote-counted": Mistake(
        "metric-nca",
        "a point votes for itself",
        "자기 자신도 이웃으로 세어 투표하게 할 때",
    ),
    "votes-not-squared": Mistake(
        "metric-nca",
        "the votes fall with the distance and not with its square",
        "표의 몫을 제곱 거리가 아니라 거리로 정할 때",
    ),
    "votes-vanish": Mistake(
        "metric-breaks",
        "the smallest distance is not subtracted first, so that far points leave 0 divided by 0",
        "가장 작은 거리를 먼저 빼지 않아, 점이 멀면 0을 0으로 나눌 때",
    ),
    "cosine-without-lengths": Mistake(
        "metric-distances",
        "the inner product is not divided by the lengths of the two vectors",
        "내적을 두 벡터의 길이로 나누지 않을 때",
    ),
    "similarity-for-distance": Mistake(
        "metric-distances",
        "the cosine similarity is taken for the cosine distance",
        "코사인 거리 대신 코사인 유사도를 쓸 때",
    ),
    "distance-not-squared": Mistake(
        "metric-lmnn",
        "the distances are not squared",
        "거리를 제곱하지 않을 때",
    ),
    "push-without-margin": Mistake(
        "metric-lmnn",
        "the margin is left out of the push",
        "밀어내기에서 마진을 빼먹을 때",
    ),
    "push-without-hinge": Mistake(
        "metric-lmnn",
        "max(0, ...) is missing, so that strangers beyond the margin lower the push",
        "max(0, ...)가 없어 마진 밖의 점이 밀어내기를 줄일 때",
    ),
    "pair-counted-once": Mistake(
        "metric-lmnn",
        "each pair of neighbors is counted once, though each of its two points pulls the other",
        "두 점이 서로를 끌어당기는데 한 쌍을 한 번만 셀 때",
    ),
    "matrix-scaled-up": Mistake(
        "metric-mahalanobis",
        "the matrix grows with the values, where it has to undo their change",
        "행렬이 값의 변화를 되돌려야 하는데 값과 함께 커지게 할 때",
    ),
    "unit-undone-once": Mistake(
        "metric-mahalanobis",
        "the new unit is undone once, though a squared distance holds it twice",
        "제곱 거리에는 단위가 두 번 들어가는데 한 번만 되돌릴 때",
    ),
    "diagonal-axes-only": Mistake(
        "metric-mahalanobis",
        "only the diagonal of the matrix is used, as if the ellipse lay along the coordinate axes",
        "타원이 좌표축을 따라 놓인 듯이 행렬의 대각 성분만 쓸 때",
    ),
    "map-forgotten": Mistake(
        "metric-mahalanobis",
        "the points are measured where they are, without the map",
        "점을 행렬로 옮기지 않고 거리를 잴 때",
    ),
    "map-transposed": Mistake(
        "metric-mahalanobis",
        "the points are moved by the transpose of A",
        "점을 A가 아니라 A의 전치 행렬로 옮길 때",
    ),
    "matrix-for-map": Mistake(
        "metric-mahalanobis",
        "the points are moved by M and not by A",
        "점을 A가 아니라 M으로 옮길 때",
    ),
    "inner-product-for-cosine": Mistake(
        "angular-rule",
        "the inner product is not divided by the lengths",
        "내적을 길이로 나누지 않을 때",
    ),
    "degrees-for-radians": Mistake(
        "angular-rule",
        "degrees are taken for radians",
        "도를 라디안으로 여길 때",
    ),
    "radians-for-degrees": Mistake(
        "metric-distances",
        "the angle is left in radians, where degrees are asked for",
        "각도를 도로 바꾸지 않고 라디안 그대로 둘 때",
    ),
    "plain-multiple-angle": Mistake(
        "lsoftmax-psi",
        "cos(mθ) is taken for ψ, which rises again beyond π/m",
        "π/m를 지나면 다시 커지는 cos(mθ)를 ψ로 쓸 때",
    ),
    "stairs-one-too-high": Mistake(
        "lsoftmax-psi",
        "k is one too large at the border of two pieces",
        "두 구간의 경계에서 k를 하나 크게 잡을 때",
    ),
    "step-not-doubled": Mistake(
        "lsoftmax-psi",
        "k is subtracted and not 2k",
        "2k가 아니라 k를 뺄 때",
    ),
    "lambda-not-normalized": Mistake(
        "lsoftmax-lambda",
        "the blend is not divided by 1 + λ",
        "섞은 값을 1 + λ로 나누지 않을 때",
    ),
    "margin-on-all-classes": Mistake(
        "family-picture",
        "every class gets the margin and not only the target",
        "정답 클래스뿐 아니라 모든 클래스에 마진을 줄 때",
        earlier="lsoftmax-why",
    ),
    "margin-helps-target": Mistake(
        "family-picture",
        "the margin is added to the target's logit, which makes the task easier and not harder",
        "마진을 정답 로짓에 더해 문제를 어렵게가 아니라 쉽게 만들 때",
    ),
    "scale-forgotten": Mistake(
        "angular-scale",
        "the scale s is missing",
        "스케일 s를 빠뜨릴 때",
    ),
    "angle-for-cosine-margin": Mistake(
        "family-table",
        "the margin is subtracted from the cosine where it belongs to the angle, or the other way around",
        "각도에 더할 마진을 코사인에서 빼거나 그 반대로 할 때",
    ),
    "margin-in-degrees": Mistake(
        "family-by-hand",
        "the margin of the angle is read as degrees, though it is in radians",
        "라디안인 각도 마진을 도로 읽을 때",
    ),
    "margin-at-test": Mistake(
        "family-by-hand",
        "the margin is left on at test time",
        "테스트할 때도 마진을 그대로 둘 때",
    ),
    "similar-swapped": Mistake(
        "family-contrastive",
        "similar and dissimilar pairs change places",
        "같은 쌍과 다른 쌍을 서로 바꿀 때",
    ),
    "half-forgotten": Mistake(
        "family-contrastive",
        "the factor 1/2 is missing",
        "1/2을 곱하지 않을 때",
    ),
    "far-pairs-pulled": Mistake(
        "family-contrastive",
        "max(0, ...) is missing, so that dissimilar pairs beyond the margin are pulled back",
        "max(0, ...)가 없어 마진보다 먼 다른 쌍까지 다시 끌어당길 때",
    ),
    "triplet-swapped": Mistake(
        "family-triplet",
        "the positive and the negative change places",
        "양성과 음성을 서로 바꿀 때",
    ),
    "anchor-is-its-own-positive": Mistake(
        "family-triplet",
        "the anchor itself may be chosen as its positive or its negative",
        "앵커 자신을 양성이나 음성으로 고를 수 있게 둘 때",
    ),
    "hardest-for-semi-hard": Mistake(
        "family-triplet",
        "the nearest negative is taken, and not the nearest one that is further than the positive",
        "양성보다 먼 음성 가운데 가장 가까운 것이 아니라 가장 가까운 음성을 고를 때",
    ),
    "threshold-too-high": Mistake(
        "family-verification",
        "the threshold is not lowered as far as the permitted mistakes allow",
        "허용된 만큼까지 문턱값을 낮추지 않을 때",
    ),
    "ties-win": Mistake(
        "family-verification",
        "a tie counts as a win and not as half of one",
        "동점을 절반이 아니라 한 번 이긴 것으로 셀 때",
    ),
    "ties-lose": Mistake(
        "family-verification",
        "a tie counts as a defeat and not as half a win",
        "동점을 절반만 이긴 것이 아니라 진 것으로 셀 때",
    ),
    "smallest-cosine": Mistake(
        "angular-rule",
        "the smallest cosine is taken for the smallest angle, which has the largest",
        "코사인이 가장 작은 것을 각도가 가장 작은 것으로 여길 때",
    ),
    "lengths-ignored": Mistake(
        "angular-rule",
        "the lengths are left out and only the angles counted",
        "길이를 빼놓고 각도만 따질 때",
    ),
    "length-ratio-inverted": Mistake(
        "angular-rule",
        "the ratio of the two lengths is turned upside down",
        "두 길이의 비를 거꾸로 쓸 때",
    ),
    "cosine-not-differentiated": Mistake(
        "angular-training",
        "the cosine stays a cosine, although its derivative is minus the sine",
        "코사인을 미분하면 음의 사인이 되는데 코사인 그대로 둘 때",
    ),
    "length-not-divided": Mistake(
        "angular-norms",
        "the slope is not divided by the length of the feature",
        "기울기를 특징의 길이로 나누지 않을 때",
    ),
    "features-only-normalized": Mistake(
        "angular-normalized",
        "the features are normalized, but the class vectors keep their lengths",
        "특징만 정규화하고 클래스 벡터의 길이는 그대로 둘 때",
    ),
    "divided-by-scale": Mistake(
        "angular-scale",
        "the cosines are divided by the scale s, as if it were a temperature",
        "스케일 s를 온도처럼 여겨 코사인을 s로 나눌 때",
    ),
    "all-opposite": Mistake(
        "angular-scale",
        "every wrong cosine is taken to be -1, which all classes cannot have at once",
        "모든 클래스가 한꺼번에 그럴 수 없는데도 오답의 코사인을 모두 -1로 둘 때",
    ),
    "odd-pieces-not-flipped": Mistake(
        "lsoftmax-psi",
        "the factor (-1)^k is missing, so that every other piece still rises",
        "(-1)^k를 빠뜨려 조각이 하나 걸러 하나씩 그대로 올라갈 때",
    ),
    "pieces-from-one": Mistake(
        "lsoftmax-psi",
        "the pieces are counted from 1 and not from 0",
        "조각의 번호 k를 0이 아니라 1부터 셀 때",
    ),
    "slope-by-the-angle": Mistake(
        "lsoftmax-gradient",
        "the slope is taken by the angle and not by its cosine",
        "코사인이 아니라 각도로 미분할 때",
    ),
    "angle-held": Mistake(
        "lsoftmax-gradient",
        "ψ is held fixed while the feature moves, so that nothing turns it",
        "특징이 움직여도 ψ는 그대로라고 보아 돌리는 부분을 빠뜨릴 때",
    ),
    "stretching-turns": Mistake(
        "lsoftmax-gradient",
        "the derivative of the cosine lacks -c x̂, as if a longer feature had another angle",
        "특징이 길어지면 각도도 달라진다는 듯이 코사인의 미분에서 -c x̂을 빠뜨릴 때",
    ),
    "margin-without-gradient": Mistake(
        "lsoftmax-gradient",
        "the lowered score gets the gradient of the plain one",
        "낮춘 점수에 원래 점수의 그레이디언트를 그대로 쓸 때",
    ),
    "lambda-on-psi": Mistake(
        "lsoftmax-lambda",
        "λ weighs ψ and not the plain cosine",
        "λ를 원래의 코사인이 아니라 ψ에 곱할 때",
    ),
    "divided-by-m": Mistake(
        "lsoftmax-geometry",
        "the angle between the class vectors is divided by m and not by m + 1",
        "클래스 벡터 사이의 각도를 m + 1이 아니라 m으로 나눌 때",
    ),
    "one-cone-only": Mistake(
        "lsoftmax-geometry",
        "only one of the two cones is taken off the angle",
        "두 부채꼴 가운데 하나만 각도에서 뺄 때",
    ),
    "zero-by-zero": Mistake(
        "lsoftmax-traps",
        "0 is divided by 0, which is not a number",
        "0을 0으로 나누어 수가 아니게 될 때",
        earlier="angular-breaks",
    ),
    "stretch-keeps-order": Mistake(
        "metric-distances",
        "stretching a single axis keeps the order of all distances",
        "축 하나만 늘여도 거리의 순서가 모두 그대로라고 볼 때",
    ),
    "cosine-ignores-units": Mistake(
        "metric-distances",
        "the cosine ignores the unit of a single feature as it ignores lengths",
        "길이를 무시하는 코사인이 특징 하나의 단위까지 무시한다고 볼 때",
    ),
    "units-not-undone": Mistake(
        "metric-mahalanobis",
        "the inverse covariance does not undo a change of units",
        "공분산 행렬의 역행렬이 단위의 변화를 되돌리지 못한다고 볼 때",
    ),
    "bias-grows-too": Mistake(
        "angular-rule",
        "the biases grow along with the feature",
        "특징이 길어지면 편향도 함께 커진다고 볼 때",
    ),
    "features-normalized-by-softmax": Mistake(
        "angular-misconceptions",
        "softmax normalizes the feature and not the probabilities",
        "소프트맥스가 확률이 아니라 특징을 정규화한다고 볼 때",
    ),
    "longest-vector-wins": Mistake(
        "angular-rule",
        "a long feature leaves the answer to the longest class vector, whatever its angle",
        "특징이 길면 각도와 상관없이 가장 긴 클래스 벡터가 답을 정한다고 볼 때",
    ),
    "lambda-only-early": Mistake(
        "lsoftmax-lambda",
        "λ matters only in the first steps, whatever it is later",
        "λ가 처음 몇 걸음에만 쓰이고 그 뒤의 값은 상관없다고 볼 때",
    ),
    "angle-stops-at-180": Mistake(
        "family-picture",
        "a widened angle stops at 180°",
        "넓힌 각도가 180°에서 멈춘다고 볼 때",
    ),
    "easy-form-assumed": Mistake(
        "family-breaks",
        "the margin is switched off from 90° on, as in the easy form",
        "쉬운(easy) 형태에서처럼 90°부터 마진이 꺼진다고 볼 때",
    ),
}
