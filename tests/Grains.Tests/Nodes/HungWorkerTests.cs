using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Tests.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Nodes;

/// <summary>A worker hangs on a node that has a second slot.</summary>
public sealed class HungWorkerTests(HungWorkerTests.HangingCluster cluster) : IClassFixture<HungWorkerTests.HangingCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_OfAWorker_EndsItAndItsSessionGoesOn()
    {
        var training = new PlayedTraining(cluster, cluster.NewKey());
        var recipe = await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60, 62, 64));

        await training.Grain.Create(null, "jazz", recipe, Presets.All[0], TrainingPriority.Normal, HangingCluster.Pool);

        await Eventually.IsAsync(async () => await training.GetAsync() is { Phase: TrainingPhase.Running, LeaseEpoch: 2 });
        var hung = int.Parse(await File.ReadAllTextAsync(cluster.HungProcess, Token));
        await Eventually.IsAsync(() => Task.FromResult(!Directory.Exists($"/proc/{hung}")));
        var queue = cluster.Grains.GetGrain<ITrainingQueueGrain>(HangingCluster.Pool);
        Assert.Single((await queue.Get()).Running);
        Assert.Equal(1, (await training.GetAsync()).Retries);
        await training.Grain.Cancel();
        Assert.Contains(await training.EventsAsync(), happened => happened.Message == "its worker was not heard any more");
    }

    /// <summary>Two silos of which each trains two sessions at once. The first worker of a session asks for a second of silence and says nothing more.</summary>
    public sealed class HangingCluster : GrainCluster
    {
        public const string Pool = "hanging";

        private const string Worker =
            $$"""
            #!/bin/sh
            read -r job
            echo '{"kind":"started","totalSteps":10,"silenceSeconds":1}'
            case "$job" in
              *'"leaseEpoch":1,'*) echo $$ > "$(dirname "$0")/hung"; exec sleep 600 ;;
            esac
            {{ScriptedWorker.TrainsUntilStopped}}
            """;

        public string HungProcess => Path.Join(Folder, "hung");

        protected override void Configure(IServiceCollection services) => ScriptedWorker.Train(services, Folder, Worker, Pool, slots: 2);
    }
}
