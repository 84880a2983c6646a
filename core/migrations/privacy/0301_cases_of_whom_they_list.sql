-- Who was listed is who is erased, by nobody's approval somebody else: of whoever was found to be another it is asked anew (privacy.busy).
insert into people.merge_leaves (table_name, because) values ('privacy.erasure_case', 'whoever approved it approved it of the one who was listed');
