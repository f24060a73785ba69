-- A deployment makes a successor of process `web`; the one it takes over from is `retiring` until it is gone, and keeps what it was
-- started with: its droplet and environment are its own (null = the app's).
alter table processes drop constraint processes_app_guid_type_key;
alter table processes add column retiring boolean not null default false, add column droplet_guid text, add column environment jsonb,
  add column revision_guid text;
create unique index processes_current on processes (app_guid, type) where not retiring;

alter table deployments
  add column process_guid text not null default '',      -- the successor
  add column base_process_guid text,                     -- where a cancel goes back to; null = the app was stopped
  add column base_instances int not null default 0, add column base_environment jsonb,
  add column web_instances int not null default 0,       -- the goal
  add column asked_web_instances int, add column asked_memory_mb int, add column asked_disk_mb int, add column asked_log_rate_limit bigint,
  add column canary_weights jsonb not null default '[]', -- percent; empty with strategy canary = one instance
  add column canary_step int not null default 0,         -- from 1; 0 = no canary; above the last = past them
  add column revision_guid text, add column revision_version int, add column error text,
  add column healthy int not null default 0,             -- most successors that served at once
  add column healthy_at timestamptz;
update deployments set status_value = 'FINALIZED', status_reason = 'DEPLOYED' where status_value = 'ACTIVE';

create table revisions (
  guid text primary key, app_guid text not null references apps on delete cascade, version int not null,
  droplet_guid text not null, environment jsonb not null default '{}',
  commands jsonb not null default '{}',                  -- process type → the user's own command; types without one are left out
  sidecars jsonb not null default '[]', description text not null,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (app_guid, version));
create index on revisions (droplet_guid);
