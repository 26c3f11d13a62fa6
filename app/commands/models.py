"""``protokollant models list|fetch|verify``: the only command that may go to the network."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from models.errors import ModelError
from models.manifest import load_manifest
from models.profiles import DEFAULT_PROFILE, load_profile, profile_names
from models.store import ModelStore


@click.group()
def command() -> None:
    """List, fetch and verify the speech models."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def list_models(*, as_json: bool) -> None:
    """Show profiles and models, and which of them are here."""
    store = ModelStore.from_environment()
    states = {entry.id: store.state(entry.id) for entry in store.manifest.models}
    profiles = [load_profile(name) for name in profile_names()]
    if as_json:
        models = [
            {
                "id": e.id,
                "purpose": e.purpose,
                "licence": e.licence,
                "state": states[e.id].state,
                "bytes": e.size,
            }
            for e in store.manifest.models
        ]
        print(
            json.dumps(
                {
                    "folder": str(store.root),
                    "profiles": [{"name": profile.name, "models": profile.models} for profile in profiles],
                    "models": models,
                },
                ensure_ascii=False,
            )
        )
        return
    print(f"Models in {store.root}\n")
    for profile in profiles:
        missing = [model for model in profile.models if states[model].state != "ready"]
        mark = "ready" if not missing else f"needs: protokollant models fetch {profile.name}"
        print(f"{profile.name:13} {profile.about}\n{'':13} {' + '.join(profile.models)}  [{mark}]")
    print()
    for entry in store.manifest.models:
        size = f"{entry.size / 1e6:.0f} MB" if entry.size else "size unknown"
        print(f"{entry.id:30} {states[entry.id].state:8} {size:>13}  {entry.licence:11} {entry.about}")


@command.command()
@click.argument("names", nargs=-1, metavar="[PROFILE|MODEL]...")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Take the files from this folder (or DIR/MODEL) instead of the network.",
)
@click.option("--repository", help="Take one hub model from this repository instead of the manifest's.")
@click.option("--revision", help="Commit of that repository.")
def fetch(names: tuple[str, ...], folder: Path | None, repository: str | None, revision: str | None) -> None:
    """Fetch models (default: the profile open-base). Can be interrupted and repeated."""
    from models.fetch import FetchOptions, clean_downloads, fetch_model  # noqa: PLC0415  # only where something is fetched

    store = ModelStore.from_environment()
    options = FetchOptions(folder=folder, repository=repository, revision=revision)
    models = _resolve(names or (DEFAULT_PROFILE,))
    if repository is not None and len(models) != 1:
        raise click.UsageError("--repository is for one model; name it.")
    for model in models:
        fetch_model(store, model, options=options, report=_report)
    clean_downloads(store)
    print(json.dumps({"fetched": list(models), "folder": str(store.root)}, ensure_ascii=False))


@command.command()
@click.argument("names", nargs=-1, metavar="[PROFILE|MODEL]...")
def verify(names: tuple[str, ...]) -> int:
    """Read every file again and compare its SHA-256 (default: whatever is here)."""
    store = ModelStore.from_environment()
    models = _resolve(names) or tuple(
        entry.id for entry in store.manifest.models if store.folder(entry.id).is_dir()
    )
    wrong = 0
    for model in models:
        state = store.state(model, full=True)
        print(f"{model:30} {state.state:8} {state.detail}".rstrip())
        wrong += state.state != "ready"
    return ModelError.exit_status if wrong else 0


def _resolve(names: tuple[str, ...]) -> tuple[str, ...]:
    """Turn names of profiles and models into ids of models, each once."""
    manifest = load_manifest()
    found: dict[str, None] = {}
    for name in names:
        ids = load_profile(name).models if name in profile_names() else (manifest.model(name).id,)
        found.update(dict.fromkeys(ids))
    return tuple(found)


def _report(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
