"""Calls a running server through MLServer's codecs, its batch client and its gRPC stubs. See README.md beside this file."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from importlib.metadata import version

import grpc
import numpy as np
import pandas as pd
from checks import MODEL, PICTURE, check, finish
from mlserver import types
from mlserver.codecs import Base64Codec, NumpyCodec, NumpyRequestCodec, PandasCodec, StringCodec
from mlserver.grpc import converters, dataplane_pb2, dataplane_pb2_grpc

COUNTING = np.arange(16, dtype=np.int32).reshape(1, 16)


def call(url, body=None):
    data = None if body is None else body.model_dump_json().encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    try:
        return urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as error:
        return error.read()


def simple_request(add=1, **more):
    inputs = [NumpyCodec.encode_input("INPUT0", COUNTING), NumpyCodec.encode_input("INPUT1", np.full_like(COUNTING, add))]
    return types.InferenceRequest(inputs=inputs, **more)


def picture_request():
    return types.InferenceRequest(inputs=[Base64Codec.encode_input("image", [PICTURE.read_bytes()])])


def labels(output):
    return sorted({each["label"] for each in json.loads(StringCodec.decode_output(output)[0])["detections"]})


def codecs(url):
    print(f"\nmlserver {version('mlserver')}, codecs")
    server = types.MetadataServerResponse.model_validate_json(call(f"{url}/v2"))
    check("server metadata", "binary_tensor_data" in server.extensions)
    model = types.MetadataModelResponse.model_validate_json(call(f"{url}/v2/models/{MODEL}"))
    check("model metadata", model.inputs[0].datatype == "FP32", model.inputs[0].shape)
    index = types.RepositoryIndexResponse.model_validate_json(call(f"{url}/v2/repository/index", types.RepositoryIndexRequest()))
    check("repository index", any(item.name == MODEL for item in index))
    infer = lambda model, request: types.InferenceResponse.model_validate_json(call(f"{url}/v2/models/{model}/infer", request))
    answer = infer("simple", simple_request(id="é1", parameters=types.Parameters(content_type="np", headers={"a": "b"})))
    check("numpy", answer.id == "é1" and np.array_equal(NumpyRequestCodec.decode_response(types.InferenceResponse(
        model_name="simple", outputs=answer.outputs[:1])), COUNTING + 1))
    texts = [StringCodec.encode_input(name, [str(i) for i in range(16)], use_bytes=False) for name in ("INPUT0", "INPUT1")]
    for each in texts:
        each.shape = [1, 16]
    answer = infer("simple_string", types.InferenceRequest(inputs=texts))
    check("string", StringCodec.decode_output(answer.outputs[0])[:3] == ["0", "2", "4"])
    check("base64, a picture file", len(found := labels(infer(MODEL, picture_request()).outputs[0])) > 0, found)
    row = {"regimen": ["once_daily"], "side_effects": ["none"]}
    numbers = {"medication_share": 0.5, "medication_last": 1, "mood_mean": 5, "sleep_hours_mean": 7, "check_ins": 5}
    frame = pd.DataFrame({**row, **{name: np.float32([value]) for name, value in numbers.items()}})
    answer = infer("adherence", PandasCodec.encode_request(frame, use_bytes=False))
    check("pandas", StringCodec.decode_output(answer.outputs[0]) == ["misses_doses"], answer.outputs[1].data.root)


def batches(host):
    print(f"\nmlserver {version('mlserver')}, mlserver infer")
    program = pathlib.Path(sys.executable).with_name("mlserver")
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = pathlib.Path(folder, "in"), pathlib.Path(folder, "out")
        asked.write_text("".join(simple_request(add, id=f"row-{add}").model_dump_json() + "\n" for add in range(6)))
        for options in ([], ["--binary-data"], ["--batch-size", "3"], ["--batch-size", "3", "--binary-data"]):
            command = [program, "infer", "-u", host, "-m", "simple", "-i", asked, "-o", answered, "-w", "2", *options]
            subprocess.run(command, check=True, capture_output=True)
            rows = [json.loads(line) for line in answered.read_text().splitlines()]
            sums = sorted(row["outputs"][0]["data"][0] for row in rows if "outputs" in row)
            check(" ".join(options) or "one by one", sums == list(range(6)), f"{len(rows)} answers")


def over_grpc(address):
    print(f"\nmlserver {version('mlserver')}, gRPC")
    stub = dataplane_pb2_grpc.GRPCInferenceServiceStub(grpc.insecure_channel(address))
    check("live, ready", stub.ServerLive(dataplane_pb2.ServerLiveRequest()).live
          and stub.ModelReady(dataplane_pb2.ModelReadyRequest(name=MODEL)).ready)
    meta = stub.ModelMetadata(dataplane_pb2.ModelMetadataRequest(name=MODEL))
    check("model metadata", converters.ModelMetadataResponseConverter.to_types(meta).inputs[0].datatype == "FP32")
    for raw in (False, True):
        ask = lambda model, request: converters.ModelInferResponseConverter.to_types(stub.ModelInfer(
            converters.ModelInferRequestConverter.from_types(request, model_name=model, model_version=None, use_raw=raw)))
        kind = "raw contents" if raw else "typed contents"
        answer = ask("simple", simple_request(id="é1"))
        check(f"numpy, {kind}", answer.id == "é1" and np.array_equal(NumpyCodec.decode_output(answer.outputs[0]), COUNTING + 1))
        check(f"base64, {kind}", len(found := labels(ask(MODEL, picture_request()).outputs[0])) > 0, found)
    names = [item.name for item in stub.RepositoryIndex(dataplane_pb2.RepositoryIndexRequest()).models]
    check("repository index", MODEL in names)
    stub.RepositoryModelUnload(dataplane_pb2.RepositoryModelUnloadRequest(model_name="simple"))
    check("unload", not stub.ModelReady(dataplane_pb2.ModelReadyRequest(name="simple")).ready)
    stub.RepositoryModelLoad(dataplane_pb2.RepositoryModelLoadRequest(model_name="simple"))
    check("load", stub.ModelReady(dataplane_pb2.ModelReadyRequest(name="simple")).ready)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="localhost:8080", help="host and port of HTTP")
    parser.add_argument("--grpc", help="host and port of gRPC, where GRPC_PORT is set")
    options = parser.parse_args()
    codecs(f"http://{options.url}")
    batches(options.url)
    if options.grpc:
        over_grpc(options.grpc)
    finish()


if __name__ == "__main__":
    main()
