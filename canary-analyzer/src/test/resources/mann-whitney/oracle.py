"""Writes oracle.csv beside itself: python oracle.py (needs SciPy and NumPy; written with SciPy 1.17.1).

p-value and statistic: scipy.stats.mannwhitneyu(method="asymptotic", use_continuity=True). Interval: the formulas of R's
wilcox.test(x, y, conf.int=TRUE, conf.level=0.98, exact=FALSE, correct=TRUE), the roots found by bisection to the last bit.
Estimate: the median of all differences (Hodges and Lehmann); R's own lies where the rank sum is balanced, too. Common language effect size: the statistic over the number of pairs.
"""
import csv
import pathlib

import numpy as np
from scipy.stats import mannwhitneyu, norm, rankdata


def standardised(x, y, shift, correct):
    ranks = rankdata(np.concatenate([x - shift, y]))
    n, m = len(x), len(y)
    gap = ranks[:n].sum() - n * (n + 1) / 2 - n * m / 2
    ties = sum(count**3 - count for count in np.unique(ranks, return_counts=True)[1])
    deviation = np.sqrt(n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1))))
    return (gap - (np.sign(gap) * 0.5 if correct else 0)) / deviation


def root(x, y, quantile, correct):
    low, high = x.min() - y.max(), x.max() - y.min()
    if standardised(x, y, low, correct) <= quantile:
        return low
    if standardised(x, y, high, correct) >= quantile:
        return high
    for _ in range(2000):
        middle = low + (high - low) / 2
        if middle <= low or middle >= high:
            break
        low, high = (middle, high) if standardised(x, y, middle, correct) > quantile else (low, middle)
    return low


def row(name, x, y):
    x, y = np.asarray(x, float), np.asarray(y, float)
    test = mannwhitneyu(x, y, alternative="two-sided", method="asymptotic", use_continuity=True)
    quantile = -norm.ppf(0.01)
    numbers = [test.statistic, test.pvalue, np.median(np.subtract.outer(x, y)), root(x, y, quantile, True), root(x, y, -quantile, True),
               test.statistic / (len(x) * len(y))]
    return [name, " ".join(map(repr, x.tolist())), " ".join(map(repr, y.tolist()))] + ["%.17g" % number for number in numbers]


random = np.random.default_rng(20260101)
cases = [
    ("shifted", [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]),
    ("tied", [1, 2, 2, 3, 5, 5, 8, 9, 9, 12], [1, 1, 2, 2, 3, 3, 4, 5, 5, 6]),
    ("unequal", [10.5, 11.2, 9.8, 12.9, 13.3, 10.1], [7.7, 8.1, 9.9, 6.5, 8.8, 9.1, 10.2, 7.3, 8.4, 9.6, 8.9]),
    ("apart", [10, 11, 12, 13, 14, 15, 16, 17], [1, 2, 3, 4, 5, 6, 7, 8]),
    ("mostly zero", [0] * 40 + [0.01, 0.02, 0.02, 0.05], [0] * 38 + [0.01, 0.01, 0.03]),
]
for scale in (1e-7, 1e-3, 1, 1e7):
    cases.append(("lognormal x %g" % scale, np.round(random.lognormal(0.2, 0.5, 60), 6) * scale, np.round(random.lognormal(0, 0.5, 55), 6) * scale))
for n, m in ((5, 30), (30, 5), (120, 120)):
    cases.append(("rounded %d and %d" % (n, m), np.round(random.normal(5, 2, n), 1), np.round(random.normal(4.5, 2, m), 1)))
with open(pathlib.Path(__file__).with_name("oracle.csv"), "w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["case", "x", "y", "statistic", "pValue", "estimate", "low", "high", "commonLanguage"])
    writer.writerows(row(*case) for case in cases)
