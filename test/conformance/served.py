"""Answers on the loopback interface what a case's `served.json` says, while it is recorded: serve-case.ts in Python."""
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


@contextmanager
def served(folder: Path):
    """Nothing for a case without one. Docker must share our network."""
    if not (folder / 'served.json').exists():
        yield
        return
    said = json.loads((folder / 'served.json').read_text())

    class Answer(BaseHTTPRequestHandler):
        def handle_one_request(self):
            # Docker asks a registry over TLS first, and over http when it gets such an answer.
            if self.rfile.peek(1)[:1] == b'\x16':
                self.wfile.write(b'HTTP/1.0 400 Bad Request\r\n\r\n')
            else:
                super().handle_one_request()

        def do_GET(self):
            answer = said['answers'].get(self.path, {'status': 404})
            body = (folder / 'served' / answer['file']).read_bytes() if 'file' in answer else b''
            self.send_response_only(answer.get('status', 200))
            for header, value in {'Content-Length': str(len(body)), **answer.get('headers', {})}.items():
                self.send_header(header, value)
            self.end_headers()
            if self.command != 'HEAD':
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(('127.0.0.1', said['port']), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()
