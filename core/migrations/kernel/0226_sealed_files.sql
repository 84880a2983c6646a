-- What files hold is sealed with the deployment's keys, piece by piece; pieces of before are as they came until `personSecretsRekey` seals them.
alter table kernel.file_chunk add column sealed boolean not null default false;
