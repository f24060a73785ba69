-- One row: who leads raises the epoch, so that a former leader's transactions fail (dev.ingot.controller.leader).
create table leadership (epoch bigint not null);
insert into leadership values (0);

-- When the cell was told to stage; null with a cell = the message may never have left (the controller was killed in between).
alter table builds add column sent_at timestamptz;
