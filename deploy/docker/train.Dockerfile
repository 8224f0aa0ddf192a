# A silo that trains, with its worker and libtorch. Built in the repository's root: docker build -f deploy/docker/train.Dockerfile -t musicgen-train .
# Without a GPU: --build-arg TORCH_BACKEND=cpu --build-arg RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0.12-noble
ARG RUNTIME=nvidia/cuda:12.8.1-base-ubuntu24.04

FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
ARG TORCH_BACKEND=cuda
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Silo/Silo.csproj -c Release -p:TorchBackend=${TORCH_BACKEND} -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble AS dotnet

FROM ${RUNTIME} AS runtime
# What TLS to the store needs: .NET's image has it, NVIDIA's promises nothing.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3t64 && rm -rf /var/lib/apt/lists/*
COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
COPY --from=build /app /app
RUN install -d -o 1654 -g 1654 /scratch
USER 1654:1654
WORKDIR /scratch
ENV DOTNET_ROOT=/usr/share/dotnet MusicGen__DataFolder=/scratch DOTNET_EnableDiagnostics=0
EXPOSE 5080
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /livez HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/MusicGen.Silo"]
