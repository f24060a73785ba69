-- What a buildpack says of itself in its buildpack.toml; null = it has none, or came before this.
alter table buildpacks add column about jsonb;
