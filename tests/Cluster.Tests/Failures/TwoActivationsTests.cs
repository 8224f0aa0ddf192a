using MusicGen.Client;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Contracts.Sessions;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>One grain is active twice, since two clusters have one store: what no membership prevents, the store's conditional writes do.</summary>
public sealed class TwoActivationsTests(UnbrokenTraining unbroken, AzuriteServer azurite, FigureTable figures)
{
    private const int TunesEach = 7;

    [Fact]
    public async Task Compose_WithBothActivations_OneWinsEachTimeAndNothingIsLost()
    {
        using var data = unbroken.Copy();
        await using var one = await ClusterProfile.StartAsync(azurite, data, "web-1");
        var other = await one.StartAnotherOnTheSameStoreAsync("web-9");
        MusicGenClient[] clients = [one["web-1"].Client, other["web-9"].Client];
        var session = (await clients[0].Sessions.CreateAsync(new CreateSession(unbroken.Model), cancellationToken: Patience.Token)).Id;
        foreach (var client in clients) await client.Sessions.GetAsync(session, Patience.Token); // both are active now

        var asked = await Task.WhenAll(clients.Select(async (client, cluster) =>
        {
            var numbers = new List<(int Number, long Seed)>();
            for (var tune = 0; tune < TunesEach; tune++)
            {
                var seed = (cluster * 100) + tune;
                numbers.Add(((await client.Sessions.ComposeAsync(session, new CreateTune(Words: 40, Seed: seed), cancellationToken: Patience.Token)).Number, seed));
            }
            return numbers;
        }));

        var acknowledged = asked.SelectMany(tunes => tunes).ToList();
        Assert.Equal(Enumerable.Range(1, 2 * TunesEach), acknowledged.Select(tune => tune.Number).Order());
        // Either may know an older state than the other has written. The store has the newest, as whoever comes next sees it.
        await other.DisposeAsync();
        await one.KillAsync("web-1");
        clients[0] = (await one.RestartAsync("web-1")).Client;
        foreach (var (number, seed) in acknowledged)
        {
            await clients[0].Sessions.WatchAsync(session, number, Patience.Token).LastAsync(Patience.Token);
            var tune = await clients[0].Sessions.TuneAsync(session, number, Patience.Token);
            Assert.Equal((TunePhase.Succeeded, seed), (tune.Phase, tune.Settings.Seed));
            Assert.NotEmpty(await clients[0].Sessions.MidiAsync(session, number, Patience.Token));
        }
        figures.Add("one grain active twice", acknowledged.Count, null, null, null, null, null);
    }
}
