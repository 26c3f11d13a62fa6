"""Voices from vectors."""

from __future__ import annotations

import numpy as np
import pytest

from diarize.clustering import ClusteringOptions, Groups, agglomerate, cluster_voices, normalise

OPTIONS = ClusteringOptions()


def speech(pieces_of, *, noise=0.6, seed=1, dimension=64, voices=None):
    """Return vectors, seconds, times and truth of ``pieces_of`` voices, shuffled in time."""
    random = np.random.default_rng(seed)
    centres = normalise(random.normal(size=(len(pieces_of), dimension))) if voices is None else voices
    truth = np.repeat(np.arange(len(pieces_of)), pieces_of)
    random.shuffle(truth)
    vectors = centres[truth] + noise * normalise(random.normal(size=(len(truth), dimension)))
    return vectors.astype(np.float32), np.full(len(truth), 3.0), np.arange(len(truth)) * 5.0, truth


def seconds_of(noise):
    """Return the seconds at which half of a vector is noise, where three seconds have ``noise``."""
    return 3.0 * noise**2


def same_partition(one, two):
    return (
        len(set(zip(one.tolist(), two.tolist(), strict=True)))
        == len(set(one.tolist()))
        == len(set(two.tolist()))
    )


@pytest.mark.parametrize("noise", [0.2, 0.6, 0.9])
def test_voices_are_told_apart_whatever_the_room(noise):
    """Thresholds are shares of the recording's own likeness, so noise alone changes nothing."""
    vectors, seconds, times, truth = speech([40, 12, 12, 8, 6, 20, 9], noise=noise)
    found = cluster_voices(vectors, seconds, times, noise=seconds_of(noise), options=OPTIONS)
    assert same_partition(found, truth)


def test_a_voice_that_comes_back_hours_later_is_the_same():
    """Stretches are clustered apart first; a voice heard in the first and the last is one."""
    vectors, seconds, times, truth = speech([30, 30, 30])
    times = times * 100
    found = cluster_voices(vectors, seconds, times, noise=seconds_of(0.6), options=OPTIONS)
    assert same_partition(found, truth)


def test_a_voice_with_twenty_seconds_in_hours_survives():
    """Seven pieces among two thousand stay a voice of their own."""
    vectors, seconds, times, truth = speech([1000, 600, 400, 7])
    found = cluster_voices(vectors, seconds, times, noise=seconds_of(0.6), options=OPTIONS)
    assert same_partition(found, truth)


@pytest.mark.parametrize(("pause", "voices"), [(1800.0, 2), (5.0, 3)])
def test_what_is_torn_off_again_and_again_makes_no_voice(pause, voices):
    """Six seconds of odd sound in each of four hours are nobody's; the same in one go are a contribution."""
    random = np.random.default_rng(3)
    first, second, other = normalise(random.normal(size=(3, 64)))
    odd = normalise((0.55 * first + 0.8 * other)[None])[0]
    truth = np.array([0, 1] * 400 + [2] * 8)
    centres = np.stack([first, second, odd])
    vectors = centres[truth] + 0.6 * normalise(random.normal(size=(len(truth), 64)))
    times = np.concatenate([np.arange(800) * 18.0, 100.0 + np.arange(8) * pause])
    found = cluster_voices(
        vectors.astype(np.float32), np.full(len(truth), 3.0), times, noise=seconds_of(0.6), options=OPTIONS
    )
    assert len(set(found.tolist())) == voices
    assert same_partition(found[:800], truth[:800])


@pytest.mark.parametrize(("fewest", "most", "expected"), [(4, 4, 4), (1, 2, 2), (5, None, 5), (1, None, 3)])
def test_the_number_of_voices_obeys_its_bounds(fewest, most, expected):
    """Bounds win over likeness, in both directions."""
    vectors, seconds, times, _truth = speech([20, 20, 20])
    found = cluster_voices(
        vectors, seconds, times, noise=seconds_of(0.6), options=OPTIONS, fewest=fewest, most=most
    )
    assert len(np.unique(found)) == expected


def test_short_pieces_go_to_the_nearest_voice_and_make_none():
    """A cough of half a second is given to somebody, never a new voice."""
    vectors, seconds, times, truth = speech([20, 20])
    seconds[::4] = 0.5
    found = cluster_voices(vectors, seconds, times, noise=seconds_of(0.6), options=OPTIONS)
    assert same_partition(found, truth)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_speech_is_no_failure(count):
    """Nothing, one and two pieces give nothing, one voice, and one or two."""
    found = cluster_voices(
        np.eye(3, dtype=np.float32)[:count],
        np.full(count, 0.5),
        np.arange(count) * 1.0,
        noise=1.3,
        options=OPTIONS,
    )
    assert len(found) == count


def test_merging_keeps_average_linkage_exact():
    """Groups joined by their sums give the partition of plain average linkage over all pairs."""
    hierarchy = pytest.importorskip("scipy.cluster.hierarchy")
    vectors, _seconds, _times, _truth = speech([6, 5, 7, 3], noise=1.0, seed=4)
    unit = normalise(vectors)
    threshold = 0.3
    tree = hierarchy.linkage(unit.astype(np.float64), "average", metric="cosine")
    expected = hierarchy.fcluster(tree, 1 - threshold, "distance")
    # With an overwhelming prior of one the correction for attenuation does nothing.
    groups = Groups(
        unit, np.ones(len(unit)), np.arange(len(unit)), expected=np.ones(len(unit)), prior_pairs=1e12
    )
    assert same_partition(agglomerate(groups, threshold=threshold), expected)
