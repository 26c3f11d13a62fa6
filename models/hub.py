"""Model files from the Hugging Face hub: the only door to it, opened by ``models fetch`` alone."""

from __future__ import annotations

import os
from pathlib import Path

from models.errors import ModelFetchError

MESSAGE_LENGTH = 300


def download_file(*, model: str, repository: str, revision: str, name: str, folder: Path) -> Path:
    """Download one file of a repository at a commit into ``folder`` (continues a broken download).

    An account's token is read from ``HF_TOKEN``, where the repository asks for one.

    Raises:
        ModelFetchError: no network, no such file or commit, or the terms were not accepted.
    """
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from httpx import HTTPError  # noqa: PLC0415  # the hub only when fetching
    from huggingface_hub import hf_hub_download  # noqa: PLC0415  # same
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError  # noqa: PLC0415  # same

    try:
        found = hf_hub_download(repo_id=repository, filename=name, revision=revision, local_dir=folder)
    except GatedRepoError as error:
        reason = (
            f"{repository} asks you to accept its terms at https://huggingface.co/{repository} "
            "and to set HF_TOKEN; or copy the files and use --from"
        )
        raise ModelFetchError(model=model, reason=reason) from error
    except (HfHubHTTPError, HTTPError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:MESSAGE_LENGTH].rstrip(". ") or type(error).__name__
        raise ModelFetchError(model=model, reason=f"{repository}/{name}: {reason}") from error
    return Path(found)
