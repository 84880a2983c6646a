-- Puts a function of the database into effect as the phonetic encoder. The platform's account may not define functions.
create procedure matching.use_encoder(encoder text) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if encoder !~ '^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$' or to_regprocedure(encoder || '(text)') is null then
    raise exception '% is no function of one text', encoder;
  end if;
  execute format($define$
    create or replace function matching.phonetic(name text) returns text[] language sql immutable strict parallel safe as $encoder$
      select coalesce(array_agg(distinct code order by code), '{}')
      from unnest(string_to_array(matching.normal_name(name), ' ')) as word, unnest(%s(word)) as code
    $encoder$ $define$, encoder);
end $$;
