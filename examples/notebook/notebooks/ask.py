# %% Who is there?
name = input("Your name? ").strip() or "stranger"
print(f"Hello, {name}!")

# %% A number between 1 and 100
# At most seven questions. The answers come from the terminal, or from a file or a pipe.
print("Think of a number between 1 and 100. I shall ask; say y or n.")
low, high, questions = 1, 100, 0
while low < high:
    middle = (low + high) // 2
    questions += 1
    if (
        input(f"{questions}. Is it greater than {middle}? ")
        .strip()
        .lower()
        .startswith("y")
    ):
        low = middle + 1
    else:
        high = middle

# %% And it is ...
print(f"{name}, it is {low}. I asked {questions} times.")
