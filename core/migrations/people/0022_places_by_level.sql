-- Places are listed by their kind (`where: { level: … }`) more often than by anything else, and boundaries by the box that a map shows.
create index place_level on people.place (level, code);
create index place_boundary_box on people.place_boundary (west, east);
