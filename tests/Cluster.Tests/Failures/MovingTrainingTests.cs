using System.Diagnostics;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Contracts.Training;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>A training whose node dies goes on at another node, from its last checkpoint and to the same weights.</summary>
public sealed class MovingTrainingTests(UnbrokenTraining unbroken, AzuriteServer azurite, FigureTable figures)
{
    [Fact]
    public async Task Kill_TheNodeThatTrains_AnotherGoesOn()
    {
        using var data = unbroken.Copy();
        await using var cluster = await ClusterProfile.StartAsync(azurite, data, "web-1", "train-1", "train-2");
        var web = cluster["web-1"];
        var training = await web.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await web.EventsUntilAsync(training.Id, happened => happened.Kind == TrainingEventKind.Checkpoint);
        var first = (await web.Client.Trainings.GetAsync(training.Id, Patience.Token)).Node!;

        await cluster.KillAsync(first);
        var since = Stopwatch.StartNew();
        await web.EventsUntilAsync(training.Id, happened => happened.Phase == TrainingPhase.Recovering);
        var noticed = since.Elapsed;
        await Patience.UntilAsync(async () => await web.Client.Trainings.GetAsync(training.Id, Patience.Token) is { Phase: TrainingPhase.Running } now && now.Node != first, "another node trains");
        var resumed = since.Elapsed;
        await web.EventsAsync(training.Id);

        await unbroken.AssertEqualAsync(web, training.Id);
        Assert.InRange(resumed - noticed, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // with the start of a worker on a busy machine; measured: about a second
        figures.Add($"kill -9 of a training node, noticed in {noticed.TotalSeconds:F1} s", 1, null, null, null, null, resumed);
    }
}
