-- Names and addresses of Cloud Foundry's buildpacks that stand for ours; operators change them. Addresses are kept without "#branch", ".git" and in lower case.
create table buildpack_aliases (name text primary key, buildpack text not null);
insert into buildpack_aliases
select name, 'ingot/' || ours
from (values ('java', 'java'), ('nodejs', 'nodejs'), ('python', 'python'), ('go', 'go'), ('ruby', 'ruby'), ('php', 'php'), ('staticfile', 'static'),
        ('binary', 'binary'), ('nginx', 'nginx')) known (theirs, ours),
  lateral (values (theirs || '_buildpack'), ('https://github.com/cloudfoundry/' || theirs || '-buildpack')) names (name);
insert into buildpack_aliases values ('java_buildpack_offline', 'ingot/java'), ('rust_buildpack', 'ingot/rust');
