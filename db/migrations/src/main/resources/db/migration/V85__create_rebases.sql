-- A rebase outlives its controller: the leader goes on with what stands here.
create table rebases (
  guid text primary key, stack text not null, run_repository text not null, run_digest text not null,
  app_guid text references apps on delete cascade,   -- null = all apps of the stack
  state text not null check (state in ('PLANNING', 'PLANNED', 'ROLLING', 'CANCELING', 'REVERTING', 'COMPLETE', 'CANCELED', 'STOPPED', 'FAILED')),
  reason text, cause text not null check (cause in ('REQUEST', 'STACK')),
  dry_run boolean not null, forced boolean not null, wave_percent int not null, wave_size int not null default 0, wave int not null default 0,
  settle_until timestamptz,                          -- the wave is through and is being watched
  created_at timestamptz not null, updated_at timestamptz not null);
create index on rebases (created_at);
create index on rebases (app_guid);

create table rebase_apps (
  guid text primary key, rebase_guid text not null references rebases on delete cascade, app_guid text not null references apps on delete cascade,
  state text not null check (state in ('WAITING', 'DEPLOYING', 'DONE', 'UNCHANGED', 'REFUSED', 'FAILED', 'REVERTING', 'REVERTED', 'SKIPPED')),
  reason text, wave int not null default 0,          -- 0 = in none yet
  previous_droplet_guid text, droplet_guid text, deployment_guid text,
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (rebase_guid, app_guid));
create index on rebase_apps (rebase_guid, state);
create index on rebase_apps (app_guid);
