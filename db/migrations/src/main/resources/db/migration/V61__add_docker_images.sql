-- Passwords are sealed. A droplet keeps its own copy: its package may be deleted while it runs.
alter table packages add column docker_username text, add column docker_password text;
alter table droplets add column docker_image text, add column docker_username text, add column docker_password text,
  add column image_registry text,                    -- origin of another registry than ours; "platform:" = ours, entered as the user
  add column execution_metadata jsonb;               -- of a docker image: entrypoint, cmd, workdir, user, ports
