-- Keys are sealed with the platform's encryption key; a retired one still checks tokens. Plain ones of before are sealed at the next start.
alter table signing_keys add column retired_at timestamptz;
-- A revocation by a user holds for tokens of that user only; null = by an admin, for anybody's.
alter table revoked_tokens add column subject text;
