# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes weights in EasyOCR's format that answer one thing: all of a picture is text, and reads "a".

A program of its own, since EasyOCR's packages must not be loaded among all others: it takes a folder.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

READ = "a"


def main(folder: Path) -> None:
    """Writes craft_mlt_25k.pth and english_g2.pth as EasyOCR's authors do: pickles of tensors."""
    import torch

    from core.documents.ocr import easyocr_worker

    easyocr_worker.import_easyocr()
    from easyocr import config
    from easyocr.craft import CRAFT
    from easyocr.model.vgg_model import Model

    characters = config.recognition_models["gen2"]["english_g2"]["characters"]
    detector: Any = CRAFT(pretrained=False)
    recogniser: Any = Model(1, 256, 256, num_class=len(characters) + 1)
    with torch.no_grad():
        last = detector.conv_cls[-1]
        last.weight.zero_()
        last.bias.copy_(torch.tensor([1.0, 0.0]))
        recogniser.Prediction.weight.zero_()
        recogniser.Prediction.bias.zero_()
        recogniser.Prediction.bias[1 + characters.index(READ)] = 20.0
    for name, network in (("craft_mlt_25k.pth", detector), ("english_g2.pth", recogniser)):
        torch.save({f"module.{key}": value for key, value in network.state_dict().items()}, folder / name)


if __name__ == "__main__":
    from core import offline

    offline.install()
    main(Path(sys.argv[1]))
