-- Clients of the UAA part, and groups: who is in one has the scope of its name. users.scopes becomes membership.
create table oauth_clients (
  client_id text primary key, name text,
  secret_hashes jsonb not null default '[]',         -- at most two, for changing a secret without a gap; none = empty secret
  grant_types jsonb not null default '[]', scopes jsonb not null default '[]', authorities jsonb not null default '[]',
  redirect_uris jsonb not null default '[]', auto_approve jsonb not null default '[]',
  allowed_providers jsonb,                            -- null = all origins
  access_token_seconds int, refresh_token_seconds int, -- null = the platform's default
  tokens_valid_after timestamptz not null default 'epoch',
  created_at timestamptz not null, updated_at timestamptz not null);

create table user_groups (
  guid text primary key, display_name text not null, description text, version int not null default 0,
  created_at timestamptz not null, updated_at timestamptz not null);
create unique index on user_groups (lower(display_name));

create table group_members (
  group_guid text not null references user_groups on delete cascade, user_guid text not null references users on delete cascade,
  origin text not null default 'uaa',                -- who says so: uaa, or the provider whose claims said it
  primary key (group_guid, user_guid, origin));
create index on group_members (user_guid);

insert into user_groups (guid, display_name, description, created_at, updated_at)
select gen_random_uuid()::text, name, description, now(), now() from (values
  ('cloud_controller.admin', 'Do everything'), ('cloud_controller.admin_read_only', 'See everything'),
  ('cloud_controller.global_auditor', 'See everything but secrets'),
  ('uaa.admin', 'Do everything with users, groups, clients and token keys'), ('uaa.resource', 'Check tokens of others'),
  ('scim.read', 'See all users and groups'), ('scim.write', 'Change users and groups'), ('scim.create', 'Create users'),
  ('clients.read', 'See clients'), ('clients.write', 'Change clients'), ('clients.secret', 'Change secrets of clients'),
  ('clients.admin', 'Do everything with clients'), ('tokens.revoke', 'End anybody''s sessions'),
  ('doppler.firehose', 'See all logs'), ('network.admin', 'Change all network policies'), ('network.write', 'Change network policies'),
  ('routing.router_groups.read', 'See router groups'), ('routing.router_groups.write', 'Change router groups')) as known (name, description);

insert into user_groups (guid, display_name, created_at, updated_at)
select gen_random_uuid()::text, scope, now(), now() from (select distinct jsonb_array_elements_text(scopes) as scope from users) used
where not exists (select 1 from user_groups g where lower(g.display_name) = lower(scope));

insert into group_members (group_guid, user_guid)
select g.guid, u.guid from users u join user_groups g on lower(g.display_name) in (select lower(jsonb_array_elements_text(u.scopes)));
-- Who was an admin could do everything with users too.
insert into group_members (group_guid, user_guid)
select g.guid, u.guid from users u join user_groups g on g.display_name in
  ('uaa.admin', 'scim.read', 'scim.write', 'scim.create', 'clients.read', 'clients.write', 'clients.secret', 'clients.admin', 'tokens.revoke')
where u.scopes @> '["cloud_controller.admin"]' on conflict do nothing;
alter table users drop column scopes;

-- The built-in ones: the CLI's, with an empty secret, and the one ssh codes are for.
insert into oauth_clients (client_id, name, grant_types, scopes, authorities, auto_approve, redirect_uris, created_at, updated_at) values
  ('cf', 'Command line', '["password", "refresh_token"]', '["cloud_controller.read", "cloud_controller.write", "cloud_controller.admin",
    "cloud_controller.admin_read_only", "cloud_controller.global_auditor", "cloud_controller_service_permissions.read", "openid", "password.write",
    "scim.me", "scim.read", "scim.write", "scim.create", "uaa.user", "uaa.admin", "clients.read", "clients.write", "clients.secret", "clients.admin",
    "tokens.revoke", "doppler.firehose", "network.admin", "network.write", "routing.router_groups.read", "routing.router_groups.write"]',
    '["uaa.none"]', '["true"]', '[]', now(), now()),
  ('ssh-proxy', 'SSH codes', '["authorization_code"]', '["openid", "cloud_controller.read", "cloud_controller.write"]', '["uaa.none"]', '["true"]', '[]', now(), now());
