-- Buildpacks in the order they are tried. The platform's own (kind system) lie on every cell; uploaded ones are zips below the state directory.
create table buildpacks (
  guid text primary key, name text not null, stack text, position int not null,
  enabled boolean not null default true, locked boolean not null default false,
  lifecycle text not null default 'buildpack' check (lifecycle in ('buildpack', 'cnb')),
  kind text check (kind in ('system', 'cnb', 'classic')),   -- null = no bits yet
  filename text, digest text, size_bytes bigint,            -- of the stored zip, "sha256:…"
  buildpack_id text, buildpack_version text,                -- as buildpack.toml says; null for classic ones
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique nulls not distinct (name, stack, lifecycle));
create unique index on buildpacks (buildpack_id) where kind = 'system';
create index on buildpacks (digest);

alter table stacks add column state text not null default 'ACTIVE' check (state in ('ACTIVE', 'RESTRICTED', 'DEPRECATED', 'DISABLED')),
  add column state_reason text;
