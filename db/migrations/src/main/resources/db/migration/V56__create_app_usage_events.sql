-- What apps used, for billing: one row for each change of state or size. Read oldest first; bounded by age and number.
create table app_usage_events (
  position bigint generated always as identity, guid text primary key,
  state text not null, previous_state text, instance_count int, previous_instance_count int,
  memory_mb int, previous_memory_mb int,
  app_guid text not null default '', app_name text not null default '', space_guid text not null default '', space_name text not null default '',
  organization_guid text not null default '', buildpack_guid text, buildpack_name text,
  task_guid text, task_name text, parent_app_guid text, parent_app_name text,
  process_guid text not null default '', process_type text, package_state text, previous_package_state text,
  created_at timestamptz not null, updated_at timestamptz not null);
create unique index on app_usage_events (position);
create index on app_usage_events (created_at);
