-- processes_current serves only those that do not retire: lists of a space's or an app's processes ask for all of them.
create index on processes (app_guid);
