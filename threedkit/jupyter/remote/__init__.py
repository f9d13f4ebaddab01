"""Pictures of a view that an engine draws apart from the kernel: frames of the remote mode, progressive renderings."""
