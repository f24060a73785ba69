-- What SCIM knows of a user; names are compared without case.
alter table users add column given_name text, add column family_name text, add column email text, add column phone text, add column external_id text,
  add column active boolean not null default true, add column verified boolean not null default true, add column version int not null default 0,
  add column password_changed_at timestamptz, add column last_login_at timestamptz, add column previous_login_at timestamptz,
  add column tokens_valid_after timestamptz not null default 'epoch';
create unique index users_name_without_case on users (lower(username), origin);
create unique index users_external_id on users (origin, external_id) where external_id is not null;

-- Wrong passwords are counted per name (known or not) and source address, so that nobody locks another out. Empty name = all names from there.
alter table users drop column failed_logins, drop column locked_until;
create table login_failures (
  username text not null, address text not null, failures int not null, last_at timestamptz not null, blocked_until timestamptz,
  primary key (username, address));
create index on login_failures (last_at);

-- One-time codes, by SHA-256: passcodes, authorization codes, and the state of a login at another provider.
create table one_time_codes (
  code_hash text primary key, kind text not null, user_guid text references users on delete cascade,
  data jsonb not null default '{}', expires_at timestamptz not null);
create index on one_time_codes (expires_at);
create index on one_time_codes (user_guid);

-- Browsers that are logged in, by SHA-256 of their cookie.
create table login_sessions (
  id_hash text primary key, user_guid text not null references users on delete cascade, form_token text not null,
  authenticated_at timestamptz not null, expires_at timestamptz not null);
create index on login_sessions (expires_at);
create index on login_sessions (user_guid);
