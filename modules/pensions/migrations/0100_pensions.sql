create schema pensions;
