"""The service: command line, pages, database, jobs. Nobody imports it."""
