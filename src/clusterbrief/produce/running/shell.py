"""A notebook's shell inside this process: ipykernel's own shell, whose messages are kept instead of sent.

What cells print and show thus becomes the same messages that a kernel would send, and nbclient turns them into the
same outputs.
"""

import builtins
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from types import SimpleNamespace
from typing import IO, Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets.config import Config

Message = dict[str, Any]
Receive = Callable[[Message], Any]
INLINE = "module://matplotlib_inline.backend_inline"  # the backend that kernels draw with


class _Kept(Session):
    """A session that hands each message to a receiver."""

    receive: Receive = staticmethod(lambda _: None)

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, **_: Any) -> Message:  # type: ignore[override]
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent)
        message["content"] = self.unpack(self.pack(message["content"]))  # as it would arrive: bytes become text
        self.receive(message)
        return message


class _Caught:
    """What programs that a notebook starts write to a file descriptor."""

    def __init__(self, descriptor: int) -> None:
        self.file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is given back
        self.descriptor, self.read = descriptor, 0
        self.before = os.dup(descriptor)
        os.dup2(self.file.fileno(), descriptor)

    def new_text(self) -> str:
        size = os.fstat(self.file.fileno()).st_size
        content = os.pread(self.file.fileno(), size - self.read, self.read)
        self.read = size
        return content.decode("utf-8", "replace")

    def give_back(self) -> None:
        os.dup2(self.before, self.descriptor)
        os.close(self.before)
        self.file.close()


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook: what is printed, and what programs write, becomes messages."""

    encoding, errors = "UTF-8", "strict"

    def __init__(self, name: str, descriptor: int, send: Callable[[str, dict[str, Any]], None]) -> None:
        super().__init__()
        self.name, self.descriptor, self.send = name, descriptor, send
        self.caught = _Caught(descriptor)
        self.text: list[str] = []

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.text += [self.caught.new_text(), text]  # in the order in which it was written
        return len(text)

    def flush(self) -> None:
        text, self.text = "".join([*self.text, self.caught.new_text()]), []
        if text:
            self.send("stream", {"name": self.name, "text": text})


class _Compiler(XCachingCompiler):
    """Compiles cells under names that are the same in every process."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        return f"{Path(super().get_code_name(raw_code, code, number)).stem}.py"


class NotebookShell:
    """Runs the cells of one notebook in this process.

    There can be only one in a process: what a notebook leaves behind stays.
    """

    def __init__(self) -> None:
        self.session = _Kept()
        # no history: it would be written by a thread
        config = Config({"HistoryManager": {"enabled": False}})
        self.shell = ZMQInteractiveShell.instance(config=config, compiler_class=_Compiler)
        self.shell.kernel = SimpleNamespace(eventloop=None)  # where exit() looks
        self.shell.displayhook.topic = b"execute_result"
        for part in (self.shell.displayhook, self.shell.display_pub):
            part.session, part.pub_socket = self.session, object()
        self.receive: Receive = lambda _: None
        self.streams: tuple[_Stream, ...] = ()

    def send(self, kind: str, content: dict[str, Any]) -> None:
        """Hand a message of this shell's own to whoever receives."""
        self.receive(self.session.msg(kind, content))

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Take over what is printed, read and drawn in this process, until the notebook has ended."""
        before = sys.stdout, sys.stderr, builtins.input
        sys.stdout.flush()
        sys.stderr.flush()
        self.streams = _Stream("stdout", 1, self.send), _Stream("stderr", 2, self.send)
        self.session.receive = self._in_order
        sys.stdout, sys.stderr = self.streams
        builtins.input = _no_input
        try:
            self._draw_inline()
            yield
        finally:
            self.flush()
            sys.stdout, sys.stderr, builtins.input = before
            for each in self.streams:
                each.caught.give_back()
            self.streams = ()

    def flush(self) -> None:
        """Hand over what was printed so far."""
        for stream in self.streams:
            stream.flush()

    def _in_order(self, message: Message) -> None:
        self.flush()
        self.receive(message)

    def _draw_inline(self) -> None:
        """Figures that a cell leaves open are shown behind it, as in a kernel."""
        os.environ["MPLBACKEND"] = INLINE
        if "matplotlib" not in sys.modules:
            return
        from IPython.core.pylabtools import activate_matplotlib
        from matplotlib_inline.backend_inline import configure_inline_support

        activate_matplotlib(INLINE)
        configure_inline_support.current_backend = "unset"  # type: ignore[attr-defined]  # a parent may have drawn
        configure_inline_support(self.shell, INLINE)

    def run_cell(self, code: str) -> Message:
        """Run one cell; gives the reply that a kernel would give.

        ``status`` is ``ok`` or ``error``, then with ``ename``, ``evalue`` and ``traceback``; ``exited`` says whether
        the cell asked the kernel to end.
        """
        self.send("execute_input", {"code": code, "execution_count": self.shell.execution_count})
        result = self.shell.run_cell(code, store_history=True)
        self.flush()
        if self.shell.payload_manager:
            self.shell.payload_manager.clear_payload()
        error = result.error_before_exec or result.error_in_exec
        reply = {"execution_count": self.shell.execution_count - 1, "exited": bool(self.shell.exit_now)}
        if result.success and not self.shell._last_traceback_during_displayhook:
            return {**reply, "status": "ok"}
        told = {"ename": type(error).__name__, "evalue": str(error), "traceback": self.shell._last_traceback or []}
        return {**reply, "status": "error", **told}


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")
