-- Always null: spaces own no domains. Both kinds of quotas have the same columns, so that one piece of code reads them.
alter table space_quotas add column total_domains int;
