import pg from 'pg';

/** pg makes a day an instant at local midnight, which is another day elsewhere. A day stays what it is: `YYYY-MM-DD`. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
