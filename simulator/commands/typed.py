"""How the program was called; hints say it again."""

import click


def command() -> str:
    """``python3 run.py`` in a checkout, ``minsheng`` where the program is installed."""
    context = click.get_current_context(silent=True)
    return str(context.obj) if context is not None else "python3 run.py"
