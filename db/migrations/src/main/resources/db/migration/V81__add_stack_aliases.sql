-- A stack that is another name of one that has images: the same root file systems, and CF_STACK says this name.
alter table stacks add column alias_of text check (alias_of <> name);
insert into stacks (guid, name, description, alias_of, created_at, updated_at)
select gen_random_uuid()::text, alias, 'Another name of ' || s.name, s.name, now() + after, now() + after
from (select name from stacks where build_digest is not null order by created_at, guid limit 1) s,
  (values ('cflinuxfs4', interval '1 millisecond'), ('cflinuxfs3', interval '2 milliseconds')) wanted (alias, after)
where not exists (select 1 from stacks x where x.name = alias);
