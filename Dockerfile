# plancast for batches and the local page, without a compiler or build tools in the image.
#
#   docker build -t plancast .
#   docker run --rm -v "$PWD:/work" plancast assess plan.yaml --out out
#   docker run --rm --network host -v "$PWD:/work" plancast serve plan.yaml
#
# The page listens on the loopback interface only, so the container has to share the host's network.
FROM python:3.11-slim AS build
# The compiler only builds the kernel: the distribution's own version will do.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends g++ && rm -rf /var/lib/apt/lists/*
COPY . /source
RUN pip wheel --no-cache-dir --no-deps -w /wheels /source

FROM python:3.11-slim
COPY --from=build /wheels /wheels
COPY constraints.txt /wheels/
RUN pip install --no-cache-dir -c /wheels/constraints.txt "$(ls /wheels/plancast-*.whl)[web]" \
    && rm -r /wheels \
    && useradd --create-home --uid 1000 plancast
USER 1000
WORKDIR /work
ENTRYPOINT ["plancast"]
