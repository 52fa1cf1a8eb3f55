"""The memory is bounded, and addresses that nobody asks for twice push nothing out."""

from dxportal.page_cache.memory import Memory
from dxportal.page_cache.page import Page

MOST = 1_000_000


def page(key: str, size: int = 20_000) -> Page:
    return Page(key, 1, 1, (("A", "b"),), b"x" * size, False)


def test_it_is_bounded():
    memory = Memory(MOST)
    for number in range(1000):
        memory.put(page(str(number)))
        assert memory.size <= MOST
    assert len(memory) > 20
    assert memory.get("999") is not None
    assert memory.get("0") is None


def test_a_flood_of_queries_pushes_out_no_page_that_is_read():
    memory = Memory(MOST)
    read = [page(f"read {number}") for number in range(30)]
    for each in read:
        memory.put(each)
        memory.used(each)
    for number in range(5000):
        memory.put(page(f"?x={number}"))
    assert all(memory.get(each.key) is each for each in read)


def test_what_is_read_is_bounded_too_and_the_longest_unread_goes():
    memory = Memory(MOST)
    for number in range(200):
        each = page(str(number))
        memory.put(each)
        memory.used(each)
        assert memory.size <= MOST
    assert memory.get("0") is None
    assert memory.get("199") is not None


def test_a_page_takes_the_place_of_its_former_self():
    memory = Memory(MOST)
    first, second = page("a", 50_000), page("a", 10_000)
    memory.put(first)
    memory.used(first)
    memory.put(second)
    assert memory.get("a") is second
    assert memory.size == second.size
    memory.used(first)  # somebody was slower
    assert memory.get("a") is second


def test_what_is_too_large_is_not_kept_nor_what_it_replaces():
    memory = Memory(MOST)
    memory.put(page("a"))
    assert not memory.put(page("a", MOST // 4))
    assert memory.get("a") is None
    assert memory.size == 0
