"""What a child can make of a file. Each module has `produce(source, options, out) -> facts` and imports all it needs at
its top: inside the child no module can be loaded any more.

`source` is the untrusted file (seekable), `options` plain JSON values, `out` a file that can only be written from start
to end. The answer is a flat mapping of plain values. Raise `Unreadable(problem)` to say why there is no product.
"""
