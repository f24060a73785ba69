-- The platform's whole state. Guids are text because clients may bring their own (UAA users). Times are timestamptz, UTC.
-- JSON that we never filter by is jsonb; everything we filter by is a column with an index.

create table organization_quotas (
  guid text primary key, name text not null unique,
  total_memory_mb bigint, process_memory_mb bigint, total_instances int, log_rate_limit bigint,
  paid_services_allowed boolean not null default true, total_service_instances int, total_service_keys int,
  total_routes int, total_reserved_ports int, total_domains int, total_app_tasks int,
  created_at timestamptz not null, updated_at timestamptz not null);

create table organizations (
  guid text primary key, name text not null unique, suspended boolean not null default false,
  quota_guid text not null references organization_quotas,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);

create table spaces (
  guid text primary key, organization_guid text not null references organizations, name text not null,
  allow_ssh boolean not null default true,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (organization_guid, name));

create table users (
  guid text primary key, username text not null, origin text not null default 'uaa', password_hash text,
  scopes jsonb not null default '[]',                -- beyond what every user has: cloud_controller.admin …
  failed_logins int not null default 0, locked_until timestamptz,
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (username, origin));

create table roles (
  guid text primary key, type text not null, user_guid text not null references users on delete cascade,
  organization_guid text references organizations on delete cascade, space_guid text references spaces on delete cascade,
  created_at timestamptz not null, updated_at timestamptz not null,
  unique nulls not distinct (type, user_guid, organization_guid, space_guid));
create index on roles (user_guid);
create index on roles (organization_guid);
create index on roles (space_guid);

create table refresh_tokens (
  jti text primary key, user_guid text not null references users on delete cascade, client_id text not null,
  expires_at timestamptz not null, created_at timestamptz not null);
create table signing_keys (kid text primary key, private_key text not null, created_at timestamptz not null);

create table domains (
  guid text primary key, name text not null unique, internal boolean not null default false,
  organization_guid text references organizations,   -- null = shared by all
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);

create table stacks (
  guid text primary key, name text not null unique, description text,
  build_repository text, build_digest text, run_repository text, run_digest text,  -- images in our registry
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);

create table apps (
  guid text primary key, space_guid text not null references spaces, name text not null,
  state text not null default 'STOPPED' check (state in ('STOPPED', 'STARTED')),
  lifecycle_type text not null default 'buildpack', buildpacks jsonb not null default '[]', stack text,
  environment jsonb not null default '{}', features jsonb not null default '{}',
  droplet_guid text,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (space_guid, name));

create table packages (
  guid text primary key, app_guid text not null references apps on delete cascade, type text not null,
  state text not null check (state in ('AWAITING_UPLOAD', 'PROCESSING_UPLOAD', 'COPYING', 'READY', 'FAILED', 'EXPIRED')),
  error text, digest text, size_bytes bigint,        -- digest of the stored zip, "sha256:…"
  docker_image text,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);
create index on packages (app_guid, created_at desc);

create table droplets (
  guid text primary key, app_guid text not null references apps on delete cascade, package_guid text, build_guid text,
  state text not null check (state in ('AWAITING_UPLOAD', 'COPYING', 'STAGED', 'FAILED', 'EXPIRED')),
  image_repository text, image_digest text, image_size_bytes bigint,
  process_types jsonb not null default '{}',         -- type → command as shown
  buildpacks jsonb not null default '[]', layers jsonb not null default '[]', default_process text,
  lifecycle_type text not null default 'buildpack', stack text, error text,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);
create index on droplets (app_guid, created_at desc);
create index on droplets (package_guid);
alter table apps add foreign key (droplet_guid) references droplets on delete set null;

create table builds (
  guid text primary key, app_guid text not null references apps on delete cascade, package_guid text not null,
  state text not null check (state in ('STAGING', 'STAGED', 'FAILED')),
  error text, failure jsonb, timings jsonb not null default '[]',
  droplet_guid text references droplets on delete set null,
  lifecycle_type text not null default 'buildpack', buildpacks jsonb not null default '[]', stack text,
  staging_memory_mb int not null, staging_disk_mb int not null,
  cell_id text, placed_at timestamptz,               -- null = waits for a cell
  created_by_guid text, created_by_name text,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);
create index on builds (app_guid, created_at desc);
create index on builds (state) where state = 'STAGING';

create table processes (
  guid text primary key, app_guid text not null references apps on delete cascade, type text not null,
  version text not null,                             -- new one = instances are replaced
  command text, instances int not null, memory_mb int not null, disk_mb int not null, log_rate_limit bigint not null default -1,
  health_check_type text not null default 'port', health_check_endpoint text, health_check_timeout int,
  health_check_invocation_timeout int, health_check_interval int,
  readiness_check_type text not null default 'process', readiness_check_endpoint text,
  readiness_check_invocation_timeout int, readiness_check_interval int,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (app_guid, type));

create table routes (
  guid text primary key, space_guid text not null references spaces, domain_guid text not null references domains,
  host text not null default '', path text not null default '', port int, protocol text not null default 'http',
  options jsonb not null default '{}',
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique nulls not distinct (domain_guid, host, path, port));
create index on routes (space_guid);

create table destinations (
  guid text primary key, route_guid text not null references routes on delete cascade,
  app_guid text not null references apps on delete cascade, process_type text not null default 'web',
  port int, protocol text not null default 'http1', weight int,
  created_at timestamptz not null, updated_at timestamptz not null,
  unique nulls not distinct (route_guid, app_guid, process_type, port));
create index on destinations (app_guid);

create table jobs (
  guid text primary key, operation text not null, resource_guid text,
  state text not null check (state in ('PROCESSING', 'POLLING', 'COMPLETE', 'FAILED')),
  errors jsonb not null default '[]', warnings jsonb not null default '[]',
  created_at timestamptz not null, updated_at timestamptz not null);

create table audit_events (
  guid text primary key, type text not null,
  actor_guid text, actor_type text, actor_name text,
  target_guid text, target_type text, target_name text,
  data jsonb not null default '{}', space_guid text, organization_guid text,
  created_at timestamptz not null, updated_at timestamptz not null);
create index on audit_events (target_guid, created_at desc);
create index on audit_events (created_at desc);
create index on audit_events (space_guid, created_at desc);

create table cells (
  id text primary key, address text not null default '', version text not null,
  state text not null check (state in ('ALIVE', 'DRAINING', 'LOST')),
  memory_bytes bigint not null, disk_bytes bigint not null, max_instances int not null, stacks jsonb not null default '[]',
  lease_until timestamptz not null, created_at timestamptz not null, updated_at timestamptz not null);

-- What should run at one place (process, version, index), and where it does. A new row for every container.
create table instances (
  guid text primary key, process_guid text not null, process_version text not null, app_guid text not null, index int not null,
  cell_id text references cells, state text not null check (state in ('UNCLAIMED', 'CLAIMED', 'RUNNING', 'CRASHED', 'STOPPING')),
  since timestamptz not null, routable boolean not null default false,
  memory_mb int not null, disk_mb int not null,      -- as reserved on its cell
  container_address text, port int, host_port int,
  crash_count int not null default 0, crash_reason text, placement_error text, next_start_at timestamptz,
  created_at timestamptz not null, updated_at timestamptz not null);
create index on instances (process_guid, index);
create index on instances (app_guid);
create index on instances (cell_id);

-- Files clients need not send again (POST /v3/resource_matches); content in the blob store under its sha1.
create table resources (sha1 text primary key, size_bytes bigint not null, last_used_at timestamptz not null);
