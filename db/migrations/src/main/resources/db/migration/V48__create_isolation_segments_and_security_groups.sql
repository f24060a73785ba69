-- Groups of cells, as data. `shared` is CF's, with CF's guid: what has no segment of its own belongs to it.
create table isolation_segments (
  guid text primary key, name text not null unique,
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null);
insert into isolation_segments (guid, name, created_at, updated_at) values ('933b4c58-120b-499a-b85d-4b6fc9e2903b', 'shared', now(), now());
create table isolation_segment_organizations (
  segment_guid text not null references isolation_segments, organization_guid text not null references organizations on delete cascade,
  primary key (segment_guid, organization_guid));
create index on isolation_segment_organizations (organization_guid);
alter table organizations add column default_isolation_segment_guid text references isolation_segments;
alter table spaces add column isolation_segment_guid text references isolation_segments;
create index on organizations (default_isolation_segment_guid) where default_isolation_segment_guid is not null;
create index on spaces (isolation_segment_guid) where isolation_segment_guid is not null;

-- What apps may reach, as data. `running` and `staging` say whether all spaces have it.
create table security_groups (
  guid text primary key, name text not null unique, rules jsonb not null default '[]',
  running_default boolean not null default false, staging_default boolean not null default false,
  created_at timestamptz not null, updated_at timestamptz not null);
create table security_group_spaces (
  security_group_guid text not null references security_groups on delete cascade, space_guid text not null references spaces on delete cascade,
  phase text not null check (phase in ('running', 'staging')), primary key (security_group_guid, phase, space_guid));
create index on security_group_spaces (space_guid);
