# The commands of every day; each is a script that works without just, too.

_list:
    @just --list --unsorted

# Build and run with everything embedded; arguments go to the server
[positional-arguments]
dev *arguments:
    script/server "$@"

# Everything that CI checks
test:
    script/test

# The quick half of it, for while one writes: no test is run
check:
    cargo fmt --check
    SQLX_OFFLINE=true cargo clippy --all-targets -- -D warnings
    node_modules/.bin/tsc --noEmit -p static/jsconfig.json

# Random histories of visitors and faults
[positional-arguments]
faults *arguments:
    script/faults "$@"

# Measure against the peers
[positional-arguments]
bench *arguments:
    script/bench "$@"

# Write .sqlx anew, after a change of a migration or a query
db-prepare:
    script/db-prepare
