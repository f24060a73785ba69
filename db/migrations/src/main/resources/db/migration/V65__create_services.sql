-- Service instances that users provide, their bindings, and the record of what there was for billing. Brokers come with an issue of their own.

create table service_instances (
  guid text primary key, space_guid text not null references spaces, name text not null,
  type text not null check (type in ('user-provided')),
  credentials text not null,                         -- a JSON object, sealed with the platform's key
  syslog_drain_url text, route_service_url text, tags jsonb not null default '[]',
  last_operation text not null default 'create', last_operation_at timestamptz not null,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (space_guid, name));
create index on service_instances (name);

create table service_credential_bindings (
  guid text primary key, service_instance_guid text not null references service_instances on delete cascade,
  app_guid text not null references apps on delete cascade, space_guid text not null references spaces,
  type text not null check (type in ('app')), name text,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (service_instance_guid, app_guid), unique (app_guid, name));
create index on service_credential_bindings (space_guid);

create table service_route_bindings (
  guid text primary key, service_instance_guid text not null references service_instances on delete cascade,
  route_guid text not null unique references routes on delete cascade, space_guid text not null references spaces,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);
create index on service_route_bindings (service_instance_guid);
create index on service_route_bindings (space_guid);

-- Names as they were: the things themselves may be gone. `number` is the order of happening.
create table service_usage_events (
  guid text primary key, number bigint generated always as identity, state text not null check (state in ('CREATED', 'UPDATED', 'DELETED')),
  organization_guid text not null, space_guid text not null, space_name text not null,
  instance_guid text not null, instance_name text not null, instance_type text not null,
  created_at timestamptz not null, updated_at timestamptz not null);
create index on service_usage_events (number);
create index on service_usage_events (created_at);
