"""Writes a model of which we know every answer, for a real server: python tiny.py FILE

It is a Llama whose attention and feed-forward are zero, so that each token sees only itself. Each token has a
direction of its own in the embedding, and the output matrix says which token follows which. The chat template ends in the
question, so the question's last word chooses the answer:

    hello      " Grüße 👋"
    forever    " tick tock tick tock …" without end
    other      " Good day. I am a tiny model"

The file is in GGUF 3 (github.com/ggml-org/ggml, docs/gguf.md); Python alone is enough to write it.
"""

import array
import struct
import sys

WIDTH, HEADS, HIDDEN, ALIGNMENT = 512, 8, 32, 32

# Kinds of tokens in llama.cpp.
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
END = 2

# Types of values in GGUF.
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9

TEMPLATE = (
    "{% for message in messages %}[{{ message['role'] }}] {{ message['content'] }}"
    "{% if not loop.last %}\n{% endif %}{% endfor %}"
)
CHAINS = {
    "hello": [" Grüße", " 👋"],
    None: [" Good", " day", ".", " I", " am", " a", " tiny", " model"],
}
LOOP = ["forever", " tick", " tock", " tick"]


def vocabulary():
    tokens = [("<unk>", UNKNOWN), ("<s>", CONTROL), ("</s>", CONTROL)]
    tokens += [(f"<0x{byte:02X}>", BYTE) for byte in range(256)]
    words = [word for chain in CHAINS.values() for word in chain]
    words += [word for word in CHAINS if word] + LOOP
    tokens += [(word, USER_DEFINED) for word in dict.fromkeys(words)]
    known = {token for token, _ in tokens}
    signs = [chr(code) for code in range(33, 127)] + ["\u2581"]
    return tokens + [(sign, NORMAL) for sign in signs if sign not in known]


def followers(places):
    """Which token comes after each."""
    after = {place: places[CHAINS[None][0]] for place in range(len(places))}
    for first, chain in CHAINS.items():
        line = ([first] if first else []) + chain
        for one, two in zip(line, line[1:]):
            after[places[one]] = places[two]
        after[places[chain[-1]]] = END
    for one, two in zip(LOOP, LOOP[1:]):
        after[places[one]] = places[two]
    return after


def text(value):
    value = value.encode()
    return struct.pack("<Q", len(value)) + value


def entry(key, kind, value):
    return text(key) + struct.pack("<I", kind) + value


def number(key, value):
    return entry(key, UINT32, struct.pack("<I", value))


def listing(key, kind, values):
    return entry(key, ARRAY, struct.pack("<IQ", kind, len(values)) + b"".join(values))


def metadata(tokens):
    llama = {
        "context_length": 4096,
        "embedding_length": WIDTH,
        "block_count": 1,
        "feed_forward_length": HIDDEN,
        "attention.head_count": HEADS,
        "attention.head_count_kv": HEADS,
        "rope.dimension_count": WIDTH // HEADS,
        "vocab_size": len(tokens),
    }
    special = {"bos_token_id": 1, "eos_token_id": END, "unknown_token_id": 0}
    return [
        entry("general.architecture", STRING, text("llama")),
        entry("general.name", STRING, text("tiny")),
        number("general.file_type", 0),
        *(number(f"llama.{key}", value) for key, value in llama.items()),
        entry("llama.attention.layer_norm_rms_epsilon", FLOAT32, struct.pack("<f", 1e-5)),
        entry("tokenizer.ggml.model", STRING, text("llama")),
        listing("tokenizer.ggml.tokens", STRING, [text(token) for token, _ in tokens]),
        listing("tokenizer.ggml.scores", FLOAT32, [struct.pack("<f", 0)] * len(tokens)),
        listing("tokenizer.ggml.token_type", INT32, [struct.pack("<i", kind) for _, kind in tokens]),
        *(number(f"tokenizer.ggml.{key}", value) for key, value in special.items()),
        entry("tokenizer.ggml.add_bos_token", BOOL, b"\x01"),
        entry("tokenizer.chat_template", STRING, text(TEMPLATE)),
    ]


def zeros(rows, columns):
    return (columns, rows), array.array("f", bytes(4 * rows * columns))


def ones():
    return (WIDTH,), array.array("f", [1.0] * WIDTH)


def tensors(count, after):
    embedding, output = zeros(count, WIDTH), zeros(count, WIDTH)
    for place in range(count):
        embedding[1][place * WIDTH + place] = 1.0
    for place, following in after.items():
        output[1][following * WIDTH + place] = 4.0
    square, up, down = zeros(WIDTH, WIDTH), zeros(HIDDEN, WIDTH), zeros(WIDTH, HIDDEN)
    return {
        "token_embd.weight": embedding,
        "output_norm.weight": ones(),
        "output.weight": output,
        "blk.0.attn_norm.weight": ones(),
        "blk.0.ffn_norm.weight": ones(),
        **{f"blk.0.attn_{name}.weight": square for name in ("q", "k", "v", "output")},
        "blk.0.ffn_gate.weight": up,
        "blk.0.ffn_up.weight": up,
        "blk.0.ffn_down.weight": down,
    }


def padded(data):
    return data + bytes(-len(data) % ALIGNMENT)


def main(path):
    tokens = vocabulary()
    assert len(tokens) <= WIDTH
    places = {token: place for place, (token, _) in enumerate(tokens)}
    keys = metadata(tokens)
    weights = tensors(len(tokens), followers(places))
    head = b"GGUF" + struct.pack("<IQQ", 3, len(weights), len(keys)) + b"".join(keys)
    body = b""
    for name, (shape, values) in weights.items():
        head += text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(body))
        body += padded(values.tobytes())
    with open(path, "wb") as file:
        file.write(padded(head) + body)


if __name__ == "__main__":
    main(sys.argv[1])
