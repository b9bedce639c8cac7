# syntax=docker/dockerfile:1

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# Dependencies stay built in the cache; the queries are checked against .sqlx, so no database.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target,sharing=locked \
    SQLX_OFFLINE=true cargo build --locked --release --bin anteroom \
    && install -D target/release/anteroom /out/anteroom

FROM debian:bookworm-slim
# The system's certificate authorities, against which TLS to S3, PostgreSQL and SMTP is checked.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin anteroom \
    && install -d -m 0700 -o anteroom -g anteroom /var/lib/anteroom
COPY --from=build /out/anteroom /usr/local/bin/anteroom
USER 10001:10001
WORKDIR /var/lib/anteroom
ENV LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
# Without curl, which is one thing less to keep patched.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; read -r _ status _ <&3; [[ $status == 200 ]]"]
ENTRYPOINT ["anteroom"]
