using System.Diagnostics;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Contracts.Sessions;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Clustering;

/// <summary>Silos with roles are one service, and a silo's death costs no more than the time until it is noticed.</summary>
public sealed class ClusterTests(UnbrokenTraining unbroken, AzuriteServer azurite, ITestOutputHelper output)
{
    private const int Sessions = 6;
    private const int Tunes = 2;
    private const int Words = 4096;
    private const int Variations = 8;

    [Fact]
    public async Task Start_TwoWebAndATrainSilo_AreOneService()
    {
        using var data = unbroken.Copy();
        await using var cluster = await ClusterProfile.StartAsync(azurite, data, "web-1", "web-2", "train-1");
        var (one, other) = (cluster["web-1"].Client, cluster["web-2"].Client);

        var session = await one.Sessions.CreateAsync(new CreateSession(unbroken.Model, "Evening"), cancellationToken: Patience.Token);
        var training = await other.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await cluster["web-1"].EventsAsync(training.Id);

        Assert.Equal(["train-1", "web-1", "web-2"], (await cluster.MembersAsync()).Order());
        Assert.Equal("Evening", (await other.Sessions.GetAsync(session.Id, Patience.Token)).Name);
        await unbroken.AssertEqualAsync(cluster["web-1"], training.Id);
        Assert.Empty(cluster["web-1"].Workers());
        using var http = new HttpClient { BaseAddress = cluster["train-1"].Address };
        Assert.Equal(404, (int)(await http.GetAsync("v1/queue", Patience.Token)).StatusCode);
        Assert.Equal(0, (await cluster["train-1"].TerminateAsync()).Code);
        await cluster.UntilMembersAreAsync("web-1", "web-2");
        Assert.Null(await cluster.BeaconAsync("train-1"));
    }

    [Fact]
    public async Task Kill_AWebSiloThatComposes_AnotherGoesOnAndItIsTakenBack()
    {
        using var data = unbroken.Copy();
        await using var cluster = await ClusterProfile.StartAsync(azurite, data, "web-1", "web-2", "web-3");
        var sessions = new List<string>();
        for (var number = 0; number < Sessions; number++)
        {
            // By another silo each time: a grain often lives where it was first asked for.
            var client = cluster[$"web-{(number % 3) + 1}"].Client;
            sessions.Add((await client.Sessions.CreateAsync(new CreateSession(unbroken.Model), cancellationToken: Patience.Token)).Id);
            for (var tune = 1; tune <= Tunes; tune++)
                await client.Sessions.ComposeAsync(sessions[^1], new CreateTune(Words, Seed: tune, Variations: Variations), cancellationToken: Patience.Token);
        }

        await cluster.KillAsync("web-1");
        var since = Stopwatch.StartNew();
        await cluster.UntilMembersAreAsync("web-2", "web-3");
        var noticed = since.Elapsed;
        foreach (var session in sessions) await cluster["web-2"].Client.Sessions.WatchAsync(session, Tunes, Patience.Token).LastAsync(Patience.Token);
        var done = since.Elapsed;
        await cluster.RestartAsync("web-1");
        await cluster.UntilMembersAsync(3);

        output.WriteLine($"after kill -9: noticed in {noticed.TotalSeconds:F1} s, all tunes done in {done.TotalSeconds:F1} s, the silo back in {since.Elapsed.TotalSeconds:F1} s");
        foreach (var session in sessions)
        {
            var tunes = await cluster["web-1"].Client.Sessions.TunesAsync(session, cancellationToken: Patience.Token);
            Assert.Equal(Enumerable.Repeat(TunePhase.Succeeded, Tunes), tunes.Items.Select(tune => tune.Phase));
        }
        Assert.InRange(noticed.TotalSeconds, 0, 15);
        var logs = (await cluster["web-2"].TerminateAsync()).Output + (await cluster["web-3"].TerminateAsync()).Output;
        Assert.Contains("woke unfinished", logs, StringComparison.Ordinal);
    }
}
