using Microsoft.Extensions.DependencyInjection;

namespace MusicGen.Grains.Tests.Nodes;

/// <summary>Two silos that train, one session each, with a shell script for a worker.</summary>
public sealed class TrainingCluster : GrainCluster
{
    public const string Pool = "scripts";

    private const string Worker =
        $$"""
        #!/bin/sh
        read -r job
        echo '{"kind":"started","totalSteps":10}'
        {{ScriptedWorker.TrainsUntilStopped}}
        """;

    protected override void Configure(IServiceCollection services) => ScriptedWorker.Train(services, Folder, Worker, Pool, slots: 1);
}
