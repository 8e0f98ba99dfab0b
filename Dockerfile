# syntax=docker/dockerfile:1
# One image for the services; the command says which one: dist/apps/{api,projector,worker,cli}/main.js.

FROM node:22.20.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# PostgreSQL and Temporal run as services of their own: no optional packages with binaries of them.
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx tsc -p . && node dist/workflows/bundle.js && npx vite build apps/web && npm prune --omit=dev --ignore-scripts

FROM node:22.20.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/libs ./libs
COPY --from=build --chown=root:root /app/samples ./samples
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/apps/cli/verifier ./apps/cli/verifier
# Hold the keys that seal the record and what is written about people, and what the command line leaves; a volume takes the folder's owner from here.
RUN install -d -o node -g node -m 700 /var/lib/minqing /var/lib/minqing-keys /var/lib/minqing-cli
USER node
EXPOSE 7310
CMD ["node", "--enable-source-maps", "dist/apps/api/main.js"]
