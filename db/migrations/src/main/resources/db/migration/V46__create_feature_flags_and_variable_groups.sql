-- Only flags that an operator has changed have a row; the rest has the default of dev.ingot.controller.flag.Flag.
create table feature_flags (name text primary key, enabled boolean not null, custom_error_message text, updated_at timestamptz not null);
-- Variables of all apps: `running` of instances and tasks, `staging` of builds. `variables` is one sealed text (dev.ingot.controller.crypto.Vault).
create table environment_variable_groups (
  name text primary key check (name in ('running', 'staging')), variables text not null, updated_at timestamptz not null);
