"""The search for circles is as it was before, whatever happened."""

import gc

import pytest

from igh_plugin.core.garbage import without_search_for_circles


@pytest.mark.parametrize("before", [True, False])
def test_the_search_is_as_before_even_after_an_error(before):
    @without_search_for_circles()
    def work(fail):
        assert not gc.isenabled()
        with without_search_for_circles():
            pass
        assert not gc.isenabled()
        if fail:
            raise ZeroDivisionError

    (gc.enable if before else gc.disable)()
    try:
        for fail in (False, True, False):
            if fail:
                pytest.raises(ZeroDivisionError, work, fail)
            else:
                work(fail)
            assert gc.isenabled() == before
    finally:
        gc.enable()
