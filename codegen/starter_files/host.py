"""Starts the worker, asks it two things, prints the answers: python host.py"""

import sys

from generated import CountWords, Host, Stop, TextId


def main() -> None:
    """Ask, print what comes back, and end when the worker has ended."""
    texts = {"proverb": "least said soonest mended", "empty": ""}
    with Host.bind() as host:
        worker = host.spawn([sys.executable, "worker.py"])
        for name, text in texts.items():
            host.requests.send(CountWords(text_id=TextId(name), text=text))
        host.requests.send(Stop())
        for answer in host.answers:
            print(f"{answer.text_id}: {answer.words} words")
        worker.wait()


if __name__ == "__main__":
    main()
