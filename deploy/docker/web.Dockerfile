# A silo that serves and composes: no libtorch. Built in the repository's root: docker build -f deploy/docker/web.Dockerfile -t musicgen-web .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Silo/Silo.csproj -c Release -p:TorchBackend=none -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble AS runtime
# Tunes as audio. Without these two everything else works.
RUN apt-get update && apt-get install -y --no-install-recommends fluidsynth timgm6mb-soundfont && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
RUN install -d -o app -g app /scratch
# The image's own user, 1654: no root, and a number, so that an orchestrator can see that.
USER 1654:1654
WORKDIR /scratch
ENV MusicGen__DataFolder=/scratch DOTNET_EnableDiagnostics=0
EXPOSE 5080
# There is no curl in the image; bash speaks TCP.
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /livez HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/MusicGen.Silo"]
