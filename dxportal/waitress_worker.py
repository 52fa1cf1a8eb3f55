"""gunicorn keeps the processes, waitress speaks with the visitors (docs/adr/0021-the-server.md).

A thread is given a request only once all of it has arrived, and gives its answer to the loop that sends it: who connects
and says nothing, or speaks slowly, costs a place in a list.
"""

import os
import time

from gunicorn.workers.base import Worker
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask
from waitress.wasyncore import loop

BEAT = 1.0  # seconds between two signs of life for gunicorn


class Task(WSGITask):
    """waitress ends the connection after each answer that names no length, also where there is nothing to measure."""

    def set_close_on_finish(self) -> None:
        """Not after a 304: where it ends is known (RFC 9112, 6.3), and whoever asks again whether a page has changed stays."""
        wishes_to_stay = (
            self.version == "1.1" and self.request.headers.get("CONNECTION", "").lower() != "close"
        )
        if self.status.startswith("304") and wishes_to_stay:
            return
        super().set_close_on_finish()


class Channel(HTTPChannel):
    task_class = Task


class WaitressWorker(Worker):
    """Chosen by `worker_class`; of gunicorn's settings threads, worker_connections, keepalive and graceful_timeout count."""

    def run(self) -> None:
        self._channels: dict[int, object] = {}
        self._server = create_server(
            self.wsgi,
            map=self._channels,
            sockets=[each.sock for each in self.sockets],
            threads=self.cfg.threads,
            connection_limit=self.cfg.worker_connections,
            channel_timeout=self.cfg.keepalive,
            cleanup_interval=10,
            asyncore_use_poll=True,  # select() ends at 1,024 files
            # Django decides whether the proxy is believed (BEHIND_PROXY).
            clear_untrusted_proxy_headers=False,
            max_request_body_size=64 * 1024 * 1024,  # smaller ones the portal refuses itself, on a page
            ident=None,
        )
        for each in self._servers():
            each.channel_class = Channel
        while self.alive and os.getppid() == self.ppid:
            self._beat()
        self._finish()

    def _servers(self) -> list[BaseWSGIServer]:
        """One for each socket."""
        return [each for each in self._channels.values() if isinstance(each, BaseWSGIServer)]

    def _beat(self) -> None:
        self.notify()
        loop(timeout=BEAT, use_poll=True, map=self._channels, count=1)

    def _finish(self) -> None:
        """No more requests are taken; those that have begun are answered."""
        until = time.monotonic() + self.cfg.graceful_timeout
        for each in self._servers():
            each.accepting = False
        while time.monotonic() < until and any(map(_is_busy, list(self._channels.values()))):
            self._beat()
        self._server.task_dispatcher.shutdown(timeout=1)


def _is_busy(channel: object) -> bool:
    return isinstance(channel, HTTPChannel) and bool(channel.requests or channel.total_outbufs_len)
