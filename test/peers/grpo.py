"""Makes test/fixtures/grpo.json: three optimiser steps of TRL's GRPOTrainer on a tiny folder, under each loss.

    pip install torch==2.13.0 transformers==5.24.0 trl==1.13.0
    python test/peers/grpo.py

The reference is the folder itself and the policy the folder with every weight times 0.875, so that the KL is not 0 at
the first step; both are exact in float32. All runs share their seed, hence their completions.
"""

import json
import math
import os
import tempfile
from pathlib import Path

import numpy as np
import torch
import transformers
import trl
from datasets import Dataset
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast
from trl import GRPOConfig, GRPOTrainer

fixtures = Path(__file__).resolve().parent.parent / "fixtures"
folder = fixtures / "architectures" / "llama3-rope-untied"
words = [f"t{token}" for token in range(50)]
prompts = [[3, 17, 9, 41], [22, 5, 5, 30, 12, 8, 44]]
end_token = 37
generations = 4
settings = {
    "temperature": 0.9,
    "clip": 0.2,
    "klCoefficient": 0.25,
    "maxCompletionTokens": 12,
    "adam": {
        "learningRate": 0.0005,
        "beta1": 0.9,
        "beta2": 0.99,
        "epsilon": 1e-6,
        "weightDecay": 0.1,
        "maxGradNorm": 1.0,
    },
}


def tokenizer() -> PreTrainedTokenizerFast:
    inner = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token=words[0]))
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    end = words[end_token]
    return PreTrainedTokenizerFast(tokenizer_object=inner, eos_token=end, pad_token=end, padding_side="left")


def reward(completion_ids, **_) -> list[float]:
    """How many different tokens a completion holds, less a tenth for each even one: no two groups alike."""
    return [len(set(ids)) - 0.1 * sum(token % 2 == 0 for token in ids) for ids in completion_ids]


class Recorded(GRPOTrainer):
    """A GRPOTrainer that keeps what its loss is made of and the weights after every step."""

    def record(self) -> dict:
        if not hasattr(self, "kept"):
            self.kept = {"losses": [], "inputs": None, "weights": []}
        return self.kept

    def _compute_loss(self, model, inputs):
        kept = self.record()
        kept["weights"].append({n: p.detach().clone() for n, p in model.named_parameters()})
        loss = super()._compute_loss(model, inputs)
        kept["losses"].append(loss.item())
        kept["inputs"] = kept["inputs"] or {k: v.clone() for k, v in inputs.items() if torch.is_tensor(v)}
        return loss


def train(loss_type: str, correction: bool) -> tuple[dict, dict]:
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.875)
    adam = settings["adam"]
    config = GRPOConfig(
        output_dir=tempfile.mkdtemp(),
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        report_to=[],
        save_strategy="no",
        logging_steps=1,
        seed=11,
        per_device_train_batch_size=len(prompts) * generations,
        num_generations=generations,
        num_iterations=3,
        max_steps=3,
        max_completion_length=settings["maxCompletionTokens"],
        temperature=settings["temperature"],
        loss_type=loss_type,
        use_bias_correction_kl=correction,
        scale_rewards="none" if loss_type == "dr_grpo" else "group",
        epsilon=settings["clip"],
        beta=settings["klCoefficient"],
        learning_rate=adam["learningRate"],
        lr_scheduler_type="constant",
        adam_beta1=adam["beta1"],
        adam_beta2=adam["beta2"],
        adam_epsilon=adam["epsilon"],
        weight_decay=adam["weightDecay"],
        max_grad_norm=adam["maxGradNorm"],
        shuffle_dataset=False,
    )
    trainer = Recorded(
        model=model,
        reward_funcs=reward,
        args=config,
        train_dataset=Dataset.from_dict({"prompt": [" ".join(words[t] for t in p) for p in prompts]}),
        processing_class=tokenizer(),
    )
    trainer.train()
    kept = trainer.record()
    kept["weights"].append({n: p.detach().clone() for n, p in model.named_parameters()})
    logs = [row for row in trainer.state.log_history if "grad_norm" in row]
    clipped = [row["clip_ratio/region_mean"] for row in logs]
    assert len(kept["losses"]) == len(logs) == 3
    start = kept["weights"][0]
    return kept, {
        "lossType": loss_type,
        "biasCorrectionKl": correction,
        "scaleRewards": config.scale_rewards,
        "losses": kept["losses"],
        "gradNorms": [float(row["grad_norm"]) for row in logs],
        "kl": [row["kl"] for row in logs],
        "clipFractions": clipped,
        "movedAfter1": moved(start, kept["weights"][1]),
        "movedAfter3": moved(start, kept["weights"][3]),
    }


def moved(start: dict, end: dict) -> dict:
    """Of the move of each tensor, flattened: its norm and its slant, the sum of element i (from 1) times cos i."""
    result = {}
    for name, tensor in end.items():
        move = (tensor.double() - start[name].double()).numpy().ravel()
        slant = float(move @ np.cos(np.arange(1, move.size + 1)))
        result[name] = [float(np.linalg.norm(move)), slant]
    return result


def episodes(kept: dict) -> list[dict]:
    """The sequences that the loss saw, which the trainer shuffles: here those of the first prompt stand first."""
    inputs = kept["inputs"]
    rows = []
    for i, advantage in enumerate(inputs["advantages"].tolist()):
        prompt = inputs["prompt_ids"][i][inputs["prompt_mask"][i].bool()].tolist()
        mask = inputs["completion_mask"][i].bool()
        completion = inputs["completion_ids"][i][mask].tolist()
        row = {"prompt": prompt, "completion": completion, "reward": reward([completion])[0], "advantage": advantage}
        row["referenceLogprobs"] = inputs["ref_per_token_logps"][i][mask].tolist()
        row["oldLogprobs"] = inputs["old_per_token_logps"][i][mask].tolist()
        rows.append(row)
    return sorted(rows, key=lambda row: prompts.index(row["prompt"]))


def main() -> None:
    shared, runs = None, []
    for loss_type in ["grpo", "bnpo", "dapo", "dr_grpo"]:
        for correction in [False, True]:
            kept, run = train(loss_type, correction)
            found = episodes(kept)
            run["advantages"] = [row.pop("advantage") for row in found]
            assert shared is None or found == shared, "the runs do not share their completions"
            shared = found
            runs.append(run)
    versions = {m.__name__: m.__version__ for m in (trl, transformers, torch)}
    golden = {"versions": versions, "folder": folder.name, "endToken": end_token, "settings": settings}
    golden |= {"episodes": shared, "runs": runs}
    assert all(math.isfinite(x) for run in runs for x in run["losses"] + run["gradNorms"])
    (fixtures / "grpo.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    torch.set_num_threads(1)
    main()
