-- Raised when somebody clears the caches of builds: cells throw away what they have of another version. Without an app: of all apps.
create table build_cache_versions (
  app_guid text references apps on delete cascade, version bigint not null, unique nulls not distinct (app_guid));
