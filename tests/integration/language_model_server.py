"""A small server that speaks the protocol of OpenAI on loopback; no model, but every way an answer can go.

It turns each line "[id] Name (Partei): Text" of the question into one sentence in reported speech, so that
true and false sentences come from what it was really sent. The name of the model chooses how it behaves:

``honest``  answers as asked, and adds one sentence with a number nobody said;
``old``     refuses JSON schemas, then JSON, as servers before 2024 do;
``busy``    is overloaded at first;
``chatty``  wraps its JSON in words and fences, and breaks off in the middle;
``garbage`` answers with no JSON at all;
``slow``    takes longer than anybody waits;
``away``    sends elsewhere (a redirect).
"""

from __future__ import annotations

import json
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LINE = re.compile(r"^\[(?P<id>[^\]]+)\] (?:(?P<name>[^:(]+?)(?: \([^)]*\))?: )?(?P<text>.*)$", re.MULTILINE)
seen: list[dict[str, object]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers ``POST /v1/chat/completions``; ``GET /seen`` tells what was asked."""

    def do_GET(self) -> None:
        """Tell what was asked so far."""
        self._send(200, seen)

    def do_POST(self) -> None:
        """Answer one question."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        seen.append({**body, "authorization": self.headers.get("Authorization")})
        model = body["model"]
        wanted = body.get("response_format", {}).get("type")
        asked = sum(one["model"] == model for one in seen)
        if model == "old" and wanted is not None:
            self._send(400, {"error": {"message": f"response_format {wanted} is not supported"}})
        elif model == "busy" and asked < 3:
            self._send(503, {"error": {"message": "loading model"}})
        elif model == "away":
            self.send_response(307)
            self.send_header("Location", "http://192.0.2.1/v1/chat/completions")
            self.end_headers()
        else:
            if model == "slow":
                time.sleep(5)
            content = self._content(model, body["messages"][-1]["content"])
            self._send(200, {"choices": [{"message": {"role": "assistant", "content": content}}]})

    def _content(self, model: str, user: str) -> str:
        if model == "garbage":
            return "Das kann ich leider nicht."
        sentences = []
        for match in LINE.finditer(user):
            text = match["text"].rstrip(".!?")
            said = f"{match['name']} erklärt: „{text}“." if match["name"] else f"{text}."
            sentences.append({"text": said, "ids": [match["id"]]})
        if sentences and model.startswith("honest"):
            sentences.append({"text": "Das koste 987.654 Euro.", "ids": sentences[0]["ids"]})
        answer = json.dumps({"sentences": sentences}, ensure_ascii=False)
        return f'Gerne! ```json\n{answer[:-2]}, {{"text": "Und dann' if model == "chatty" else answer

    def _send(self, status: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    sys.stdin.close()
    server.serve_forever()
