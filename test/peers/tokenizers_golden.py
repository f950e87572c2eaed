"""Makes test/fixtures/tokenizers: small BPE, Unigram and WordLevel tokenizers, and what Python's tokenizers makes of texts.

    pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf
    python test/peers/tokenizers_golden.py

Texts are strung together from fragments by a linear congruential generator that the test has, too; ids and decoded
texts are kept as digests of a hundred, and in full for the first few.
"""

import base64
import hashlib
import io
import json
import tempfile
from pathlib import Path

import sentencepiece
import tokenizers
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

fixtures = Path(__file__).resolve().parent.parent / "fixtures" / "tokenizers"
corpus = [
    "The crew reported a leak in the cabin and closed the valve before the pump was started again.",
    "Houston asked for the pressure of the oxygen tanks; it had fallen to 39.5 psi at 55:54:53.",
    "Who commanded Apollo 13? James A. Lovell did, and Fred Haise flew the lunar module.",
    "I'm sure they've said it's don't, won't, can't and we'll see: a co-operative, well-known phrase.",
    "<search> docking ring </search> <answer> the docking ring was damaged </answer>",
    "Ein großer Schritt für die Menschheit, schön und überraschend; Straße, Fuß, Größe, naïve café.",
    "Le vaisseau spatial a été endommagé près de la Lune, et l'équipage est rentré sain et sauf.",
    "La nave espacial sufrió una explosión y la tripulación volvió a la Tierra en abril de 1970.",
    "Космический корабль вернулся на Землю после взрыва кислородного бака в сервисном модуле.",
    "宇宙船は地球に戻った。月面着陸は中止された。 乗組員は無事だった。",
    "우주선은 지구로 돌아왔다. 승무원은 안전했다.",
    "عاد رواد الفضاء إلى الأرض بسلام بعد الانفجار.",
    "अंतरिक्ष यान पृथ्वी पर लौट आया।",
    "x = [i**2 for i in range(10)]  # 1,234.56 == 1234.56; a_b != a-b\n\treturn {'k': [1, 2, 3]}",
] * 4
fragments = (
    " |  |   |\t|\n|\r\n|\u00a0|\u0085|\u3000|\u2028|\u200b|\ufeff|\u00ad|\u0000|\u0007|\u001f|\u2581|\u2581\u2581|\ufffd|"
    "the| the|The| crew|leak| leak| docking|ing|ed| pump|.|,|?|!|...|…|'s|don't|I'm|'|\"|``|''|-|—|_|a|b| a|é|e\u0301|"
    "ü|u\u0308|ß|İ|Σ|ς|ﬁ|ﬂ|½|™|№|²|ｔｈｅ|Ａ|～|~|1|2| 13|1970|3.14|٣|१|Ⅳ|宇宙|宇|船|。|は|が|か\u3099|우주|ㅎㅏ|한|Земля|й|"
    "и\u0306|ё|سلام|ال|\u0651|क्ष|यान|\u0301|\u0323|\u0300\u0301|😀|👩\u200d👩\u200d👧|🇩🇪|🇩|👍🏽|\U00020000|𝔘|<unk>|<0x41>|"
    "<search>|</search>|<|>|/|\\|{|}|[|]|#|$|%|&|*|+|=|^|@|Ω|Å|ﷺ|㎏|ﾊﾟ|\u1100\u1161\u11a8|q\u0323\u0307|Z"
).split("|")
special = ["<pad>", "</s>", "<unk>", "<chat>"]
count, block, shown = 3000, 100, 12


class Draws:
    """Numbers of a linear congruential generator, as the test draws them."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, limit: int) -> int:
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return self.state * limit // 2**32


def texts(seed: int) -> list[str]:
    draws = Draws(seed)
    return ["".join(fragments[draws.below(len(fragments))] for _ in range(1 + draws.below(14))) for _ in range(count)]


def charsmap(**rules) -> str:
    """The normaliser that SentencePiece compiles from rules, in base64."""
    model = io.BytesIO()
    sentences = iter(corpus)
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=sentences, model_writer=model, vocab_size=250, **rules)
    proto = sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())
    return base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()


def few_rules() -> str:
    """Ligatures, wide letters and odd spaces written plainly, é composed, a soft hyphen dropped, an emoji spelt out."""
    lines = ["FB01\t66 69", "FF21\t41", "3000\t20", "A0\t20", "65 301\tE9", "AD\t", "1F600\t3A 29", "BD\t31 2F 32", "2581\t20"]
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        return charsmap(normalization_rule_tsv=file.name)


def word_level(pre_tokenizer, normalizer=None) -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator(corpus, trainers.WordLevelTrainer(special_tokens=special, show_progress=False))
    return tokenizer


def unigram(pre_tokenizer, normalizer, decoder, byte_fallback=False) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.decoder = decoder
    trainer = trainers.UnigramTrainer(
        vocab_size=260, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(corpus, trainer)
    if byte_fallback:
        json_form = json.loads(tokenizer.to_str())
        json_form["model"]["vocab"] += [[f"<0x{byte:02X}>", -20.0] for byte in range(256)]
        json_form["model"]["byte_fallback"] = True
        tokenizer = Tokenizer.from_str(json.dumps(json_form))
    return tokenizer


def byte_pair(pre_tokenizer, decoder, normalizer=None, **model) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(**model))
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.decoder = decoder
    byte_tokens = [f"<0x{byte:02X}>" for byte in range(256)] if model.get("byte_fallback") else []
    letters = {"limit_alphabet": 90} if byte_tokens else {"initial_alphabet": pre_tokenizers.ByteLevel.alphabet()}
    trainer = trainers.BpeTrainer(
        vocab_size=450, special_tokens=special + byte_tokens, show_progress=False, **letters
    )
    tokenizer.train_from_iterator(corpus, trainer)
    json_form = json.loads(tokenizer.to_str())
    json_form["added_tokens"] = [token for token in json_form["added_tokens"] if token["content"] not in byte_tokens]
    return Tokenizer.from_str(json.dumps(json_form))


def byte_level(pattern: str) -> pre_tokenizers.PreTokenizer:
    cut = pre_tokenizers.Split(Regex(pattern), "isolated")
    return pre_tokenizers.Sequence([cut, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def made() -> dict[str, Tokenizer]:
    metaspace, split = pre_tokenizers.Metaspace, pre_tokenizers.WhitespaceSplit()
    two_spaces = normalizers.Replace(Regex(" {2,}"), " ")
    precompiled = normalizers.Precompiled(base64.b64decode(few_rules()))
    albert = [normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents()]
    spell = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    llama3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    llama2 = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    fallback = {"unk_token": "<unk>", "fuse_unk": True, "byte_fallback": True}
    return {
        "bpe-gpt2": byte_pair(pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()),
        "bpe-llama3": byte_pair(byte_level(llama3), decoders.ByteLevel(), ignore_merges=True),
        "bpe-qwen": byte_pair(byte_level(llama3.replace("{1,3}", "")), decoders.ByteLevel(), normalizers.NFC()),
        "bpe-llama2": byte_pair(None, decoders.Sequence(spell), llama2, **fallback),
        "bpe-mistral": byte_pair(
            metaspace(prepend_scheme="first", split=False), decoders.Sequence(spell), **fallback
        ),
        "word-level-split": word_level(split),
        "word-level-signs": word_level(pre_tokenizers.Whitespace(), normalizers.Lowercase()),
        "unigram-t5": unigram(metaspace(), precompiled, decoders.Metaspace()),
        "unigram-xlm-r": unigram(
            pre_tokenizers.Sequence([split, metaspace()]),
            normalizers.Sequence([precompiled, two_spaces]),
            decoders.Metaspace(),
        ),
        "unigram-albert": unigram(
            pre_tokenizers.Sequence([split, metaspace()]),
            normalizers.Sequence(albert + [normalizers.Lowercase(), precompiled]),
            decoders.Metaspace(),
        ),
        "unigram-whole": unigram(metaspace(prepend_scheme="never", split=False), None, decoders.Metaspace(prepend_scheme="never")),
        "unigram-bytes": unigram(
            metaspace(prepend_scheme="first", split=False), None, decoders.Sequence(spell), byte_fallback=True
        ),
    }


def digests(lines: list[str]) -> list[str]:
    blocks = [lines[start : start + block] for start in range(0, len(lines), block)]
    return [hashlib.sha256("".join(f"{line}\0\n" for line in lines).encode()).hexdigest()[:16] for lines in blocks]


def golden(tokenizer: Tokenizer, seed: int) -> dict:
    tokenizer.encode_special_tokens = True
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts(seed)]
    decode = lambda tokens: tokenizer.decode(tokens, skip_special_tokens=False)  # noqa: E731
    draws = Draws(seed + 1)
    size = tokenizer.get_vocab_size()
    random_ids = [[draws.below(size) for _ in range(1 + draws.below(12))] for _ in range(500)]
    prefixes = [decode(row[:length]) for row in ids[:100] for length in range(1, len(row) + 1)]
    return {
        "seed": seed,
        "vocabularySize": size,
        "shown": ids[:shown],
        "ids": digests([",".join(map(str, row)) for row in ids]),
        "decoded": digests([decode(row) for row in ids]),
        "prefixes": digests(prefixes),
        "random": digests([decode(row) for row in random_ids]),
    }


def write(folder: Path, all_made: dict[str, Tokenizer]) -> None:
    folder.mkdir(exist_ok=True)
    goldens = {}
    for seed, (name, tokenizer) in enumerate(all_made.items(), start=1):
        tokenizer.encode_special_tokens = False
        (folder / f"{name}.json").write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False) + "\n")
        goldens[name] = golden(tokenizer, 1000 * seed)
    head = {"tokenizers": tokenizers.__version__, "fragments": fragments, "count": count, "block": block}
    (folder / "golden.json").write_text(json.dumps(head | {"goldens": goldens}) + "\n")


if __name__ == "__main__":
    write(fixtures, made())
