"""Products in eight bits: near those of floats, the same whatever else stands in the batch, and made of blocks or of floats alike."""

import numpy as np
import pytest

pytest.importorskip("onnx", reason="needs the train extra")

import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from training.rowwise import rowwise

WIDE, INNER, NARROW = 48, 96, 20
CHANCE = np.random.default_rng(4)
FIRST = CHANCE.normal(0, 0.2, (WIDE, INNER)).astype(np.float32)
SECOND = CHANCE.normal(0, 0.2, (INNER, NARROW)).astype(np.float32)
GIVEN = CHANCE.normal(0, 1, (3, 7, WIDE)).astype(np.float32)


def graph(folder, name="plain", nodes=None, stored=None):
    """Two products with a rectifier between them, and one of the input with itself, which has no stored side."""
    nodes = nodes or [
        helper.make_node("MatMul", ["given", "first"], ["inner"]),
        helper.make_node("Relu", ["inner"], ["kept"]),
        helper.make_node("MatMul", ["kept", "second"], ["found"]),
        helper.make_node("Transpose", ["given"], ["turned"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["given", "turned"], ["shares"]),
    ]
    stored = stored or {"first": FIRST, "second": SECOND}
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
        for name in ("found", "shares")
        if any(name in node.output for node in nodes)
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "test",
            [helper.make_tensor_value_info("given", TensorProto.FLOAT, ["batch", "length", WIDE])],
            outputs,
            [numpy_helper.from_array(value, name) for name, value in stored.items()],
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
    )
    model.ir_version = 8
    path = folder / f"{name}.onnx"
    onnx.save(model, path)
    return path


def ran(path, given=GIVEN):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {"given": given})


def far(found, wanted):
    """How far values lie from those wanted, as a share of the largest in their row."""
    return float((np.abs(found - wanted) / np.abs(wanted).max(axis=-1, keepdims=True)).max())


def test_products_are_those_of_floats_within_their_rounding(tmp_path):
    rowwise(plain := graph(tmp_path), small := tmp_path / "small.onnx")
    (found, shares), (wanted, own) = ran(small), ran(plain)
    assert far(found, wanted) < 0.02
    # A product of two activations is left as it is.
    assert np.array_equal(shares, own)
    assert "MatMulIntegerToFloat" in {node.op_type for node in onnx.load(small).graph.node}
    assert small.stat().st_size < plain.stat().st_size


def test_one_product_is_what_rounding_by_hand_gives(tmp_path):
    nodes = [helper.make_node("MatMul", ["given", "first"], ["found"])]
    rowwise(graph(tmp_path, nodes=nodes, stored={"first": FIRST}), small := tmp_path / "small.onnx")
    columns = np.abs(FIRST).max(axis=0) / 127
    rows = np.abs(GIVEN).max(axis=-1, keepdims=True) / 127
    by_hand = (np.rint(GIVEN / rows) @ np.rint(FIRST / columns)) * rows * columns
    assert np.allclose(ran(small)[0], by_hand, atol=1e-2 * np.abs(by_hand).max(), rtol=0)
    assert np.median(np.abs(ran(small)[0] - by_hand)) < 1e-5


def test_what_a_row_gives_depends_on_nothing_but_itself(tmp_path):
    rowwise(graph(tmp_path), small := tmp_path / "small.onnx")
    loud = np.concatenate([GIVEN[:1], 1000 * GIVEN[1:]])
    assert np.array_equal(ran(small, GIVEN[:1])[0], ran(small, loud)[0][:1])


def test_rows_of_zeros_give_zeros(tmp_path):
    rowwise(graph(tmp_path), small := tmp_path / "small.onnx")
    assert not ran(small, np.zeros_like(GIVEN))[0].any()


def test_blocks_of_eight_bits_are_read_as_the_floats_that_they_stand_for(tmp_path):
    """As MatMulNBits has them: columns in blocks of 32, each with a scale, 128 for zero."""
    blocks = np.pad(FIRST.T, ((0, 0), (0, -WIDE % 32))).reshape(INNER, -1, 32)
    scales = np.maximum(np.abs(blocks).max(axis=-1), 1e-9) / 127
    packed = (np.rint(blocks / scales[:, :, None]) + 128).astype(np.uint8)
    node = helper.make_node(
        "MatMulNBits", ["given", "packed", "scales"], ["found"], domain="com.microsoft",
        K=WIDE, N=INNER, bits=8, block_size=32,
    )  # fmt: skip
    stored = {"packed": packed, "scales": scales.astype(np.float32).ravel()}
    rowwise(graph(tmp_path, nodes=[node], stored=stored), small := tmp_path / "small.onnx")
    assert far(ran(small)[0], GIVEN @ FIRST) < 0.02
    kept = {entry.name for entry in onnx.load(small).graph.initializer}
    assert not kept & {"packed", "scales"}
