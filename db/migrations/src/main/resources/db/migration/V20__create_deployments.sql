-- Moving an app to a droplet without a gap. Status ACTIVE → FINALIZED; previous_droplet_guid is where a cancel goes back to.
create table deployments (
  guid text primary key, app_guid text not null references apps on delete cascade,
  status_value text not null check (status_value in ('ACTIVE', 'FINALIZED')), status_reason text not null,
  strategy text not null, max_in_flight int not null default 1,
  droplet_guid text not null, previous_droplet_guid text, status_changed_at timestamptz not null,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);
create index on deployments (app_guid, created_at desc);
create index on deployments (status_value) where status_value = 'ACTIVE';
