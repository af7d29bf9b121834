-- row: one visit whose first product's card is described: whether it had fewer photos than the limit, or hardly any text
-- parameters: $card_photos
-- tables: viewed_levels
select
    feed,
    visit,
    case when photos < $card_photos or description_length < 100 then 1 else 0 end as met
from viewed_levels
where photos is not null or description_length is not null
