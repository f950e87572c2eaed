"""A peer for the embedded engine: the same decoder in PyTorch and transformers, eager, on the CPU or on a card.

Answers one line of JSON for each line it reads: {"do": "train"} is one step of forward, backward, clipping and AdamW
over every token, {"do": "decode", "lanes": n} is `generate` at temperature 1 over the whole vocabulary. Its first
line says which versions it runs, or {"skipped": why} where torch or transformers is not installed. With --alone it
reads nothing: it measures by itself and writes the answers to a file, one measurement after another.
"""

import argparse
import json
import os
import statistics
import sys
import time


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True, help="Hugging Face folder; without weights they are drawn")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--dtype", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--tf32", action="store_true", help="matrix products of float32 in TF32")
    parser.add_argument("--trained", choices=["full", "lora"], default="full")
    parser.add_argument("--rank", type=int, default=16, help="of the adapters")
    parser.add_argument("--sequences", type=int, default=32)
    parser.add_argument("--tokens", type=int, default=256)
    parser.add_argument("--prompt", type=int, default=10)
    parser.add_argument("--context", type=int, default=250)
    parser.add_argument("--alone", metavar="FILE")
    parser.add_argument("--lanes", default="1,16,64,256", help="with --alone")
    parser.add_argument("--rounds", type=int, default=3, help="with --alone")
    parser.add_argument("--seconds", type=float, default=60, help="with --alone: after which no round is begun")
    return parser.parse_args()


class Peer:
    def __init__(self, options):
        import torch
        import transformers

        self.torch, self.options = torch, options
        torch.manual_seed(0)
        torch.set_num_threads(options.threads)
        if options.tf32:
            torch.set_float32_matmul_precision("high")
        dtype = getattr(torch, options.dtype)
        if os.path.exists(os.path.join(options.folder, "model.safetensors")):
            model = transformers.AutoModelForCausalLM.from_pretrained(options.folder, dtype=dtype)
        else:
            config = transformers.AutoConfig.from_pretrained(options.folder)
            with torch.device(options.device):
                model = transformers.AutoModelForCausalLM.from_config(config, dtype=dtype)
        if options.trained == "lora":
            import peft

            settings = peft.LoraConfig(r=options.rank, lora_alpha=2 * options.rank, target_modules="all-linear")
            model = peft.get_peft_model(model, settings)
        self.model = model.to(options.device)
        learning = [p for p in self.model.parameters() if p.requires_grad]
        self.adam = torch.optim.AdamW(learning, lr=1e-4, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
        self.learning = learning
        self.versions = {"torch": torch.__version__, "transformers": transformers.__version__}

    def draw(self, lanes, length):
        vocabulary = self.model.config.vocab_size
        return self.torch.randint(0, vocabulary, (lanes, length), device=self.options.device)

    def train(self):
        """One step; returns the tokens that count."""
        self.model.train()
        tokens = self.draw(self.options.sequences, self.options.tokens)
        loss = self.model(input_ids=tokens, labels=tokens, use_cache=False).loss
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.torch.nn.utils.clip_grad_norm_(self.learning, 1.0)
        self.adam.step()
        return tokens.numel()

    def decode(self, lanes):
        """Continues random prompts; returns the new tokens."""
        self.model.eval()
        prompts = self.draw(lanes, self.options.prompt)
        new = self.options.context - self.options.prompt
        with self.torch.inference_mode():
            out = self.model.generate(
                input_ids=prompts,
                attention_mask=self.torch.ones_like(prompts),
                do_sample=True,
                top_k=0,
                temperature=1.0,
                min_new_tokens=new,
                max_new_tokens=new,
                eos_token_id=None,
                pad_token_id=0,
            )
        return out.shape[0] * (out.shape[1] - self.options.prompt)

    def timed(self, request):
        self.settle()
        start = time.perf_counter()
        tokens = self.train() if request["do"] == "train" else self.decode(request["lanes"])
        self.settle()
        return {"seconds": time.perf_counter() - start, "tokens": tokens}

    def settle(self):
        if self.options.device == "cuda":
            self.torch.cuda.synchronize()

    def peak_card_mib(self):
        return self.torch.cuda.max_memory_allocated() / 2**20 if self.options.device == "cuda" else None


def matrix_peak(peer, size):
    """10^12 operations a second of a square product in the peer's element type."""
    torch = peer.torch
    a, b = (torch.randn(size, size, device=peer.options.device, dtype=getattr(torch, peer.options.dtype)) for _ in "ab")
    times = []
    for _ in range(8):
        peer.settle()
        start = time.perf_counter()
        for _ in range(8):
            c = a @ b
        peer.settle()
        times.append(time.perf_counter() - start)
    del c
    return 8 * 2 * size**3 / statistics.median(times[2:]) / 1e12


def measure_alone(peer):
    options = peer.options
    size = 8192 if options.device == "cuda" else 1024
    report = {"options": vars(options), "versions": peer.versions, "rows": []}
    if options.device == "cuda":
        report["card"] = peer.torch.cuda.get_device_name()
    report["peak"] = {"teraflops": matrix_peak(peer, size), "size": size}
    end = time.monotonic() + options.seconds
    requests = [{"do": "train"}] + [{"do": "decode", "lanes": int(n)} for n in options.lanes.split(",") if n]
    for request in requests:
        row = dict(request)
        try:
            if options.device == "cuda":
                peer.torch.cuda.reset_peak_memory_stats()
            peer.timed(request)
            times = []
            while len(times) < options.rounds and (not times or time.monotonic() < end):
                times.append(peer.timed(request))
            speeds = sorted(t["tokens"] / t["seconds"] for t in times)
            row.update(median=statistics.median(speeds), slowest=speeds[0], fastest=speeds[-1], rounds=len(speeds))
            row["peakCardMiB"] = peer.peak_card_mib()
        except Exception as error:  # Out of memory is a result: the other rows go on.
            row["notMeasured"] = str(error).split("\n")[0]
            peer.adam.zero_grad(set_to_none=True)
            if options.device == "cuda":
                peer.torch.cuda.empty_cache()
        report["rows"].append(row)
        print(json.dumps(row), flush=True)
        with open(options.alone, "w") as file:
            json.dump(report, file, indent=1)


def main():
    options = arguments()
    try:
        peer = Peer(options)
    except ImportError as error:
        print(json.dumps({"skipped": str(error)}), flush=True)
        return
    if options.alone:
        measure_alone(peer)
        return
    print(json.dumps({"versions": peer.versions}), flush=True)
    for line in sys.stdin:
        print(json.dumps(peer.timed(json.loads(line))), flush=True)


main()
