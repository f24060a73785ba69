-- A stack whose run image holds nearly nothing: what apps of the other stack run on where their programs need no more.
alter table stacks add column tiny_of text check (tiny_of <> name);
-- Whether somebody named the stack of a build; else it may end on the tiny one.
alter table builds add column stack_named boolean not null default true;
