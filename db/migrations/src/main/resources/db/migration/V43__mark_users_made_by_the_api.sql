-- A user that only the v3 API was told of ends with DELETE /v3/users; one of UAA stays until UAA deletes it.
alter table users add column of_uaa boolean not null default true;
