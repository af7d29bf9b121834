"""The lists of the service screen, in the order it shows them."""

from typing import Final

from funnel.answers.service_order_lists import ORDER_LISTS
from funnel.answers.service_reply_lists import REPLY_LISTS

SERVICE_LISTS: Final = (*REPLY_LISTS, *ORDER_LISTS)
