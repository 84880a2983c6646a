/** The best SQL that we know by hand for each case. `values` turns the request's body into parameters. */
const fields = (...names) => (body) => {
  const input = JSON.parse(body);
  return names.map((name) => input[name]);
};

const enrolments = `(select coalesce(json_agg(e), '[]') from (
  select e.id, e.state, e.enrolled_on as "enrolledOn",
    (select row_to_json(g) from (select g.id, g.code, g.name from programmes.programme g where g.id = e.programme_id) g) as programme
  from programmes.enrolment e where e.person_id = p.id order by e.id limit 25) e) as enrolments`;

export const floorStatements = {
  person: {
    text: `select row_to_json(p)::text as j from (
      select p.id, p.given_name as "givenName", p.family_name as "familyName", p.sex, p.birth_date as "birthDate",
        (select row_to_json(h) from (select h.id, h.code, (select row_to_json(l) from (select l.id, l.name from people.place l where l.id = h.place_id) l) as place
          from people.household h where h.id = p.household_id) h) as household,
        ${enrolments}
      from people.person p where p.id = $1) p`,
    values: fields('id'),
  },
  persons: {
    text: `select coalesce(json_agg(p), '[]')::text as j from (
      select p.id, p.given_name as "givenName", p.family_name as "familyName", ${enrolments}
      from people.person p where p.id > $1 order by p.id limit 50) p`,
    values: fields('after'),
  },
  rows: {
    text: `select coalesce(json_agg(t), '[]')::text as j from (
      select id, version, created_at as "createdAt", updated_at as "updatedAt", state, state_on as "stateOn", reason, note, applied_on as "appliedOn",
        enrolled_on as "enrolledOn", exited_on as "exitedOn", recertify_by as "recertifyBy"
      from programmes.enrolment where id > $1 order by id limit 500) t`,
    values: fields('after'),
  },
  filtered: {
    text: `with page as materialized (
        select row_to_json(p) as p, row_number() over () as n from (
          select id, given_name as "givenName", family_name as "familyName", sex, birth_date as "birthDate"
          from people.person where family_name = $1 order by given_name, id limit 26) p)
      select row_to_json(c)::text as j from (
        select (select count(*)::int from people.person where family_name = $1) as "totalCount",
          coalesce(json_agg(p) filter (where n <= 25), '[]') as nodes, count(*) > 25 as "hasNextPage" from page) c`,
    values: fields('familyName'),
  },
  insert: {
    text: `insert into people.person as p (id, given_name, family_name, sex, birth_date, place_id) values (uuidv7(), $1, $2, $3, $4, $5)
      returning (json_build_object('id', p.id, 'givenName', p.given_name, 'familyName', p.family_name))::text as j`,
    values: fields('givenName', 'familyName', 'sex', 'birthDate', 'placeId'),
  },
  inserts: {
    text: `with written as (
        insert into people.person (id, given_name, family_name, sex, birth_date, place_id)
        select uuidv7(), "givenName", "familyName", sex, "birthDate", "placeId"
        from json_to_recordset($1) as t("givenName" text, "familyName" text, sex text, "birthDate" date, "placeId" uuid) returning id)
      select coalesce(json_agg(id), '[]')::text as j from written`,
    values: (body) => [body],
  },
};
