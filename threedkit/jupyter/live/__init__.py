"""The live view on current three.js, carried by anywidget. Its messages: extensions/view/PROTOCOL.md."""

__all__: list[str] = []
