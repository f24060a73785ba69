-- Limits of spaces, made by the managers of an org and used only in it.
create table space_quotas (
  guid text primary key, organization_guid text not null references organizations, name text not null,
  total_memory_mb bigint, process_memory_mb bigint, total_instances int, log_rate_limit bigint,
  paid_services_allowed boolean not null default true, total_service_instances int, total_service_keys int,
  total_routes int, total_reserved_ports int, total_app_tasks int,
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (organization_guid, name));
alter table spaces add column quota_guid text references space_quotas on delete set null;
create index on spaces (quota_guid);
create index on organizations (quota_guid);
