-- What is given to patients and asked for in claims: services and items in one register.
create table health_insurance.service (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint service_code_key unique constraint service_code check (length(code) between 1 and 40),
  name text not null constraint service_name check (length(name) between 1 and 500),
  kind text not null constraint service_kind check (kind in ('SERVICE', 'ITEM')),
  category text not null constraint service_category check (category in ('SURGERY', 'DELIVERY', 'ANTENATAL', 'HOSPITALISATION', 'CONSULTATION', 'OTHER', 'VISIT')),
  care text not null constraint service_care check (care in ('IN_PATIENT', 'OUT_PATIENT', 'BOTH')),
  unit_price numeric not null constraint service_price check (unit_price >= 0),
  currency text not null references transactions.currency,
  -- Null where it is for everybody.
  patient_sex text constraint service_patient_sex check (patient_sex in ('FEMALE', 'MALE')),
  patient_age text constraint service_patient_age check (patient_age in ('ADULT', 'MINOR')),
  frequency_days integer constraint service_frequency check (frequency_days > 0),
  most_quantity numeric constraint service_most check (most_quantity > 0),
  package text not null default 'SIMPLE' constraint service_package check (package in ('SIMPLE', 'BUNDLE', 'FIXED')),
  valid_from date not null,
  valid_to date,
  constraint service_interval check (valid_to is null or valid_to > valid_from)
);
create index service_name_order on health_insurance.service (name, id);
call kernel.keep_history('health_insurance.service');

create table health_insurance.service_part (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  whole_id uuid not null references health_insurance.service,
  part_id uuid not null references health_insurance.service,
  quantity numeric not null constraint service_part_quantity check (quantity > 0),
  constraint service_part_once unique (whole_id, part_id),
  constraint service_part_other check (whole_id <> part_id)
);
create index service_part_part on health_insurance.service_part (part_id);
call kernel.keep_history('health_insurance.service_part');

create table health_insurance.diagnosis (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint diagnosis_code_key unique constraint diagnosis_code check (length(code) between 1 and 20),
  name text not null constraint diagnosis_name check (length(name) between 1 and 500),
  valid_from date not null,
  valid_to date,
  constraint diagnosis_interval check (valid_to is null or valid_to > valid_from)
);
create index diagnosis_name_order on health_insurance.diagnosis (name, id);
call kernel.keep_history('health_insurance.diagnosis');

-- What an organisation is as a health facility.
create table health_insurance.facility (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation constraint facility_organisation_key unique,
  level text not null constraint facility_level check (level in ('DISPENSARY', 'HEALTH_CENTRE', 'HOSPITAL')),
  care text not null constraint facility_care check (care in ('IN_PATIENT', 'OUT_PATIENT', 'BOTH')),
  contract_from date not null,
  contract_to date,
  constraint facility_contract check (contract_to is null or contract_to > contract_from)
);
call kernel.keep_history('health_insurance.facility');

create table health_insurance.price_list (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint price_list_code_key unique constraint price_list_code check (length(code) between 1 and 40),
  name text not null constraint price_list_name check (length(name) between 1 and 200)
);
call kernel.keep_history('health_insurance.price_list');

-- What stands on a list and from when to when; without a price of its own that of the register holds.
create table health_insurance.price (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  price_list_id uuid not null references health_insurance.price_list,
  service_id uuid not null references health_insurance.service,
  unit_price numeric constraint price_amount check (unit_price >= 0),
  valid_from date not null,
  valid_to date,
  constraint price_interval check (valid_to is null or valid_to > valid_from),
  constraint price_apart exclude using gist (price_list_id with =, service_id with =, daterange(valid_from, valid_to) with &&)
);
create index price_of_service on health_insurance.price (service_id);
create index price_of_list on health_insurance.price (price_list_id, service_id, valid_from);
call kernel.keep_history('health_insurance.price');

create table health_insurance.facility_price_list (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  facility_id uuid not null references health_insurance.facility,
  price_list_id uuid not null references health_insurance.price_list,
  valid_from date not null,
  valid_to date,
  constraint facility_price_list_interval check (valid_to is null or valid_to > valid_from),
  constraint facility_price_list_apart exclude using gist (facility_id with =, daterange(valid_from, valid_to) with &&)
);
create index facility_price_list_facility on health_insurance.facility_price_list (facility_id);
create index facility_price_list_list on health_insurance.facility_price_list (price_list_id);
call kernel.keep_history('health_insurance.facility_price_list');

-- What a facility is paid for a unit of a service on a day: no row where the service is not on its list then.
create function health_insurance.price_at(of_facility uuid, of_service uuid, on_day date) returns table (unit_price numeric) language sql stable as $$
  select coalesce(p.unit_price, s.unit_price)
  from health_insurance.facility_price_list f
  join health_insurance.price p on p.price_list_id = f.price_list_id and p.service_id = of_service and p.valid_from <= on_day and (p.valid_to is null or p.valid_to > on_day)
  join health_insurance.service s on s.id = of_service
  where f.facility_id = of_facility and f.valid_from <= on_day and (f.valid_to is null or f.valid_to > on_day)
$$;
