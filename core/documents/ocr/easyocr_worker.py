# SPDX-License-Identifier: AGPL-3.0-or-later
"""The process in which EasyOCR runs: its packages lie in a folder that no other process looks into.

EasyOCR's weights are published as pickles. They are brought in once, by torch's reader that builds nothing
but tensors, and kept as one safetensors file ("craft:…" the detector, "arabic_g1:…" a recogniser); from then
on EasyOCR's own loading code is handed those tensors, and no pickle is ever opened again.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.jobs import resident
from core.jobs.resident import Request
from core.paths import EASYOCR

WEIGHTS = "model.safetensors"
DETECTOR = "craft"
# What each recogniser reads, the one for Arabic first: it reads Latin letters too.
RECOGNISERS: dict[str, list[str]] = {
    "arabic_g1": ["ar", "fa", "ur", "en"],
    "english_g2": ["en"],
    "latin_g2": ["en", "fr", "de", "es", "it", "tr"],
    "cyrillic_g2": ["ru", "uk", "en"],
}
_NEW_FILE = "Get the weights again from where they came."


def serve(hello: dict[str, Any]) -> None:
    """Answers "facts", "recognise" and "convert" until the pipe closes.

    ``hello``: {"weights": their folder, "sha256": what their file must hash to}, both empty for "convert".
    """
    worker = _Worker(hello["weights"], hello["sha256"])
    methods = ("facts", "recognise", "convert")
    resident.serve({name: getattr(worker, name) for name in methods})


class _Worker:
    def __init__(self, weights: str, sha256: str) -> None:
        self._weights = weights
        self._sha256 = sha256
        self._loaded: _Readers | None = None

    def facts(self, _params: dict[str, Any], _request: Request) -> dict[str, Any]:
        return {"version": import_easyocr().__version__, "languages": self._readers.languages}

    def recognise(self, params: dict[str, Any], _request: Request) -> list[list[Any]]:
        """[text, [left, top, right, bottom] in pixels, confidence 0..1] of each piece of text."""
        import numpy as np

        grey = np.frombuffer(base64.b64decode(params["pixels"]), dtype=np.uint8)
        return self._readers.read(
            grey.reshape(params["height"], params["width"]), single_line=params["single_line"]
        )

    def convert(self, params: dict[str, Any], _request: Request) -> dict[str, Any]:
        """Writes the weights of the folder as ``target``/model.safetensors; tells what they are.

        Raises :class:`UserError` when the detector or any recogniser is missing, or a file does not fit.
        """
        from safetensors.torch import save_file

        files = _known_files(Path(params["folder"]))
        tensors = {name: _tensors(file) for name, file in files.items()}
        _Readers(tensors)  # a network that takes all of them is the proof that they fit
        target = Path(params["target"])
        flat = {f"{name}:{key}": value for name, state in tensors.items() for key, value in state.items()}
        save_file(flat, target / WEIGHTS)
        recognisers = [name for name in RECOGNISERS if name in files]
        languages = list(dict.fromkeys(code for name in recognisers for code in RECOGNISERS[name]))
        return {
            "recognisers": recognisers,
            "languages": languages,
            "published": all(_is_published(name, file) for name, file in files.items()),
        }

    @property
    def _readers(self) -> _Readers:
        if self._loaded is None:
            from safetensors.torch import load_file

            file = Path(self._weights) / WEIGHTS
            if not file.is_file():
                raise UserError("EasyOCR has no weights.", do="Bring them: isnad models import FOLDER")
            with file.open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() != self._sha256:
                    raise UserError(f"{file} is not what was brought: it was changed.", do="Bring it again.")
            tensors: dict[str, dict[str, Any]] = {}
            for key, value in load_file(file).items():
                name, _, rest = key.partition(":")
                tensors.setdefault(name, OrderedDict())[rest] = value
            self._loaded = _Readers(tensors)
        return self._loaded


class _Readers:
    """One EasyOCR reader for each recogniser, over one detector.

    Raises :class:`UserError` for weights that do not fit.
    """

    def __init__(self, tensors: dict[str, dict[str, Any]]) -> None:
        easyocr = import_easyocr()
        import torch
        from easyocr import config, detection

        # EasyOCR's loading code asks torch for a file; what it gets are tensors, by the name in its place.
        torch.load = lambda name, **_: tensors[name]
        gpu = torch.cuda.is_available()
        self._names = [name for name in RECOGNISERS if name in tensors]
        self.languages = list(dict.fromkeys(code for name in self._names for code in RECOGNISERS[name]))
        self._readers = []
        for name in self._names:
            reader = easyocr.Reader(
                RECOGNISERS[name],
                gpu=gpu,
                model_storage_directory=str(EASYOCR),
                user_network_directory=str(EASYOCR),
                download_enabled=False,
                detector=False,
                recognizer=False,
                verbose=False,
                quantize=False,
            )
            reader.recognizer, reader.converter = _recogniser(reader, name, config)
            self._readers.append(reader)
        first = self._readers[0]
        first.get_textbox = detection.get_textbox
        first.detector = _fitting(DETECTOR, lambda: detection.get_detector(DETECTOR, first.device, False))

    def read(self, grey: Any, *, single_line: bool) -> list[list[Any]]:
        height, width = grey.shape
        if single_line:
            level, free = [[0, width, 0, height]], []
        else:
            level_found, free_found = self._readers[0].detect(grey)
            level, free = level_found[0], free_found[0]
        readings = [reader.recognize(grey, level, free) for reader in self._readers]
        return [_surest(pieces) for pieces in zip(*readings, strict=True)]


def _surest(pieces: tuple[Any, ...]) -> list[Any]:
    """Of one piece's readings by several recognisers, the surest, with an upright box."""
    corners, text, sure = max(pieces, key=lambda piece: float(piece[2]))
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return [str(text), [min(xs), min(ys), max(xs), max(ys)], min(max(float(sure), 0.0), 1.0)]


def _recogniser(reader: Any, name: str, config: Any) -> tuple[Any, Any]:
    """The network and the decoder, built as EasyOCR's Reader builds them."""
    from easyocr import recognition

    first = name in config.recognition_models["gen1"]
    size = 512 if first else 256
    sizes = {"input_channel": 1, "output_channel": size, "hidden_size": size}
    generation = "generation1" if first else "generation2"
    return _fitting(  # type: ignore[no-any-return]
        name,
        lambda: recognition.get_recognizer(
            generation, sizes, reader.character, {}, {}, name, device=reader.device, quantize=False
        ),
    )


def _fitting(name: str, load: Any) -> Any:
    try:
        return load()
    except (RuntimeError, KeyError, AttributeError, IndexError) as error:
        raise UserError(f"The weights of {name} do not fit EasyOCR's network.", do=_NEW_FILE) from error


def _known_files(folder: Path) -> dict[str, Path]:
    """The detector's and the recognisers' files of a folder, by their published names."""
    published = _published()
    found = {name: folder / file for name, (file, _) in published.items() if (folder / file).is_file()}
    missing = [published[DETECTOR][0]] if DETECTOR not in found else []
    if not set(found) & set(RECOGNISERS):
        missing.append(" or ".join(published[name][0] for name in RECOGNISERS))
    if missing:
        raise UserError(f"{folder} lacks {', '.join(missing)}.", do="Put EasyOCR's weights into one folder.")
    return found


def _published() -> dict[str, tuple[str, str]]:
    """File name and MD5 of what EasyOCR's authors published, as their package has them."""
    import_easyocr()
    from easyocr import config

    known = {DETECTOR: config.detection_models[DETECTOR]}
    for generation in ("gen1", "gen2"):
        known |= {n: m for n, m in config.recognition_models[generation].items() if n in RECOGNISERS}
    return {name: (model["filename"], model["md5sum"]) for name, model in known.items()}


def _is_published(name: str, file: Path) -> bool:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "md5").hexdigest() == _published()[name][1]


def _tensors(file: Path) -> dict[str, Any]:
    """The tensors of a pickle, by a reader that builds nothing else."""
    import torch
    from torch.serialization import load

    try:
        state = load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        raise UserError(f"{file.name} holds no weights that are safe to open.", do=_NEW_FILE) from error
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise UserError(f"{file.name} holds something else than weights.", do=_NEW_FILE)
    return OrderedDict((key, value.clone().contiguous()) for key, value in state.items())


def import_easyocr() -> Any:
    """The package, out of its own folder. Raises :class:`UserError` where set-up did not install it."""
    if str(EASYOCR) not in sys.path:
        sys.path.append(str(EASYOCR))
        _declare_missing_operators()
    try:
        import easyocr
    except ImportError as error:
        raise UserError("EasyOCR is not installed.", do="Run the set-up again.") from error
    return easyocr


def _declare_missing_operators() -> None:
    """A CUDA build of torchvision lacks two operators when it is imported beside a CPU build of torch."""
    import torch

    if torch.version.cuda is None:
        library: Any = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _LIBRARIES.append(library)


# A library that nobody holds takes its operators with it.
_LIBRARIES: list[Any] = []
