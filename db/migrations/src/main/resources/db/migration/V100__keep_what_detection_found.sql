-- A build that only detects makes no droplet. What detection found is told by GET /v3/builds/:guid/report.
alter table builds add column detect_only boolean not null default false;
alter table builds add column detection jsonb;
