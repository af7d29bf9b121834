-- row: one visit by a named campaign: whether the campaign had long brought far fewer product views than its like; null without a past
-- parameters: $junk_traffic_percent
-- tables: chain_visits, campaign_pasts
select
    c.feed,
    c.visit,
    case
        when p.visits >= 100 and p.other_visits >= 100 and p.other_views > 0
            then
                case
                    when p.views * p.other_visits * 100 < p.other_views * p.visits * $junk_traffic_percent then 1
                    else 0
                end
    end as met
from chain_visits as c
left join campaign_pasts as p
    on c.feed = p.feed and c.channel = p.channel and c.campaign = p.campaign and c.day = p.day
where c.from_ad = 1 and c.campaign not in ('not_stated', 'other', '(not set)', '(other)')
