-- Droplets can be uploaded and copied. One that is EXPIRED has no image any more.
alter table droplets drop constraint droplets_state_check;
alter table droplets add check (state in ('AWAITING_UPLOAD', 'PROCESSING_UPLOAD', 'COPYING', 'STAGED', 'FAILED', 'EXPIRED'));
create index on droplets (image_digest);
create index on packages (digest);
