def render(c: object) -> dict[str, str]:
    return {}
