"""A browser that shows a view, without one."""

from __future__ import annotations


class Browser:
    """One client of a view."""

    def __init__(self, view, name: str = "one", **told) -> None:
        self.view, self.name, self.heard = view, name, []
        view.send = lambda content, buffers=None: self.heard.append((content, buffers))
        self.say(type="ready", webgl=True, width=600, height=400, **told)

    def say(self, **content) -> None:
        self.view._handle_custom_msg({"client": self.name, **content}, [])

    def all(self, kind: str) -> list[dict]:
        return [content for content, _ in self.heard if content["type"] == kind]

    def last(self, kind: str) -> dict:
        return self.all(kind)[-1]

    def acknowledge(self) -> None:
        told = self.last("edit")
        self.say(type="ack", epoch=told["epoch"], seq=told["seq"])
