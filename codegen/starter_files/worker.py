"""Counts words for the host, which starts it."""

from typing import assert_never

from generated import Counted, CountWords, Stop, Worker


def main() -> None:
    """Answer requests until told to stop."""
    with Worker.connect() as worker:
        for request in worker.requests:
            match request:
                case CountWords(text_id=text_id, text=text, minimum=minimum):
                    words = sum(len(word) >= minimum for word in text.split())
                    worker.answers.send(Counted(text_id=text_id, words=words))
                case Stop():
                    return
                case _:
                    assert_never(request)


if __name__ == "__main__":
    main()
