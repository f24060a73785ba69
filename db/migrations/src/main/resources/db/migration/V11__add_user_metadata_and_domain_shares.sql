alter table users add column labels jsonb not null default '{}', add column annotations jsonb not null default '{}';
-- Orgs that may use a private domain of another org.
create table domain_shares (
  domain_guid text not null references domains on delete cascade, organization_guid text not null references organizations on delete cascade,
  primary key (domain_guid, organization_guid));
create index on domain_shares (organization_guid);
create index on domains (organization_guid);
