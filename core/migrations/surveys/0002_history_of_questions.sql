-- What a draft asked before it was changed.
call kernel.keep_history('surveys.question');
call kernel.keep_history('surveys.question_choice');
