"""Calls a running server through the clients that others wrote. See README.md beside this file."""

import argparse
import asyncio
import json
import multiprocessing
import queue
import sys
from importlib.metadata import version

import checks
import numpy as np
from checks import MODEL, PICTURE, check, finish


def picture_array():
    return np.array([PICTURE.read_bytes()], dtype=np.object_)


def labels(text):
    return sorted({each["label"] for each in json.loads(text)["detections"]})


def triton_http(url, simple):
    import tritonclient.http as http
    from tritonclient.utils import InferenceServerException

    print(f"\ntritonclient.http {version('tritonclient')}")
    client = http.InferenceServerClient(url)
    check("live, ready", client.is_server_live() and client.is_server_ready() and client.is_model_ready(MODEL))
    check("server metadata", "binary_tensor_data" in client.get_server_metadata()["extensions"])
    meta = client.get_model_metadata(MODEL)
    check("model metadata", meta["inputs"][0]["datatype"] == "FP32", meta["inputs"])
    check("config", client.get_model_config(MODEL)["name"] == MODEL)

    shape = [1 if size == -1 else size for size in meta["inputs"][0]["shape"]]
    name = meta["inputs"][0]["name"]
    values = np.random.default_rng(1).random(shape, dtype=np.float32)
    first = None
    for binary in (True, False):
        tensor = http.InferInput(name, shape, "FP32")
        tensor.set_data_from_numpy(values, binary_data=binary)
        outputs = [http.InferRequestedOutput(meta["outputs"][0]["name"], binary_data=binary)]
        result = client.infer(MODEL, [tensor], outputs=outputs, request_id="é1")
        array = result.as_numpy(meta["outputs"][0]["name"])
        first = array if first is None else first
        same = np.array_equal(array, first) and result.get_response()["id"] == "é1"
        check(f"raw tensor, {'binary' if binary else 'JSON'}", same, array.shape)
    for coding in ("gzip", "deflate"):
        result = client.infer(
            MODEL,
            [tensor],
            request_compression_algorithm=coding,
            response_compression_algorithm=coding,
        )
        check(f"{coding} both ways", np.array_equal(result.as_numpy(meta["outputs"][0]["name"]), first))

    image = http.InferInput("image", [1], "BYTES")
    image.set_data_from_numpy(picture_array())
    result = client.infer(MODEL, [image], timeout=20_000_000, priority=1)
    check("picture file as BYTES", len(labels(result.as_numpy("result")[0])) > 0, labels(result.as_numpy("result")[0]))

    tensor.set_shape([1, 2])
    try:
        client.infer(MODEL, [tensor])
        check("wrong shape", False)
    except InferenceServerException as error:
        check("wrong shape", "expects FP32" in error.message(), error.message())
    try:
        client.get_model_metadata("nobody")
        check("unknown model", False)
    except InferenceServerException as error:
        check("unknown model", "no model named" in error.message(), error.message())

    stats = client.get_inference_statistics(MODEL)["model_stats"][0]
    check("statistics", stats["inference_count"] > 0, {"inference_count": stats["inference_count"]})
    index = client.get_model_repository_index()
    check("repository index", any(item["name"] == MODEL and item["state"] == "READY" for item in index))
    client.unload_model(MODEL)
    check("unload", not client.is_model_ready(MODEL))
    client.load_model(MODEL)
    check("load", client.is_model_ready(MODEL))
    if simple:
        triton_simple(client, http)


def triton_simple(client, http):
    """Triton's simple_*_infer_client.py and simple_*_string_infer_client.py; `http` may be the module for gRPC too."""
    counting = np.arange(16, dtype=np.int32).reshape(1, 16)
    ones = np.ones((1, 16), dtype=np.int32)
    for model, write, datatype in (
        ("simple", lambda array: array, "INT32"),
        ("simple_int8", lambda array: array.astype(np.int8), "INT8"),
        ("simple_string", lambda array: np.vectorize(lambda each: str(each).encode(), otypes=[object])(array), "BYTES"),
    ):
        inputs = [http.InferInput(f"INPUT{i}", [1, 16], datatype) for i in (0, 1)]
        inputs[0].set_data_from_numpy(write(counting))
        inputs[1].set_data_from_numpy(write(ones))
        result = client.infer(model, inputs)
        total, difference = (result.as_numpy(f"OUTPUT{i}").astype(np.int32) for i in (0, 1))
        same = np.array_equal(total, counting + ones) and np.array_equal(difference, counting - ones)
        check(f"Triton's {model}", same, total[0, :4])
    top = client.infer("simple", [_int(http, "INPUT0", counting), _int(http, "INPUT1", ones)],
                       outputs=[http.InferRequestedOutput("OUTPUT0", class_count=3)]).as_numpy("OUTPUT0")
    check("classification", top[0].tolist() == [b"16:15", b"15:14", b"14:13"], top[0].tolist())


def _int(http, name, array):
    tensor = http.InferInput(name, list(array.shape), "INT32")
    tensor.set_data_from_numpy(array)
    return tensor


def triton_grpc(url, simple):
    import tritonclient.grpc as grpc
    from tritonclient.utils import InferenceServerException

    print(f"\ntritonclient.grpc {version('tritonclient')}")
    client = grpc.InferenceServerClient(url)
    check("live, ready", client.is_server_live() and client.is_server_ready() and client.is_model_ready(MODEL))
    check("unknown model is not ready", not client.is_model_ready("nobody"))
    check("server metadata", "binary_tensor_data" in client.get_server_metadata().extensions)
    meta = client.get_model_metadata(MODEL)
    check("model metadata", meta.inputs[0].datatype == "FP32", list(meta.inputs[0].shape))
    check("config", client.get_model_config(MODEL).config.name == MODEL)

    shape = [1 if size == -1 else size for size in meta.inputs[0].shape]
    values = np.random.default_rng(1).random(shape, dtype=np.float32)
    tensor = grpc.InferInput(meta.inputs[0].name, shape, "FP32")
    tensor.set_data_from_numpy(values)
    result = client.infer(MODEL, [tensor], request_id="é1", headers={"x-request-id": "from-python-1"})
    first = result.as_numpy(meta.outputs[0].name)
    check("raw tensor", result.get_response().id == "é1", first.shape)
    for coding in ("gzip", "deflate"):
        result = client.infer(MODEL, [tensor], compression_algorithm=coding)
        check(f"{coding} request", np.array_equal(result.as_numpy(meta.outputs[0].name), first))
    image = grpc.InferInput("image", [1], "BYTES")
    image.set_data_from_numpy(picture_array())
    result = client.infer(MODEL, [image], client_timeout=20, priority=1)
    check("picture file as BYTES", len(labels(result.as_numpy("result")[0])) > 0, labels(result.as_numpy("result")[0]))

    tensor.set_shape([1, 2])
    try:
        client.infer(MODEL, [tensor])
        check("wrong shape", False)
    except InferenceServerException as error:
        check("wrong shape", "INVALID_ARGUMENT" in error.status(), f"{error.status()} {error.message()}")
    try:
        client.get_model_metadata("nobody")
        check("unknown model", False)
    except InferenceServerException as error:
        check("unknown model", "NOT_FOUND" in error.status(), f"{error.status()} {error.message()}")

    stats = client.get_inference_statistics(MODEL).model_stats[0]
    check("statistics", stats.inference_count > 0)
    index = client.get_model_repository_index().models
    check("repository index", any(item.name == MODEL and item.state == "READY" for item in index))
    triton_stream(client, grpc, image)
    asyncio.run(triton_stream_aio(url, image))
    client.unload_model(MODEL)
    check("unload", not client.is_model_ready(MODEL))
    client.load_model(MODEL)
    check("load", client.is_model_ready(MODEL))
    if simple:
        triton_simple(client, grpc)


def triton_stream(client, grpc, image):
    answers = queue.Queue()

    def got():
        result, error = answers.get(timeout=60)
        return error if error else result.get_response().id

    def start(**options):
        client.start_stream(lambda result, error: answers.put((result, error)), **options)

    start()
    sent = [str(i) for i in range(50)]
    for each in sent:
        client.async_stream_infer(MODEL, [image], request_id=each, enable_empty_final_response=True)
    check("stream: fifty at once", [got() for _ in sent] == sent, "in their order")
    client.async_stream_infer("nobody", [image], request_id="x")
    client.async_stream_infer(MODEL, [image], request_id="y")
    error = got()
    check("stream: one that fails", "no model named" in str(error) and got() == "y", error)
    for i in range(3):
        client.async_stream_infer(MODEL, [image], request_id=str(i), sequence_id=7, sequence_start=i == 0,
                                  sequence_end=i == 2)
    client.stop_stream()
    check("stream: ends when all is answered", [got() for _ in range(3)] == ["0", "1", "2"])
    start(headers={"triton_grpc_error": "true"})
    client.async_stream_infer("nobody", [image])
    error = got()
    check("stream: triton_grpc_error", "NOT_FOUND" in error.status(), error)
    client.stop_stream()
    start(stream_timeout=0.5)
    error = got()
    check("stream: deadline", "DEADLINE_EXCEEDED" in error.status(), error)
    client.stop_stream()
    start()
    client.stop_stream(cancel_requests=True)
    check("stream: cancelled", "CANCELLED" in got().status())


async def triton_stream_aio(url, image):
    import tritonclient.grpc.aio as aio

    async def requests():
        for i in range(4):
            yield {"model_name": "nobody" if i == 2 else MODEL, "inputs": [image], "request_id": str(i)}

    async with aio.InferenceServerClient(url) as client:
        answers = [error or result.get_response().id async for result, error in client.stream_infer(requests())]
    check("stream with asyncio", [*answers[:2], answers[3]] == ["0", "1", "3"] and "no model" in str(answers[2]))


async def triton_aio(url):
    import tritonclient.http.aio as aio

    print(f"\ntritonclient.http.aio {version('tritonclient')}")
    async with aio.InferenceServerClient(url) as client:
        check("ready", await client.is_server_ready() and await client.is_model_ready(MODEL))
        check("metadata", (await client.get_model_metadata(MODEL))["name"] == MODEL)
        image = aio.InferInput("image", [1], "BYTES")
        image.set_data_from_numpy(picture_array())
        results = await asyncio.gather(*(client.infer(MODEL, [image]) for _ in range(4)))
        check("four at once", all(len(labels(each.as_numpy("result")[0])) > 0 for each in results))
        try:
            await client.get_model_metadata("nobody")
            check("unknown model", False)
        except Exception as error:
            check("unknown model", "no model named" in str(error), error)


async def kserve_rest(url):
    from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig
    from kserve.constants.constants import PredictorProtocol

    print(f"\nkserve {version('kserve')}")
    client = InferenceRESTClient(RESTConfig(protocol=PredictorProtocol.REST_V2))
    base = f"http://{url}"
    check("live, ready", await client.is_server_live(base) and await client.is_server_ready(base))
    check("model ready", await client.is_model_ready(base, MODEL))
    shape = [1, 3, 320, 320]
    values = np.random.default_rng(1).random(shape, dtype=np.float32)
    for binary in (False, True):
        tensor = InferInput("images", shape, "FP32")
        tensor.set_data_from_numpy(values, binary_data=binary)
        request = InferRequest(model_name=MODEL, infer_inputs=[tensor], request_id="é1")
        answer = await client.infer(base, request, model_name=MODEL)
        array = answer.outputs[0].as_numpy()
        check(f"raw tensor, {'binary' if binary else 'JSON'}", answer.id == "é1", array.shape)
    try:
        await client.infer(base, request, model_name="nobody")
        check("unknown model", False)
    except Exception as error:
        check("unknown model", "no model named" in str(error), error)


async def kserve_grpc(url):
    from kserve import InferInput, InferRequest, InferenceGRPCClient

    print(f"\nkserve {version('kserve')}, gRPC")
    client = InferenceGRPCClient(url)
    check("live, ready", await client.is_server_live() and await client.is_server_ready())
    check("model ready", await client.is_model_ready(MODEL) and not await client.is_model_ready("nobody"))
    shape = [1, 3, 320, 320]
    tensor = InferInput("images", shape, "FP32")
    tensor.set_data_from_numpy(np.random.default_rng(1).random(shape, dtype=np.float32))
    for raw in (True, False):
        if not raw:
            tensor = InferInput("images", shape, "FP32", data=tensor.as_numpy().flatten().tolist())
        answer = await client.infer(InferRequest(model_name=MODEL, infer_inputs=[tensor], request_id="é1"))
        array = answer.outputs[0].as_numpy()
        check(f"{'raw' if raw else 'typed'} contents", answer.id == "é1" and array.size > 0, array.shape)
    try:
        await client.infer(InferRequest(model_name="nobody", infer_inputs=[tensor]))
        check("unknown model", False)
    except Exception as error:
        check("unknown model", "no model named" in str(error), getattr(error, "details", lambda: error)())


def triton_alone(url, simple):
    triton_grpc(url, simple)
    sys.exit(checks.failures)


def kserve_alone(url, _):
    sys.argv = sys.argv[:1]
    asyncio.run(kserve_grpc(url))
    sys.exit(checks.failures)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="localhost:8080", help="host and port of HTTP")
    parser.add_argument("--grpc", help="host and port of gRPC, where GRPC_PORT is set")
    parser.add_argument("--simple", action="store_true", help="call Triton's example models too")
    options = parser.parse_args()
    failures = 0
    sys.argv = sys.argv[:1]  # kserve reads the command line too, when it is imported
    triton_http(options.url, options.simple)
    asyncio.run(triton_aio(options.url))
    asyncio.run(kserve_rest(options.url))
    if options.grpc:
        # kserve and tritonclient bring the same messages, and one process takes only one copy of them.
        for alone in (triton_alone, kserve_alone):
            process = multiprocessing.get_context("spawn").Process(target=alone, args=(options.grpc, options.simple))
            sys.stdout.flush()
            process.start()
            process.join()
            failures += process.exitcode
    finish(failures)


if __name__ == "__main__":
    main()
