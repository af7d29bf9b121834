-- row: one product whose steps are kept by itself: twice as many as are shown, so that one more day need not look for those that come up
-- parameters: none
-- tables: product_ranks
select product from product_ranks where place <= 600
