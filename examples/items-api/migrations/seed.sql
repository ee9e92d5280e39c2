-- $1 items, always the same ones: a load test finds what it found the last time.

INSERT INTO items (name, category, description, price_cents, rating, created_at)
SELECT
  adjective || ' ' || material || ' ' || noun,
  category,
  format('A %s %s made of %s, number %s of its series. ', lower(adjective), noun, material, n)
    || repeat('Sent within a day, taken back within a month. ', 1 + n % 4),
  100 + n::bigint * 7919 % 99900,
  n::bigint * 104729 % 1001,
  timestamptz '2026-01-01' + n * interval '1 minute'
FROM generate_series(1, $1::integer) AS n,
  LATERAL (SELECT
    (ARRAY['Plain', 'Heavy', 'Light', 'Round', 'Square', 'Folding', 'Hanging', 'Sturdy', 'Narrow', 'Wide', 'Quiet', 'Bright'])[1 + n % 12] AS adjective,
    (ARRAY['oak', 'steel', 'brass', 'glass', 'linen', 'leather', 'bamboo', 'copper', 'marble', 'wool', 'paper'])[1 + n % 11] AS material,
    (ARRAY['lamp', 'chair', 'table', 'shelf', 'clock', 'basket', 'mirror', 'bench', 'stool', 'vase', 'tray', 'frame', 'hook'])[1 + n % 13] AS noun,
    (ARRAY['home', 'office', 'garden', 'kitchen', 'workshop', 'travel', 'gifts'])[1 + n % 7] AS category
  ) AS words
ORDER BY n;
