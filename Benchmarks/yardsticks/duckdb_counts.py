"""DuckDB's side of the dry-run yardstick: read a feed, count records and distinct keys.

Prints the seconds that the query took and the counts. Starting Python and loading DuckDB are not
counted, which favours DuckDB.
"""

import sys
import time

import duckdb

QUERY = r"""
    SELECT count(*),
           count(DISTINCT lower(username)),
           count(DISTINCT lower(email)),
           count(*) FILTER (WHERE regexp_matches(email, '^[^@\s]+@[^@\s]+\.[^@\s]+$'))
    FROM read_csv(?, header = true, all_varchar = true)
"""

started = time.perf_counter()
counts = duckdb.connect().execute(QUERY, [sys.argv[1]]).fetchone()
print(f"{time.perf_counter() - started:.6f}", *counts)
