"""Makes the values of test/fixtures/architectures/golden.json anew from its folders, sequences and prompts, and
those of policy.json beside it.

    pip install torch==2.13.0 transformers==5.24.0
    python test/peers/architectures.py && npx prettier --write test/fixtures/architectures
"""

import json
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM

fixtures = Path(__file__).resolve().parent.parent / "fixtures" / "architectures"
plain = {
    "kind": "ppo",
    "clipLow": 0.2,
    "clipHigh": 0.3,
    "reduction": "sequence-mean",
    "temperature": 1,
    "klCoefficient": 0.5,
}
corrected = plain | {
    "reduction": "token-mean",
    "temperature": 0.8,
    "klCorrection": "importance-ratio",
    "entropyCoefficient": 0.1,
}


def logprobs(model, tokens: list[int], temperature: float = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """Log-probability of each token given its prefix, and the entropy of the distribution it is drawn from."""
    logits = model(torch.tensor([tokens])).logits[0, :-1] / temperature
    scores = logits.log_softmax(-1)
    return scores.gather(1, torch.tensor(tokens[1:])[:, None])[:, 0], -(scores.exp() * scores).sum(-1)


def nine_digits(number) -> float:
    return float(f"{number:.9g}")


def gradients(model) -> dict:
    """Of each parameter's gradient, flattened: its norm and its slant, the sum of element i (from 1) times cos i."""
    found = {}
    for name, parameter in model.named_parameters():
        gradient = parameter.grad.double().numpy().ravel()
        slant = gradient @ np.cos(np.arange(1, gradient.size + 1))
        found[name] = {"norm": nine_digits(np.linalg.norm(gradient)), "slant": nine_digits(slant)}
    return found


def policy_data(model, sequences: list[list[int]], draws: np.random.Generator) -> list[dict]:
    """Training data around what the model finds; of the predicted tokens of a sequence each fifth weighs nothing."""
    data = []
    for tokens in sequences:
        with torch.no_grad():
            now = logprobs(model, tokens)[0].double().numpy()
        weights = (np.arange(now.size) % 5 != 4).astype(float)
        columns = {
            "advantages": draws.normal(size=now.size),
            "oldLogprobs": now + 0.3 * draws.normal(size=now.size),
            "referenceLogprobs": now + 0.5 * draws.normal(size=now.size),
        }
        rounded = {name: np.round(column, 4).tolist() for name, column in columns.items()}
        data.append({"tokens": tokens, "weights": weights.tolist()} | rounded)
    return data


def off_the_clips(model, data: list[dict], loss: dict) -> bool:
    """False where a ratio lies so near a clip that float32 cannot tell the sides apart."""
    for datum in data:
        with torch.no_grad():
            ratio = (logprobs(model, datum["tokens"], loss["temperature"])[0] - torch.tensor(datum["oldLogprobs"])).exp()
        for clip in [1 - loss["clipLow"], 1 + loss["clipHigh"]]:
            if (ratio - clip).abs().min() < 1e-4:
                return False
    return True


def policy_loss(model, data: list[dict], loss: dict) -> torch.Tensor:
    """Clipped surrogate, k3 KL and entropy as published, written without the engine."""
    means, total, count = [], 0, 0
    for datum in data:
        now, entropy = logprobs(model, datum["tokens"], loss["temperature"])
        names = ["weights", "advantages", "oldLogprobs", "referenceLogprobs"]
        weights, advantages, old, reference = (torch.tensor(datum[name]) for name in names)
        ratio = (now - old).exp()
        bounded = ratio.clamp(1 - loss["clipLow"], 1 + loss["clipHigh"])
        kl = (reference - now).exp() - (reference - now) - 1
        if loss.get("klCorrection") == "importance-ratio":
            kl = kl * ratio
        terms = -torch.minimum(ratio * advantages, bounded * advantages)
        terms = terms + loss["klCoefficient"] * kl - loss.get("entropyCoefficient", 0) * entropy
        total, count = total + (terms * weights).sum(), count + weights.sum()
        means.append((terms * weights).sum() / weights.sum())
    return total / count if loss["reduction"] == "token-mean" else torch.stack(means).mean()


def golden(folder: Path, known: dict, seed: int) -> tuple[dict, dict]:
    """The entry of golden.json, and that of policy.json."""
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    sequences = known["sequences"]
    with torch.no_grad():
        scored = [model(torch.tensor([tokens])).logits[0, :-1].double().log_softmax(-1) for tokens in sequences]
    rows = [s.gather(1, torch.tensor(t[1:])[:, None])[:, 0].tolist() for s, t in zip(scored, sequences)]
    greedy = []
    for prompt in (entry["prompt"] for entry in known["greedy"]):
        made = model.generate(torch.tensor([prompt]), do_sample=False, max_new_tokens=40, pad_token_id=0)
        greedy.append({"prompt": prompt, "tokens": made[0, len(prompt) :].tolist()})
    model.zero_grad()
    loss = -torch.cat([logprobs(model, tokens)[0] for tokens in sequences]).mean()
    loss.backward()
    result = {"sequences": sequences, "logprobs": rows, "greedy": greedy, "loss": loss.item()}
    result["gradients"] = gradients(model)
    draws = np.random.default_rng(seed)
    data = policy_data(model, sequences, draws)
    while not all(off_the_clips(model, data, settings) for settings in [plain, corrected]):
        data = policy_data(model, sequences, draws)
    updates = []
    for settings in [plain, corrected]:
        model.zero_grad()
        loss = policy_loss(model, data, settings)
        loss.backward()
        updates.append({"loss": settings, "value": loss.item(), "gradients": gradients(model)})
    return result, {"data": data, "updates": updates}


def main() -> None:
    torch.set_num_threads(1)
    file = fixtures / "golden.json"
    known = json.loads(file.read_text())
    made = {name: golden(fixtures / name, entry, seed) for seed, (name, entry) in enumerate(known.items())}
    file.write_text(json.dumps({name: entry for name, (entry, _) in made.items()}) + "\n")
    (fixtures / "policy.json").write_text(json.dumps({name: entry for name, (_, entry) in made.items()}) + "\n")


if __name__ == "__main__":
    main()
