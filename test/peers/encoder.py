"""Encoders as transformers computes them, for the dense search.

    python test/peers/encoder.py                      # writes test/fixtures/encoder: a tiny random BERT and golden values
    python test/peers/encoder.py FOLDER               # exports a folder's weights to FOLDER/onnx/model.onnx and, beside
                                                      # it, writes golden.json: its vectors of some texts
    python test/peers/encoder.py FOLDER --sentence    # the same, the vectors by sentence-transformers

The export is what `--search dense:FOLDER` opens, so this also serves a model of the hub that has no ONNX weights.
"""

import argparse
import json
from pathlib import Path

import torch
import transformers
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel

TEXTS = [
    "What was the thrust of the engine?",
    "The crew checked the valve beside the tank, and found nothing wrong with it.",
    "Zwei Schläuche führten zu Müllers Ventil.",
    "酸素タンクが破裂した。",
    "",
    "oxygen " * 700,
]


class LastHiddenState(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        given = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
        return self.model(**given).last_hidden_state


def export(model, tokenizer, folder: Path) -> None:
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    inputs = dict(tokenizer(["one text", "and a longer text beside it"], padding=True, return_tensors="pt"))
    inputs.setdefault("token_type_ids", torch.zeros_like(inputs["input_ids"]))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        LastHiddenState(model).eval(),
        tuple(inputs[name] for name in names),
        str(folder / "onnx" / "model.onnx"),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


@torch.no_grad()
def vectors(model, tokenizer) -> dict:
    """Of each text alone, before any scaling: the mean over its tokens and its first token."""
    mean, cls = [], []
    limit = min(tokenizer.model_max_length, model.config.max_position_embeddings)
    for text in TEXTS:
        inputs = tokenizer([text], truncation=True, max_length=limit, return_tensors="pt")
        hidden = model(**inputs).last_hidden_state[0]
        mean.append(hidden.mean(0).tolist())
        cls.append(hidden[0].tolist())
    return {"mean": mean, "cls": cls}


def sentence_vectors(folder: Path) -> dict:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    return {"normalised": [model.encode([text], normalize_embeddings=True)[0].tolist() for text in TEXTS]}


def write_tiny(folder: Path) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,?'"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "crew", "tank", "valve", "checked", "beside"]
    words += list(letters) + [f"##{letter}" for letter in letters]
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=48,
    )
    fast.save_pretrained(folder)
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=48,
        initializer_range=0.3,
    )
    model = BertModel(config).eval()
    config.save_pretrained(folder)
    finish(model, fast, folder)


def finish(model, tokenizer, folder: Path, by_sentence: dict | None = None) -> None:
    export(model, tokenizer, folder)
    origin = f"test/peers/encoder.py, transformers {transformers.__version__}, torch {torch.__version__}"
    golden = {"origin": origin, "texts": TEXTS, **vectors(model, tokenizer), **(by_sentence or {})}
    (folder / "golden.json").write_text(json.dumps(golden))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path, nargs="?")
    arguments.add_argument("--sentence", action="store_true")
    given = arguments.parse_args()
    if given.folder is None:
        return write_tiny(Path(__file__).parents[1] / "fixtures" / "encoder")
    tokenizer = AutoTokenizer.from_pretrained(given.folder)
    model = AutoModel.from_pretrained(given.folder, dtype=torch.float32).eval()
    finish(model, tokenizer, given.folder, sentence_vectors(given.folder) if given.sentence else None)


if __name__ == "__main__":
    main()
