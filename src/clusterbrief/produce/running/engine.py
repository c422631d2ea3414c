"""A papermill engine that runs a notebook in the process that asks for it: no kernel is started.

Whoever wants a clean process forks one first (``forks``). papermill imports this module by itself, under the name
``clusterbrief``: ``papermill --engine clusterbrief in.ipynb out.ipynb``. Import papermill before it.
"""

from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine


class WarmEngine(Engine):
    """Runs notebooks in this process; whatever it has imported need not be imported again."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        execution_timeout: float | None = None,
        on_cell: Callable[[int], None] = lambda _: None,
        **settings: Any,
    ) -> NotebookNode:
        """Run a notebook that papermill has prepared.

        ``execution_timeout`` is how many seconds one cell may take; None or 0 sets no limit. ``on_cell`` is told the
        number of each cell before it runs.
        """
        for name in ("input_path", "stdout_file", "stderr_file", "start_timeout", "timeout", "startup_timeout"):
            settings.pop(name, None)
        from papermill.log import logger

        from clusterbrief.produce.running.client import InProcessClient

        # papermill would write it twice for each cell, prose included; the client does before code runs, which is all
        # that can end this process, and papermill writes it well at the end
        nb_man.save = lambda **_: None
        client = InProcessClient(
            nb_man, on_cell, log=logger, log_output=log_output, timeout=execution_timeout or None, **settings
        )
        return client.execute()
