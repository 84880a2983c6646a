-- Questions whose answers are specially protected, such as about health, faith or violence: masked as other special fields are. An
-- answer says it of itself, as its question said when it was asked.
alter table surveys.question add column special boolean not null default false;
alter table surveys.question add constraint question_special unique (id, special);
alter table surveys.answer add column special boolean not null default false;
alter table surveys.answer add constraint answer_as_special_as_asked foreign key (question_id, special) references surveys.question (id, special);
