"""Roots and proofs: against the vectors of Certificate Transparency, an independent implementation, and properties.

Fast: the mutation tests run it against hundreds of wrong versions of the module.
"""

import hashlib
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency

from casework.audit import merkle
from casework.audit.merkle import Frontier
from casework.verifier.verify import EMPTY_ROOT, consistent, included, node_hash

# The leaves and roots that the reference implementations of RFC 6962 are tested with.
LEAVES = [bytes.fromhex(text) for text in
          ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def complete(leaves: list[bytes]) -> merkle.Complete:
    """Complete subtrees, straight from the definition."""

    @cache
    def of(level: int, place: int) -> bytes:
        if level == 0:
            return leaves[place]
        return node_hash(of(level - 1, 2 * place), of(level - 1, 2 * place + 1))

    return of


def numbered(size: int) -> list[bytes]:
    return [leaf(b"%d" % number) for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_vectors(size: int) -> None:
    leaves = [leaf(data) for data in LEAVES[:size]]
    assert merkle.root(complete(leaves), size).hex() == ROOTS[size]
    frontier = Frontier()
    for one in leaves:
        frontier.append(one)
    assert frontier.root().hex() == ROOTS[size]


def test_proofs_are_those_of_the_reference_vectors() -> None:
    of = complete([leaf(data) for data in LEAVES])
    inclusion = {(0, 1): [], (0, 8): ["96a296d2", "5f083f0a", "6b47aaf2"], (5, 8): ["bc1a0643", "ca854ea1", "d37ee418"],
                 (2, 3): ["fac54203"], (1, 5): ["6e340b9c", "5f083f0a", "bc1a0643"]}  # fmt: skip
    consistency = {(1, 1): [], (1, 8): ["96a296d2", "5f083f0a", "6b47aaf2"], (6, 8): ["0ebc5d34", "ca854ea1", "d37ee418"],
                   (2, 5): ["5f083f0a", "bc1a0643"]}  # fmt: skip
    for asked, path in inclusion.items():
        assert [node.hex()[:8] for node in merkle.inclusion_path(of, *asked)] == path, asked
    for asked, path in consistency.items():
        assert [node.hex()[:8] for node in merkle.consistency_path(of, *asked)] == path, asked


SIZES = [*range(71), 127, 128, 129, 200, 255, 256, 257, 511, 700]


def test_roots_and_proofs_are_those_of_an_independent_implementation() -> None:
    other, frontier, all_leaves = InmemoryTree(algorithm="sha256"), Frontier(), numbered(max(SIZES))
    of = complete(all_leaves)
    for number in range(max(SIZES)):
        other.append_entry(b"%d" % number)
    for size in SIZES:
        while frontier.size < size:
            frontier.append(all_leaves[frontier.size])
        root = other.get_root(size) if size else EMPTY_ROOT
        assert frontier.root() == merkle.root(of, size) == root
        for index in {0, size // 3, size // 2, size - 1} if size else ():
            theirs = other.prove_inclusion(index + 1, size).serialize()["path"]
            ours = merkle.inclusion_path(of, index, size)
            assert [node.hex() for node in ours] == theirs[1:], (index, size)
            assert included(all_leaves[index], index, size, ours, root)
        for first in {1, size // 3, size // 2, size - 1, size} - {0} if size else ():
            ours, old = merkle.consistency_path(of, first, size), other.get_root(first)
            assert consistent(first, old, size, root, ours), (first, size)
            assert ours == subproof(first, all_leaves[:size], True), (first, size)
            # Theirs is written another way (it repeats parts of the old tree), and says the same of the same roots.
            verify_consistency(old, root, other.prove_consistency(first, size))


def mth(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(mth(leaves[:k]), mth(leaves[k:]))


def subproof(m: int, leaves: list[bytes], b: bool) -> list[bytes]:
    """The definition in RFC 6962, 2.1.2, word for word."""
    if m == len(leaves):
        return [] if b else [mth(leaves)]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], b), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 300), st.data())
def test_a_proof_holds_for_its_leaf_place_size_and_root_alone(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    of, index = complete(leaves), data.draw(st.integers(0, size - 1))
    root, path = merkle.root(of, size), merkle.inclusion_path(of, index, size)
    assert included(leaves[index], index, size, path, root)
    assert len(path) <= (size - 1).bit_length()
    other = data.draw(st.integers(0, size - 1))
    assert included(leaves[other], index, size, path, root) == (other == index)
    assert included(leaves[index], other, size, path, root) == (other == index)
    assert not included(leaves[index], index, size, [*path, root], root)
    assert not included(leaves[index], index, size, path, leaf(b"other"))
    if path:
        assert not included(leaves[index], index, size, path[:-1], root)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), st.data())
def test_one_log_is_consistent_with_each_earlier_state_and_no_other_log_is(size: int, data: st.DataObject) -> None:
    leaves, first = numbered(size), data.draw(st.integers(0, size))
    of = complete(leaves)
    old, new = merkle.root(of, first), merkle.root(of, size)
    path = merkle.consistency_path(of, first, size)
    assert consistent(first, old, size, new, path)
    assert not consistent(first, old, size, new, [*path, new])
    if first:
        changed = data.draw(st.integers(0, first - 1))
        forged = complete([*leaves[:changed], leaf(b"forged"), *leaves[changed + 1 :]])
        forged_path = merkle.consistency_path(forged, first, size)
        assert not consistent(first, old, size, merkle.root(forged, size), forged_path)
        assert not consistent(first, old, size, merkle.root(forged, size), path)


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 8, 16, 64])
def test_leaves_added_many_at_a_time_make_the_same_tree(cut: int) -> None:
    leaves, whole, one = numbered(200), Frontier(), Frontier()
    nodes: set[tuple[int, int, bytes]] = set()
    for start in range(0, len(leaves), cut):
        nodes |= set(whole.extend(leaves[start : start + cut]))
    made = {node for each in leaves for node in one.append(each)}
    assert (whole.size, whole.packed(), whole.root()) == (one.size, one.packed(), one.root())
    of = complete(leaves)
    assert all(node == of(level, place) for level, place, node in nodes | made)
    assert {node[:2] for node in made} == {(k, p) for k in range(1, 8) for p in range(200 >> k)}
    wide = {node[:2] for node in made if 1 << node[0] >= cut}
    assert {node[:2] for node in nodes if node[0] and 1 << node[0] >= cut} == wide


def test_leaves_added_two_at_a_time_behind_an_odd_one_make_the_same_tree() -> None:
    leaves, edge = numbered(9), Frontier()
    for start, end in ((0, 1), (1, 3), (3, 7), (7, 9)):
        edge.extend(leaves[start:end])
    assert (edge.size, edge.root()) == (9, merkle.root(complete(leaves), 9))


def test_an_edge_goes_on_where_it_was_kept() -> None:
    leaves = numbered(100)
    edge = Frontier()
    for one in leaves[:77]:
        edge.append(one)
    again = Frontier(77, edge.packed())
    for one in leaves[77:]:
        again.append(one)
    assert again.root() == merkle.root(complete(leaves), 100)


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the head of the log does not fit its size$"):
        Frontier(3, bytes(32))


def test_adding_nothing_changes_nothing() -> None:
    edge = Frontier(2, bytes(32))
    assert edge.extend([]) == []
    assert (edge.size, edge.packed()) == (2, bytes(32))


def test_nothing_needs_no_proof_that_it_is_the_beginning() -> None:
    of = complete(numbered(5))
    assert [merkle.consistency_path(of, 0, size) for size in range(6)] == [[]] * 6


@pytest.mark.parametrize(
    "ask", [(merkle.inclusion_path, -1, 3), (merkle.inclusion_path, 3, 3), (merkle.inclusion_path, 0, 0)]
)
def test_there_is_no_proof_for_what_is_not_in_the_tree(ask: tuple[Callable[..., object], int, int]) -> None:
    with pytest.raises(ValueError, match=r"^no such leaf in this tree$"):
        ask[0](complete(numbered(4)), ask[1], ask[2])


@pytest.mark.parametrize("first,second", [(-1, 3), (4, 3)])
def test_there_is_no_proof_from_a_larger_tree_to_a_smaller_one(first: int, second: int) -> None:
    with pytest.raises(ValueError, match=r"^the first tree is larger than the second$"):
        merkle.consistency_path(complete(numbered(4)), first, second)


@pytest.mark.parametrize("size,index", [(0, 0), (3, 3), (3, -1)])
def test_no_proof_holds_for_a_place_outside_of_the_tree(size: int, index: int) -> None:
    assert not included(leaf(b"x"), index, size, [], leaf(b"x"))


def test_odd_proofs_of_consistency_are_refused() -> None:
    of = complete(numbered(8))
    three, eight = merkle.root(of, 3), merkle.root(of, 8)
    path = merkle.consistency_path(of, 3, 8)
    assert not consistent(3, three, 8, eight, [])
    assert not consistent(8, eight, 3, three, path)
    assert not consistent(-1, three, 8, eight, path)
    assert not consistent(3, three, 8, eight, path[:-1])
    assert not consistent(3, three, 3, eight, [])
    assert not consistent(3, three, 3, three, path)
    assert not consistent(0, three, 8, eight, [])
    assert not consistent(0, EMPTY_ROOT, 8, eight, path)
    assert consistent(0, EMPTY_ROOT, 8, eight, [])
