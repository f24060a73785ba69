-- Sidecars that a buildpack's launch.yml asks for come with the droplet; those of users stay theirs.
alter table droplets add column sidecars jsonb not null default '[]';
alter table sidecars add column origin text not null default 'user' check (origin in ('user', 'buildpack'));
