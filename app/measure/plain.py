"""The script a user would write without Protokollant: the other side of ``protokollant bench``.

faster-whisper's ``transcribe()`` with word timestamps, one window after the other; then pyannote's
``SpeakerDiarization`` at its default of 90 % window overlap; then every word to the turn that overlaps
it most. The same models, offline. Run as a program of its own, so that nothing is shared with us:

    python -m app.measure.plain RECORDING OUT WHISPER SEGMENTATION EMBEDDING LANGUAGE THREADS DEVICE
"""

from __future__ import annotations

import json
import sys
import time
from itertools import groupby
from pathlib import Path
from typing import Any

from diarize.backends.campplus import DIMENSION, load_campplus
from diarize.backends.runtime import choose_device, load_pyannote, load_torch

RATE = 16_000
BEAM = 5
BATCH = 32
"""Windows and voices computed at once, as in the configuration pyannote publishes."""
SETTINGS = {
    "segmentation": {"min_duration_off": 0.0},
    "clustering": {"method": "centroid", "min_cluster_size": 12, "threshold": 0.6},
}
"""pyannote's own of its 3.1 pipeline; the threshold is its default where none was tuned for a model."""
SHORTEST = 0.05
"""Seconds of speech below which a voice gets no vector (the shortest that CAM++ takes is a few frames)."""


class VoiceVectors:
    """CAM++ with the calls of pyannote's ``PretrainedSpeakerEmbedding``."""

    sample_rate = RATE
    dimension = DIMENSION
    metric = "cosine"
    min_num_samples = int(SHORTEST * RATE)

    def __init__(self, file: Path, device: Any) -> None:
        from torchaudio.compliance import kaldi  # noqa: PLC0415  # after pyannote was loaded safely

        self._fbank = kaldi.fbank
        self._device = device
        self._network = load_campplus(file, device)

    def to(self, device: Any) -> VoiceVectors:
        """Move to a device, as pyannote asks."""
        self._device = device
        self._network.to(device)
        return self

    def __call__(self, waveforms: Any, masks: Any = None) -> Any:
        """Return vectors (batch, 192) of waveforms (batch, 1, samples); NaN where too little is unmasked."""
        torch = load_torch()
        rows = []
        with torch.inference_mode():
            for index, waveform in enumerate(waveforms):
                features = self._fbank(waveform, num_mel_bins=80, sample_frequency=RATE, dither=0.0)
                if masks is not None:
                    mask = torch.nn.functional.interpolate(masks[index][None, None], size=len(features))[0, 0]
                    features = features[mask > 0.5]  # noqa: PLR2004  # half of a frame
                if len(features) < SHORTEST * 100:
                    rows.append(torch.full((DIMENSION,), float("nan")))
                    continue
                features = features - features.mean(dim=0, keepdim=True)
                rows.append(self._network(features[None].to(self._device))[0].cpu())
        return torch.stack(rows).numpy()


def build_pipeline(segmentation: Path, embedding: Path, device: Any) -> Any:
    """Return pyannote's stock pipeline with these models.

    Its constructor fetches a PLDA from the hub even for clustering that needs none, and can load only
    its own kinds of embedding; both are handed over instead.
    """
    load_pyannote()
    from pyannote.audio.pipelines import speaker_diarization as stock  # noqa: PLC0415  # heavy

    vectors = VoiceVectors(next(embedding.glob("*.pt")), device)
    changes: dict[str, Any] = {
        "get_plda": lambda *_args, **_named: None,
        "PretrainedSpeakerEmbedding": lambda *_args, **_named: vectors,
    }
    vars(stock).update(changes)
    pipeline = stock.SpeakerDiarization(
        segmentation=str(segmentation / "pytorch_model.bin"),
        clustering="AgglomerativeClustering",
        embedding_exclude_overlap=True,
        segmentation_batch_size=BATCH,
        embedding_batch_size=BATCH,
    )
    pipeline.instantiate(SETTINGS)
    return pipeline.to(device)


def assign(segments: list[Any], turns: list[tuple[float, float, str]]) -> list[dict[str, Any]]:
    """Return utterances: the words of each segment by the voice whose turns overlap them most."""
    utterances: list[dict[str, Any]] = []
    for segment in segments:
        labelled = [(word, _voice(word, turns)) for word in segment.words or ()]
        for speaker, run in groupby(labelled, key=lambda pair: pair[1]):
            words = [word for word, _speaker in run]
            utterances.append(
                {
                    "id": f"u{len(utterances) + 1}",
                    "start": words[0].start,
                    "end": words[-1].end,
                    "speaker": speaker,
                    "text": "".join(word.word for word in words).strip(),
                }
            )
    return utterances


def _voice(word: Any, turns: list[tuple[float, float, str]]) -> str | None:
    def overlap(turn: tuple[float, float, str]) -> float:
        return float(min(turn[1], word.end) - max(turn[0], word.start))

    return max(turns, key=overlap)[2] if turns else None


def main(arguments: list[str]) -> None:
    """Do it, and write ``transcript.json``, ``diarization.rttm`` and ``timings.json`` to OUT."""
    recording, out, whisper, segmentation, embedding = map(Path, arguments[:5])
    language, threads, where = arguments[5], int(arguments[6]), arguments[7]
    torch = load_torch()
    torch.set_num_threads(threads)
    device = choose_device("cuda" if where == "cuda" else "cpu")
    from faster_whisper import WhisperModel, decode_audio  # noqa: PLC0415  # heavy

    begin = time.perf_counter()
    kind = "float16" if device.type == "cuda" else "int8"
    model = WhisperModel(
        str(whisper), device=device.type, compute_type=kind, cpu_threads=threads, local_files_only=True
    )
    found, _info = model.transcribe(str(recording), language=language, beam_size=BEAM, word_timestamps=True)
    segments = list(found)
    heard = time.perf_counter()
    pipeline = build_pipeline(segmentation, embedding, device)
    waveform = torch.from_numpy(decode_audio(str(recording), sampling_rate=RATE))[None]
    result = pipeline({"waveform": waveform, "sample_rate": RATE}).speaker_diarization
    tracks = result.itertracks(yield_label=True)
    turns = [(turn.start, turn.end, str(speaker)) for turn, _track, speaker in tracks]
    utterances = assign(segments, turns)
    end = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    transcript = {"schema": "protokollant/transcript/1", "language": language, "utterances": utterances}
    (out / "transcript.json").write_text(json.dumps(transcript, ensure_ascii=False), encoding="utf-8")
    lines = (
        f"SPEAKER x 1 {start:.3f} {stop - start:.3f} <NA> <NA> {who} <NA> <NA>\n"
        for start, stop, who in turns
    )
    (out / "diarization.rttm").write_text("".join(lines), encoding="utf-8")
    timings = {"transcribe": heard - begin, "diarize": end - heard, "duration": waveform.shape[-1] / RATE}
    (out / "timings.json").write_text(json.dumps(timings), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
