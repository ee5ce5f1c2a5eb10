# R's wilcox.test(x, y, conf.int = TRUE, exact = FALSE, correct = TRUE), its formulas written out with the standard library
from statistics import NormalDist
from collections import Counter
N = NormalDist()
def rank(v):
    return [sum(w < a for w in v) + (sum(w == a for w in v) + 1) / 2 for a in v]
def parts(x, y, d):
    v = [a - d for a in x] + list(y)
    r = rank(v); n, m = len(x), len(y); k = n + m
    dz = sum(r[:n]) - n * (n + 1) / 2 - n * m / 2
    ties = sum(t**3 - t for t in Counter(r).values())
    return dz, (n * m / 12 * ((k + 1) - ties / (k * (k - 1)))) ** .5
def z(x, y, d, correct):
    dz, s = parts(x, y, d)
    return (dz - (((dz > 0) - (dz < 0)) * .5 if correct else 0)) / s
def root(x, y, q, correct):
    lo, hi = min(x) - max(y), max(x) - min(y)
    for _ in range(200):
        mid = (lo + hi) / 2
        if z(x, y, mid, correct) > q: lo = mid
        else: hi = mid
    return (lo + hi) / 2
def wilcox(x, y, conf):
    dz, s = parts(x, y, 0); q = -N.inv_cdf((1 - conf) / 2)
    return dz + len(x) * len(y) / 2, 2 * (1 - N.cdf(abs(z(x, y, 0, True)))), root(x, y, 0, False), root(x, y, q, True), root(x, y, -q, True)
cases = {"shifted": ([1.83,0.50,1.62,2.48,1.68,1.88,1.55,3.06,1.30],[0.878,0.647,0.598,2.05,1.06,1.29,1.06,3.14,1.29]),
 "tied": ([1,2,2,3,5,5,8,9,9,12],[1,1,2,2,3,3,4,5,5,6]),
 "unequal": ([10.5,11.2,9.8,12.9,13.3,10.1],[7.7,8.1,9.9,6.5,8.8,9.1,10.2,7.3,8.4,9.6,8.9])}
for k, (x, y) in cases.items(): print(k, ["%.10g" % v for v in wilcox(x, y, .98)])
