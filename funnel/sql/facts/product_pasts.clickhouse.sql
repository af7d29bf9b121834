-- row: one product on one day it was ordered: its orders of the weeks before, and how many the shop cancelled or got back for their quality
-- parameters: none
-- tables: order_rows
with product_days as (
    select
        product,
        day,
        count(*) as orders,
        sum(
            case
                when cancelled = 0 then 0
                when
                    reason like '%shop%' or reason like '%seller%' or reason like '%merchant%'
                    or reason like '%inventory%' or reason like '%stock%' or reason like '%магазин%'
                    or reason like '%продав%' or reason like '%наличи%' or reason like '%sklep%'
                    or reason like '%sprzedaw%' or reason like '%brak%'
                    then 1
                else 0
            end
        ) as cancelled_by_shop,
        sum(
            case
                when returned = 0 then 0
                when
                    reason like '%quality%' or reason like '%defect%' or reason like '%damage%'
                    or reason like '%broken%' or reason like '%faulty%' or reason like '%брак%'
                    or reason like '%качеств%' or reason like '%поврежд%' or reason like '%дефект%'
                    or reason like '%jako%' or reason like '%wad%' or reason like '%uszkodz%'
                    then 1
                else 0
            end
        ) as returned_for_quality
    from order_rows
    where product is not null and day is not null
    group by product, day
)

select
    product,
    day,
    -- A cancellation shows within two days, a return within two weeks: what had not shown yet is not counted.
    sum(orders) over (
        partition by product order by day range between 30 preceding and 2 preceding
    ) as cancellable,
    sum(cancelled_by_shop) over (
        partition by product order by day range between 30 preceding and 2 preceding
    ) as cancelled_by_shop,
    sum(orders) over (
        partition by product order by day range between 56 preceding and 14 preceding
    ) as returnable,
    sum(returned_for_quality) over (
        partition by product order by day range between 56 preceding and 14 preceding
    ) as returned_for_quality
from product_days
