-- A process that retires keeps its app's sidecars of then, as it does droplet and variables; null = the app's.
alter table processes add column sidecars jsonb;
