"""Trains a policy of this repository through `twinzero serve` with the official Python SDK of Tinker.

    pip install tinker==0.38.0
    npm run build && python test/peers/tinker_sdk.py

It starts a server of its own on a free port, in a temporary folder, and checks: supervised steps whose loss falls;
stop strings and log-probabilities of samples; a reference model; a loss of the client's own; steps of reinforcement
learning whose reward rises; and that training goes on, with equal figures, after the server is killed. Prints the
versions and the figures as JSON. Where the SDK is not installed it says so and ends with 0.
"""

import importlib.util
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

if importlib.util.find_spec("tinker") is None:
    print("skipped: the Python package tinker is not installed (pip install tinker==0.38.0)")
    sys.exit(0)

os.environ["TINKER_TELEMETRY"] = "0"
import numpy as np
import tinker
import torch
from tinker import types

root = Path(__file__).resolve().parent.parent.parent
model = "data/models/meridian-base"
secret = "tml-check-0123456789abcdef"


class Server:
    """`twinzero serve` on a port and a folder that outlive it."""

    def __init__(self, state):
        self.state = state
        self.port = "0"
        self.start()

    def start(self):
        command = ["node", "dist/harness/cli/main.js", "serve", "--model", model, "--state", self.state]
        self.process = subprocess.Popen(
            [*command, "--port", self.port, "--threads", "2", "--lanes", "32"],
            cwd=root,
            env={**os.environ, "TWINZERO_SERVE_TOKEN": secret},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        self.port = self.url.rsplit(":", 1)[1]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def supervised_datum(tokens, prompt):
    weights = [0.0] * (prompt - 1) + [1.0] * (len(tokens) - prompt)
    return types.Datum(
        model_input=types.ModelInput.from_ints(tokens[:-1]),
        loss_fn_inputs={
            "target_tokens": np.array(tokens[1:], dtype=np.int64),
            "weights": np.array(weights, dtype=np.float32),
        },
    )


def policy_datum(prompt, sequence, advantage):
    tokens, before = [*prompt, *sequence.tokens], [0.0] * (len(prompt) - 1)
    return types.Datum(
        model_input=types.ModelInput.from_ints(tokens[:-1]),
        loss_fn_inputs={
            "target_tokens": np.array(tokens[1:], dtype=np.int64),
            "logprobs": np.array(before + list(sequence.logprobs), dtype=np.float32),
            "advantages": np.array(before + [advantage] * len(sequence.tokens), dtype=np.float32),
        },
    )


def check(condition, what):
    if not condition:
        raise SystemExit(f"failed: {what}")


def supervised(client, steps, figures):
    data = [supervised_datum([5, 9, 40, 12, 7, 31, 8, 22], 3), supervised_datum([6, 44, 18, 9, 30], 2)]
    for _ in range(steps):
        computed = client.forward_backward(data, "cross_entropy")
        moved = client.optim_step(types.AdamParams(learning_rate=1e-2, eps=1e-8))
        figures.append(computed.result().metrics["loss:sum"])
        check(moved.result().metrics["grad_norm"] > 0, "a step had no gradient")
    return data


def own_loss(client, data):
    """Cross-entropy as a loss of the client's: its gradient must be that of the server's."""

    def negative_log_likelihood(data, logprobs):
        weights = [torch.tensor(one.loss_fn_inputs["weights"].data) for one in data]
        return -sum((w * logprob).sum() for w, logprob in zip(weights, logprobs)), {}

    still = types.AdamParams(learning_rate=0.0, eps=1e-8)
    client.forward_backward(data, "cross_entropy").result()
    served = client.optim_step(still).result().metrics["grad_norm"]
    client.forward_backward_custom(data, negative_log_likelihood).result()
    return served, client.optim_step(still).result().metrics["grad_norm"]


def reinforce(client, steps):
    """Pays the share of sampled tokens below 128; advantages are rewards less the group's mean."""
    prompt, rewards, gaps = [5, 9, 40], [], []
    for step in range(steps):
        sampler = client.save_weights_and_get_sampling_client().result()
        params = types.SamplingParams(max_tokens=8, temperature=1.0, seed=100 * step, stop=[])
        group = sampler.sample(types.ModelInput.from_ints(prompt), num_samples=32, sampling_params=params).result()
        paid = [np.mean([token < 128 for token in one.tokens]) for one in group.sequences]
        mean = float(np.mean(paid))
        data = [policy_datum(prompt, one, float(p) - mean) for one, p in zip(group.sequences, paid)]
        computed = client.forward_backward(
            data, "ppo", {"clip_low_threshold": 0.8, "clip_high_threshold": 1.2}
        ).result()
        client.optim_step(types.AdamParams(learning_rate=1e-2, eps=1e-8)).result()
        for one, output in zip(group.sequences, computed.loss_fn_outputs):
            trained = np.array(output["logprobs"].data)[len(prompt) - 1 :]
            gaps.append(float(np.max(np.abs(trained - np.array(one.logprobs)))))
        rewards.append(mean)
    return rewards, max(gaps)


def stops(service):
    """A text that the model writes, asked for as a stop string."""
    sampler = service.create_sampling_client(base_model=model).result()
    prompt = types.ModelInput.from_ints([5, 9, 40])
    free = types.SamplingParams(max_tokens=24, temperature=1.0, seed=3, stop=[])
    tokens = sampler.sample(prompt, num_samples=1, sampling_params=free).result().sequences[0].tokens
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(root / model / "tokenizer.json"))
    words = [tokenizer.decode([token]) for token in tokens]
    at, word = next((i, w) for i, w in enumerate(words) if i > 2 and len(w.strip()) > 2 and w not in words[:i])
    asked = types.SamplingParams(max_tokens=24, temperature=1.0, seed=3, stop=[word.strip()])
    stopped = sampler.sample(prompt, num_samples=1, sampling_params=asked).result().sequences[0]
    scored = sampler.compute_logprobs(types.ModelInput.from_ints([5, 9, 40])).result()
    check(stopped.stop_reason == "stop", "a stop string did not stop")
    check(stopped.tokens == tokens[: at + 1], f"a stop string stopped at {stopped.tokens}, not within {tokens}")
    check(scored[0] is None and all(one < 0 for one in scored[1:]), "log-probabilities of the prompt")
    return word.strip()


def main():
    with tempfile.TemporaryDirectory() as state:
        server = Server(state)
        try:
            figures = train(server)
            check(server.stop() == 0, "the server did not end well")
        finally:
            server.process.kill()
            server.process.wait()
    versions = f"tinker {tinker.__version__}, Python {platform.python_version()}"
    print(json.dumps({"versions": versions, **figures}, indent=1))


def train(server):
    service = tinker.ServiceClient(base_url=server.url, api_key=secret)
    client = service.create_lora_training_client(base_model=model, rank=8, seed=1).result()
    losses = []
    data = supervised(client, 8, losses)
    check(losses[-1] < losses[0] / 2, f"the loss did not fall: {losses}")
    served, own = own_loss(client, data)
    check(abs(own / served - 1) < 1e-4, f"gradient norms {served} and {own}")
    stop = stops(service)
    saved = client.save_state("before").result().path
    before = client.forward(data, "cross_entropy").result().metrics["loss:sum"]
    server.kill()
    server.start()
    after = client.forward(data, "cross_entropy").result().metrics["loss:sum"]
    check(after == before, f"after the kill the loss is {after}, not {before}")
    other = service.create_training_client_from_state_with_optimizer(saved).result()
    loaded = other.forward(data, "cross_entropy").result().metrics["loss:sum"]
    check(loaded == before, f"what was saved has the loss {loaded}, not {before}")
    learner = service.create_lora_training_client(base_model=model, rank=8, seed=2).result()
    rewards, gap = reinforce(learner, 15)
    check(rewards[-1] > rewards[0] + 0.2, f"the reward did not rise: {rewards}")
    check(gap < 1e-4, f"sampler and trainer differ by {gap}")
    service.close("success").result()
    return {
        "losses": losses,
        "gradientNorms": {"server": served, "client": own},
        "stopString": stop,
        "afterKill": after,
        "rewards": rewards,
        "samplerTrainerGap": gap,
    }


if __name__ == "__main__":
    main()
