#!/usr/bin/env python3
"""Writes exp_log.csv: python3 exp_log.py > exp_log.csv (needs mpmath; the numbers of the last column, Python alone).

Columns, doubles as the hexadecimal digits of their bits:
  function   exp or log
  argument
  exact      the double nearest to the exact value of the function at the double that the argument is
  portable   the fdlibm polynomials in plain double operations, each rounded once, as CPython does them
"""
import math, random, struct
from mpmath import mp, mpf, exp as mpexp, log as mplog, ldexp

mp.prec = 400


def bits(x): return struct.unpack("<Q", struct.pack("<d", x))[0]
def double(u): return struct.unpack("<d", struct.pack("<Q", u))[0]


def nearest(x):
    """The double nearest to an mpf, ties to even, subnormals and overflow included."""
    if x == 0: return 0.0
    least = max(int(mp.floor(mp.log(abs(x), 2))), -1022) - 52
    for place in (least, least + 1):
        whole = int(mp.nint(ldexp(x, -place)))
        if abs(whole) <= 2 ** 53: break
    return math.inf if abs(whole) * mpf(2) ** place >= mpf(2) ** 1024 else math.ldexp(whole, place)


def portable_exp(x):
    if x > 709.782712893384: return math.inf
    if x <= -745.1332191019412: return 0.0
    k = x * 1.4426950408889634 + float.fromhex("0x1.8p52") - float.fromhex("0x1.8p52")
    high = x - k * 6.93147180369123816490e-01
    low = k * 1.90821492927058770002e-10
    r = high - low
    t = r * r
    p0 = 6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
    p1 = 1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * p0)
    c = r - t * p1
    y = 1 - ((low - (r * c) / (2 - c)) - high)
    return math.ldexp(y, int(k))


def portable_log(x):
    if x < 2.0 ** -1022: return portable_log(x * 2.0 ** 54) - 54 * 0.6931471805599453
    u = bits(x) + (0x3ff0000000000000 - 0x3fe6a09e00000000)
    k = float((u >> 52) - 1023)
    f = double((u & 0x000fffffffffffff) + 0x3fe6a09e00000000) - 1
    half = 0.5 * f * f
    s = f / (2 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd3 = 1.818357216161805012e-01 + w * 1.479819860511658591e-01
    odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * odd3))
    tail = s * (half + (odd + even)) + k * 1.90821492927058770002e-10
    return tail - half + f + k * 6.93147180369123816490e-01


chance = random.Random(20260101)
exps = [chance.uniform(-745.2, 709.8) for _ in range(300)] + [chance.uniform(-1, 1) for _ in range(150)]
exps += [chance.uniform(-745.2, -708) for _ in range(100)]
exps += [math.ldexp(chance.uniform(-1, 1), -chance.randrange(70)) for _ in range(100)]
# Halfway between two multiples of ln 2, where the reduction turns over.
exps += [(k + 0.5) * math.log(2) + chance.uniform(-1e-12, 1e-12) for k in range(-1070, 1020, 31)]
for edge in (709.782712893384, -745.1332191019412, -708.3964185322641, 707.0, -707.0, 709.0895657128241):
    exps += [double(bits(edge) + step) for step in range(-3, 4)]
logs = [math.ldexp(chance.uniform(1, 2), chance.randrange(-1022, 1024)) for _ in range(300)]
logs += [chance.uniform(0.5, 2) for _ in range(200)] + [double(chance.randrange(1, 1 << 52)) for _ in range(60)]
logs += [chance.uniform(1e-9, 1e-4) for _ in range(100)]
for edge in (1.0, math.sqrt(0.5), math.sqrt(2), 2.0, 2.0 ** -1022, 1.7976931348623155e308):
    logs += [double(bits(edge) + step) for step in range(-8, 2)]

print("function,argument,exact,portable")
for name, numbers, exact, portable in (("exp", exps, mpexp, portable_exp), ("log", logs, mplog, portable_log)):
    for x in numbers:
        print(f"{name},{bits(x):016x},{bits(nearest(exact(mpf(x)))):016x},{bits(portable(x)):016x}")
