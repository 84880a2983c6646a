-- Why a decided claim was opened again is said in words about somebody's care: it stands with the claim, and no longer in an event.
alter table health_insurance.claim add column reopened_because text;
create or replace function health_insurance.guard_claim() returns trigger language plpgsql as $$
declare
  moved constant text := old.state || '>' || new.state;
  moves constant text[] := '{version,updated_at,state,review_state,feedback_state,reason,category,approved,remitted,submitted_by,submitted_on,checked_on,decided_on,paid_on,adjudications,person_id,reopened_because}';
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' then
    raise exception 'claims are never deleted; withdraw a draft' using errcode = 'KG001', constraint = 'claim_moves';
  end if;
  if old.state <> new.state and moved not in ('ENTERED>SUBMITTED', 'ENTERED>WITHDRAWN', 'SUBMITTED>CHECKED', 'SUBMITTED>PROCESSED', 'SUBMITTED>VALUED', 'SUBMITTED>REJECTED', 'CHECKED>PROCESSED', 'CHECKED>VALUED', 'CHECKED>REJECTED',
    'PROCESSED>VALUED', 'VALUED>PAID', 'CHECKED>SUBMITTED', 'PROCESSED>SUBMITTED', 'VALUED>SUBMITTED', 'PAID>SUBMITTED', 'REJECTED>SUBMITTED') then
    raise exception 'a claim cannot go from % to %', old.state, new.state using errcode = 'KG001', constraint = 'claim_moves';
  end if;
  if moved <> 'ENTERED>ENTERED' and to_jsonb(new) - moves is distinct from to_jsonb(old) - moves then
    raise exception 'what a claim asks for is changed while it is a draft alone' using errcode = 'KG001', constraint = 'claim_as_submitted';
  end if;
  return new;
end $$;

-- Words about care, wherever they were copied to; of a package, what of it was given.
call kernel.personal('health_insurance.claim', 'REPLACE', 'That a facility gave care to somebody, when and for how much: the law keeps what was paid; words go.', persons => '{person_id}', replaced => '{"explanation": "null", "reopened_because": "null"}');
call kernel.personal('health_insurance.claim_line', 'REPLACE', 'What was given and what it cost, without words.', part_of => 'health_insurance.claim', part_by => 'claim_id', replaced => '{"explanation": "null", "parts": "null"}');
call kernel.personal('health_insurance.claim_line_step', 'REPLACE', 'How a line came to what was paid, as numbers and codes.', part_of => 'health_insurance.claim', part_by => 'claim_id', replaced => '{"facts": "t.facts - ''because''"}');
-- Within an adjudication alone; whoever is erased has none left.
call kernel.personal('health_insurance.adjudication_line', 'DELETE', 'Nothing: it is the work of a moment.', part_of => 'health_insurance.claim', part_by => 'claim_id');
