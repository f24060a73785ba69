-- Access tokens live ten minutes; one that was revoked is remembered until then.
create table revoked_tokens (jti text primary key, expires_at timestamptz not null);
-- Which controller runs a job, so that a restarted one can end those it was killed in.
alter table jobs add column owner text not null default '';
create index on jobs (state) where state in ('PROCESSING', 'POLLING');
create index on audit_events (organization_guid, created_at desc);
create index on refresh_tokens (user_guid);
