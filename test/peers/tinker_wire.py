"""Golden bodies of the Tinker protocol, as the official Python SDK writes and reads them.

    pip install tinker==0.38.0
    python test/peers/tinker_wire.py > test/fixtures/tinker/wire.json

Requests are serialised by the SDK's own converters. Responses are made as protobuf messages of the SDK and read back
by its deserialisers: what they read stands beside the bytes.
"""

import base64
import json
import platform
import sys

import numpy as np
import tinker
from tinker import types
from tinker.proto import tinker_public_pb2 as pb
from tinker.proto.request_conv import forward_backward_request_to_proto
from tinker.proto.response_conv import deserialize_forward_backward_output, deserialize_sample_response


def text(data):
    return base64.b64encode(data).decode()


def raw(values, dtype):
    return np.asarray(values, dtype=dtype).tobytes()


def datum(tokens, **inputs):
    return types.Datum(model_input=types.ModelInput.from_ints(tokens), loss_fn_inputs=inputs)


def requests():
    ppo = types.ForwardBackwardRequest(
        model_id="model-é",
        seq_id=300,
        forward_backward_input=types.ForwardBackwardInput(
            data=[
                datum(
                    [39, 40, 70000],
                    target_tokens=np.array([40, 70000, 7], dtype=np.int64),
                    weights=np.array([0, 1, 0.1], dtype=np.float32),
                    logprobs=np.array([0, -5.625, -0.1], dtype=np.float32),
                    advantages=np.array([0, 0.7, -1e-8], dtype=np.float32),
                ),
                datum([1], target_tokens=np.array([2], dtype=np.int64)),
            ],
            loss_fn="ppo",
            loss_fn_config={"clip_low_threshold": 0.8, "clip_high_threshold": 1.2, "mode": "plain"},
        ),
    )
    sparse = types.ForwardBackwardRequest(
        model_id="m",
        seq_id=1,
        forward_backward_input=types.ForwardBackwardInput(
            data=[
                datum(
                    [5, 6],
                    target_tokens=types.TensorData(
                        data=[9, 8],
                        dtype="int64",
                        shape=[2, 3],
                        sparse_crow_indices=[0, 1, 2],
                        sparse_col_indices=[2, 0],
                    ),
                )
            ],
            loss_fn="cross_entropy",
        ),
    )
    for name, request, forward_only in (("ppo", ppo, False), ("sparse", sparse, True)):
        message = forward_backward_request_to_proto(request)
        message.forward_only = forward_only
        # Maps have no order of their own on the wire.
        yield name, text(message.SerializeToString(deterministic=True))


def sample_response():
    message = pb.SampleResponse()
    first = message.sequences.add(stop_reason=pb.STOP_REASON_STOP, tokens=raw([182, 7, 110], np.int32))
    first.logprobs = raw([-5.66, -5.61, -1e-7], np.float32)
    first.topk_sampled_logprobs.CopyFrom(
        pb.TopkLogprobs(
            token_ids=raw([182, 3, 7, 0, 110, 4], np.int32),
            logprobs=raw([-0.5, -1.5, -0.25, -99999, -0.125, -3], np.float32),
            k=2,
            length=3,
        )
    )
    message.sequences.add(stop_reason=pb.STOP_REASON_LENGTH, tokens=raw([4], np.int32))
    message.prompt_logprobs = raw([np.nan, -5.68], np.float32)
    message.topk_prompt_logprobs.CopyFrom(
        pb.TopkLogprobs(token_ids=raw([0, 40], np.int32), logprobs=raw([-99999, -0.5], np.float32), k=1, length=2)
    )
    data = message.SerializeToString()
    read = deserialize_sample_response(data)
    return {
        "protobuf": text(data),
        "read": {
            "sequences": [
                {
                    "stop_reason": one.stop_reason,
                    "tokens": one.tokens,
                    "logprobs": one.logprobs,
                    "topk_logprobs": one.topk_logprobs,
                }
                for one in read.sequences
            ],
            "prompt_logprobs": read.prompt_logprobs,
            "topk_prompt_logprobs": read.topk_prompt_logprobs,
        },
    }


def output():
    message = pb.ForwardBackwardOutput(loss_fn_output_type="ArrayRecord")
    message.metrics["loss:sum"] = 0.1
    record = message.loss_fn_outputs.add(type_tag="ArrayRecord", num_datums=2)
    record.fields["logprobs"].CopyFrom(
        pb.BatchedTensor(
            data=raw([-5.5, -0.1, -2], np.float32), offsets=raw([0, 8, 12], np.int64), dtype=pb.DTYPE_FLOAT32
        )
    )
    record.fields["counts"].CopyFrom(
        pb.BatchedTensor(
            data=raw([1, 2, 3, 4, -5, 6], np.int32),
            offsets=raw([0, 16, 24], np.int64),
            dtype=pb.DTYPE_INT32,
            trailing_shape=[2],
        )
    )
    other = message.loss_fn_outputs.add(type_tag="ArrayRecord", num_datums=1)
    # bfloat16: the upper half of 1.5 and of -2.
    other.fields["logprobs"].CopyFrom(
        pb.BatchedTensor(
            data=raw([0x3FC0, 0xC000], np.uint16), offsets=raw([0, 4], np.int64), dtype=pb.DTYPE_BFLOAT16
        )
    )
    other.fields["counts"].CopyFrom(
        pb.BatchedTensor(
            data=raw([7, 2**40], np.int64), offsets=raw([0, 16], np.int64), dtype=pb.DTYPE_INT64, trailing_shape=[2]
        )
    )
    data = message.SerializeToString(deterministic=True)
    read = deserialize_forward_backward_output(data)
    return {
        "protobuf": text(data),
        "read": {
            "loss_fn_output_type": read.loss_fn_output_type,
            "loss_fn_outputs": [
                {
                    name: {"data": list(one.data), "dtype": one.dtype, "shape": list(one.shape)}
                    for name, one in fields.items()
                }
                for fields in read.loss_fn_outputs
            ],
            "metrics": read.metrics,
        },
    }


def json_requests():
    """Bodies of the requests that the SDK writes in JSON."""
    written = {
        "create_session": types.CreateSessionRequest(tags=["a"], user_metadata=None, sdk_version="0.38.0"),
        "create_model": types.CreateModelRequest(
            session_id="s", model_seq_id=0, base_model="b", lora_config=types.LoraConfig(rank=8, seed=3)
        ),
        "create_sampling_session": types.CreateSamplingSessionRequest(
            session_id="s", sampling_session_seq_id=1, base_model="b"
        ),
        "optim_step": types.OptimStepRequest(
            optim_params=types.AdamParams(learning_rate=0.01), model_id="m", seq_id=2
        ),
        "asample": types.SampleRequest(
            num_samples=2,
            prompt=types.ModelInput.from_ints([1, 2]),
            sampling_params=types.SamplingParams(max_tokens=4, stop=["</a>"], seed=5),
            sampling_session_id="x",
            seq_id=0,
        ),
        "save_weights": types.SaveWeightsRequest(model_id="m", path="p", seq_id=3),
        "save_weights_for_sampler": types.SaveWeightsForSamplerRequest(
            model_id="m", seq_id=4, sampling_session_seq_id=0
        ),
        "load_weights": types.LoadWeightsRequest(model_id="m", path="tinker://m/weights/p", seq_id=1, optimizer=True),
        "get_info": types.GetInfoRequest(model_id="m"),
        "session_heartbeat": types.SessionHeartbeatRequest(session_id="s"),
        "retrieve_future": types.FutureRetrieveRequest(request_id="6", allow_metadata_only=True),
    }
    return {name: json.loads(one.model_dump_json(exclude_none=True)) for name, one in written.items()}


if __name__ == "__main__":
    versions = f"tinker {tinker.__version__}, numpy {np.__version__}, Python {platform.python_version()}"
    golden = {
        "origin": f"test/peers/tinker_wire.py, {versions}",
        "requests": dict(requests()),
        "sampleResponse": sample_response(),
        "forwardBackwardOutput": output(),
        "json": json_requests(),
    }
    json.dump(golden, sys.stdout, indent=1, ensure_ascii=False)
    print()
