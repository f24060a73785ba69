create table sidecars (
  guid text primary key, app_guid text not null references apps on delete cascade, name text not null, command text not null,
  process_types jsonb not null default '[]', memory_mb int,  -- of the process's memory; null = no part of its own
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (app_guid, name));
