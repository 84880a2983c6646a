-- Who was told the secret of a service account can act as it. Not known of secrets that were made before.
alter table access.service_account add column secret_made_by text;
