-- Spaces besides its own whose apps a route may lead to.
create table route_shares (
  route_guid text not null references routes on delete cascade, space_guid text not null references spaces on delete cascade,
  primary key (route_guid, space_guid));
create index on route_shares (space_guid);
-- Lists filter by these; the unique constraint begins with the domain.
create index on routes (host);
create index on destinations (route_guid, created_at, guid);
