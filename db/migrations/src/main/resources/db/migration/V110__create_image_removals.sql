-- Images in registries other than ours that no droplet names any more. Our own registry collects its garbage itself; in another one each image
-- must be removed, which may fail today and work tomorrow. The trigger sees every way a droplet goes, also with its app, space and org.
create table image_removals (
  id bigint generated always as identity primary key,
  repository text not null, -- address with registry: https://host/prefix/apps/<guid>
  digest text not null,
  created_at timestamptz not null default now()
);

create function queue_image_removal() returns trigger language plpgsql as $$
begin
  insert into image_removals (repository, digest) values (old.image_repository, old.image_digest);
  return null;
end $$;

create trigger droplet_image_is_removed after delete on droplets for each row
  when (old.docker_image is null and old.image_repository like '%://%' and old.image_digest is not null and old.state = 'STAGED')
  execute function queue_image_removal();

create trigger droplet_image_expires after update of state on droplets for each row
  when (old.docker_image is null and old.image_repository like '%://%' and old.image_digest is not null and old.state = 'STAGED' and new.state <> 'STAGED')
  execute function queue_image_removal();
