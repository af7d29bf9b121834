"""The lists of the site screen, in the order it shows them."""

from typing import Final

from funnel.answers.site_page_lists import PAGE_LISTS
from funnel.answers.site_search_lists import SEARCH_LISTS
from funnel.answers.site_step_lists import STEP_LISTS

SITE_LISTS: Final = (*STEP_LISTS, *PAGE_LISTS, *SEARCH_LISTS)
