"""gRPC for programs on the inside: geometry in chunks, render jobs, frames as they are finished.

``threedkit_pb2*.py`` are made of ``threedkit.proto`` by ``python tests/service/grpc_code.py``.
"""
