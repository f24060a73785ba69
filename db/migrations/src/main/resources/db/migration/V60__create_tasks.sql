-- One command run to the end in a droplet. Without an app (deleted) a row only stays until its cell says that the task has ended.
create table tasks (
  guid text primary key, app_guid text references apps on delete set null, name text not null, sequence_id int not null,
  command text not null, process_type text,          -- set: run the image's entry of this type, `command` is how people see it
  state text not null check (state in ('PENDING', 'RUNNING', 'CANCELING', 'SUCCEEDED', 'FAILED')),
  failure_reason text, memory_mb int not null, disk_mb int not null, log_rate_limit bigint not null, droplet_guid text not null,
  cell_id text, placed_at timestamptz,               -- null = waits for a cell
  labels jsonb not null default '{}', annotations jsonb not null default '{}',
  created_at timestamptz not null, updated_at timestamptz not null,
  unique (app_guid, sequence_id));
create index on tasks (state) where state in ('PENDING', 'RUNNING', 'CANCELING');
create index on tasks (created_at);
-- The history is cut by this.
create index on tasks (updated_at) where state in ('SUCCEEDED', 'FAILED');
-- Numbers are not used again when the history is cut.
alter table apps add column task_sequence int not null default 0;
