# Debian, not Alpine: onnxruntime-node has no binary for musl.
ARG NODE_IMAGE=node:24-bookworm-slim

# ---- build: TypeScript to dist/ ----
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY migrations migrations
COPY src src
RUN npm run build

# ---- dependencies: what runs, for this platform only ----
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/prune-runtime.mjs scripts/
RUN npm ci --omit=dev && node scripts/prune-runtime.mjs

# ---- locale: models for text (StringNormalizer, e.g. a TfidfVectorizer) do not load without this one ----
FROM ${NODE_IMAGE} AS locale
RUN apt-get update && apt-get install -y --no-install-recommends locales \
    && localedef --no-archive -i en_US -f UTF-8 /usr/lib/locale/en_US.utf8

# ---- runtime ----
FROM ${NODE_IMAGE} AS runtime
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Sibyl" \
      org.opencontainers.image.description="Turns a folder of ONNX models into a production prediction service" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"

ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    MODEL_DIR=/mnt/models \
    DATA_DIR=/data \
    LOG_FORMAT=json

# Decodes videos; `--build-arg FFMPEG=no` leaves it out, and videos are answered with 501.
ARG FFMPEG=yes
RUN if [ "$FFMPEG" = yes ]; then \
      apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*; \
    fi

COPY --from=locale /usr/lib/locale/en_US.utf8 /usr/lib/locale/en_US.utf8

WORKDIR /app
# The only folder that the server writes to: everything else may be mounted read-only.
RUN mkdir /data && chown 10001:10001 /data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
COPY package.json LICENSE ./
# The bundled models, where KServe and others mount theirs: a mount takes their place.
COPY models /app/models
RUN ln -s /app/models /mnt/models

# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
VOLUME /data
# HTTP, and gRPC where GRPC_PORT=8001 is set.
EXPOSE 8080 8001
STOPSIGNAL SIGTERM

# Alive, not ready: a container is not restarted because a model still loads.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# No init is needed: the server takes SIGTERM itself and waits for the processes that it starts.
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
