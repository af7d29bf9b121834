-- row: one settled operation of a marketplace with the sign of its document: returns are subtracted, charges of the marketplace stand apart
-- parameters: none
-- tables: marketplace_operations
with keyed as (
    -- An operation has a number, or its whole day is replaced; a day that has numbers needs no rows without.
    select
        *,
        coalesce(operation_id, '') as operation_key,
        max(case when operation_id is null then 0 else 1 end) over (partition by feed, day) as numbered
    from marketplace_operations
),

latest as (
    select
        feed,
        day,
        operation_key,
        max(recency) as recency
    from keyed
    where operation_key <> '' or numbered = 0
    group by feed, day, operation_key
),

signed as (
    select
        k.*,
        case
            when k.document = 'return' or (k.document is null and k.operation = 'return') then -1 else 1
        end as document_sign,
        case
            when k.operation in ('sale', 'return', 'sale_corrected', 'return_corrected') then 1
            when k.operation is null and k.document is not null then 1
            else 0
        end as trade
    from keyed as k
    inner join latest as l
        on
            k.feed = l.feed
            and k.day = l.day
            and k.operation_key = l.operation_key
            and k.recency = l.recency
)

select
    feed,
    marketplace,
    day,
    order_day,
    order_id,
    product,
    seller_sku,
    operation,
    case when trade = 1 and document_sign = 1 then quantity end as sold,
    case when trade = 1 and document_sign = 1 then sold_money end as sold_money,
    case when trade = 1 and document_sign = -1 then abs(quantity) end as returned,
    case when trade = 1 and document_sign = -1 then abs(sold_money) end as returned_money,
    case when document_sign = -1 then -abs(payout) else payout end as payout,
    case
        when
            coalesce(delivery_cost, storage_cost, acceptance_cost, penalty, deduction, surcharge) is not null
            then
                cast(
                    coalesce(delivery_cost, 0) + coalesce(storage_cost, 0) + coalesce(acceptance_cost, 0)
                    + coalesce(penalty, 0) + coalesce(deduction, 0) - coalesce(surcharge, 0) as decimal(18, 2)
                )
    end as charges
from signed
