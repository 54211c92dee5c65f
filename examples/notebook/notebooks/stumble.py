# %% Prices
from fractions import Fraction

prices = {"apples": "3/4", "bread": "2.50", "cheese": "4 euros", "dates": "7/0"}


# %% What can go wrong
def price(name: str) -> Fraction:
    return Fraction(prices[name])


def cheapest(names: list[str]) -> str:
    return min(names, key=price)


# %% This works
cheapest(["bread", "apples"])

# %% This fails: a price that is no number
cheapest(["bread", "cheese"])

# %% This fails: and hides why
try:
    price("dates")
except ZeroDivisionError as error:
    raise LookupError("nobody knows what dates cost") from error

# %% And yet the kernel goes on, with all it knew
prices["cheese"] = "9/2"
print("now the cheese has a price:", price("cheese"))
cheapest(["bread", "cheese"])
