"""A face: the record for assistants (Model Context Protocol), each answer with the sentences it rests on. No logic of its own."""

from detente.mcp.server import make_server, serve

__all__ = ["make_server", "serve"]
