create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

-- The letters of other scripts in Latin ones; what is no letter becomes a space. `unaccent` would do a part of it, by a
-- dictionary that lies outside of the database and can be changed there, so that nothing stored by it could be relied on.
create function matching.to_latin(name text) returns text language plpgsql immutable strict parallel safe as $$
declare
  letter text;
  latin text := '';
begin
  -- Consonants of Indian scripts say an a of their own, unless a vowel sign follows or the word ends.
  name := normalize(name, NFKC);
  if name ~ '[\u0900-\u0d7f]' then
    name := regexp_replace(name, '([\u0915-\u0939\u0995-\u09b9\u0a15-\u0a39\u0a95-\u0ab9\u0b15-\u0b39\u0b95-\u0bb9\u0c15-\u0c39\u0c95-\u0cb9\u0d15-\u0d39])(?=[\u0905-\u0939\u0985-\u09b9\u0a05-\u0a39\u0a85-\u0ab9\u0b05-\u0b39\u0b85-\u0bb9\u0c05-\u0c39\u0c85-\u0cb9\u0d05-\u0d39])', '\1a', 'g');
  end if;
  foreach letter in array string_to_array(name, null) loop
    latin := latin || coalesce(matching.latin_letter(ascii(letter)), ' ');
  end loop;
  return latin;
end $$;

-- A name as it is compared: lower case, no accents, Latin letters where the script has them, words with one space between.
-- The first branch is what most names take, at a twentieth of the other's cost. Not STRICT, so that it is inlined.
create function matching.normal_name(name text) returns text language sql immutable parallel safe as $$
  select case
    when name ~ '^[A-Za-z]+( [A-Za-z]+)*$' then lower(name collate "C")
    else btrim(regexp_replace(
      translate(lower((case when octet_length(name) = length(name) then name else matching.to_latin(name) end) collate "C"), '''`', ''),
      '[^a-z\u3400-\u9fff\U00020000-\U00033450]+', ' ', 'g'))
  end
$$;

-- What is left of a word when all goes that spellings and transliterations differ in: vowels, h, w and y; doubled letters;
-- which of c, k, q and of s, z, sh, ch it is. A first vowel stays as a. Letters that are read in two ways (j as in John and
-- Johann, ch as in Charles and Michael, kh and x as k or h) give two codes.
create function matching.skeleton(word text) returns text[] language sql immutable strict parallel safe as $$
  select case when hard = soft then array[hard] else array[hard, soft] end
  from (
    select regexp_replace(word, '(.)\1+', '\1', 'g') as once
  ) as spelled
  cross join lateral (
    select regexp_replace(regexp_replace(regexp_replace(once, 'dj|d[iy](?=[aou])', 'j', 'g'), 'c(?=[eiy])', 's', 'g'), 't?ch|t?sh|sch', 'C', 'g') as read
  ) as letters
  cross join lateral (
    select
      translate(replace(replace(replace(read, 'kh', 'k'), 'C', 's'), 'ph', 'f'), 'cqzvxj', 'kksbsj') as one,
      translate(replace(replace(replace(read, 'kh', ''), 'C', 'k'), 'ph', 'f'), 'cqzvxj', 'kksb') as other
  ) as readings
  cross join lateral (
    select regexp_replace(regexp_replace(one, '^[aeiouhwy]+', 'A'), '[aeiouhwy]+', '', 'g') as hard,
           regexp_replace(regexp_replace(case when read ~ '^(j|kh|x)' then 'a' || other else other end, '^[aeiouhwy]+', 'A'), '[aeiouhwy]+', '', 'g') as soft
  ) as codes
$$;

-- The phonetic codes of a name's words, for candidates that are then compared properly.
create function matching.phonetic(name text) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct code order by code), '{}')
  from unnest(string_to_array(matching.normal_name(name), ' ')) as word, unnest(matching.skeleton(word)) as code
$$;
