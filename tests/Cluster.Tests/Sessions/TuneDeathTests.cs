using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cluster.Tests.Sessions;

/// <summary>The service dies while it composes.</summary>
public sealed class TuneDeathTests(SlowModel model, ITestOutputHelper output) : IClassFixture<SlowModel>
{
    private const int Tunes = 8;
    private const int Words = 2048;
    private const int WordsOfVariation = 4096;
    private const int Variations = 8;

    [Fact]
    public async Task Start_AfterKillWhileTunesWait_ComposesEachToTheSameBytes()
    {
        using var data = model.Copy();
        string session;
        TunePhase[] atDeath;
        await using (var first = await SlowModel.StartAsync(data))
        {
            session = await AskAsync(first);
            await first.Client.Sessions.WatchAsync(session, 2, Patience.Token)
                .FirstAsync(happened => happened.Words.Count > 0, Patience.Token);
            atDeath = await PhasesAsync(first, session);
            await first.KillAsync();
        }

        await using var second = await SlowModel.StartAsync(data);
        var disturbed = await TunesAsync(second, session);
        var left = atDeath.Count(phase => phase != TunePhase.Succeeded);
        output.WriteLine($"from restart to the last of {left} tunes: {second.SinceStart.Elapsed.TotalSeconds:F1} s");
        var undisturbed = await TunesAsync(second, await AskAsync(second));

        Assert.Equal(TunePhase.Succeeded, atDeath[0]);
        Assert.Equal(TunePhase.Queued, atDeath[^1]);
        Assert.All(await PhasesAsync(second, session), phase => Assert.Equal(TunePhase.Succeeded, phase));
        Assert.Equal(undisturbed, disturbed);
        Assert.Distinct(disturbed);
    }

    [Fact]
    public async Task Start_AfterTwoKillsOnTheWay_GoesOnToTheSameBytesAndTellsEachEventOnce()
    {
        using var data = model.Copy();
        var seen = new List<TuneEvent>();
        string session;
        await using (var first = await SlowModel.StartAsync(data))
        {
            session = await AskForVariationsAsync(first);
            await WatchALittleAndKillAsync(first, session, data, seen);
        }
        await using (var second = await SlowModel.StartAsync(data)) await WatchALittleAndKillAsync(second, session, data, seen);

        await using var third = await SlowModel.StartAsync(data);
        Assert.All(seen, happened => Assert.Equal(TunePhase.Running, happened.Phase));
        await foreach (var happened in third.Client.Sessions.WatchAsync(session, 1, seen[^1].Sequence, Patience.Token)) seen.Add(happened);
        var undisturbed = await AskForVariationsAsync(third);
        var expected = await third.Client.Sessions.WatchAsync(undisturbed, 1, Patience.Token).ToListAsync(Patience.Token);

        Assert.Equal(expected.Select(Told), seen.Select(Told));
        Assert.Equal((Variations * WordsOfVariation / 16) + 1, seen.Count);
        for (var variation = 1; variation <= Variations; variation++)
            Assert.Equal(await third.Client.Sessions.MidiAsync(undisturbed, 1, variation, Patience.Token), await third.Client.Sessions.MidiAsync(session, 1, variation, Patience.Token));
        Assert.Empty(ProgressIn(data));
    }

    private static string Told(TuneEvent happened) => $"{happened.Sequence} {happened.Variation} {happened.Index} {happened.Phase} {string.Join(' ', happened.Words)}";

    private async Task<string> AskForVariationsAsync(SiloProcess silo)
    {
        var session = await silo.Client.Sessions.CreateAsync(new CreateSession(model.Name), cancellationToken: Patience.Token);
        await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(WordsOfVariation, Seed: 5, Variations: Variations), cancellationToken: Patience.Token);
        return session.Id;
    }

    /// <summary>Reads some events, and kills the service when it has saved how far it is.</summary>
    private static async Task WatchALittleAndKillAsync(SiloProcess silo, string session, TemporaryFolder data, List<TuneEvent> seen)
    {
        var before = ProgressIn(data).Select(file => file.LastWriteTimeUtc).ToList();
        await foreach (var happened in silo.Client.Sessions.WatchAsync(session, 1, seen.Count, Patience.Token).Take(20)) seen.Add(happened);
        await Patience.UntilAsync(() => !ProgressIn(data).Select(file => file.LastWriteTimeUtc).SequenceEqual(before), "progress is saved");
        await silo.KillAsync();
        Assert.NotEmpty(ProgressIn(data));
    }

    private static FileInfo[] ProgressIn(TemporaryFolder data) => [.. new DirectoryInfo(data.Path).EnumerateFiles("progress*", SearchOption.AllDirectories)];

    /// <summary>A new session with its acknowledged tunes.</summary>
    private async Task<string> AskAsync(SiloProcess silo)
    {
        var session = await silo.Client.Sessions.CreateAsync(new CreateSession(model.Name), cancellationToken: Patience.Token);
        for (var tune = 1; tune <= Tunes; tune++)
            await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words, Seed: tune), cancellationToken: Patience.Token);
        return session.Id;
    }

    private static async Task<TunePhase[]> PhasesAsync(SiloProcess silo, string session) =>
        [.. (await silo.Client.Sessions.TunesAsync(session, cancellationToken: Patience.Token)).Items.Select(tune => tune.Phase)];

    /// <summary>Every tune as MIDI and as notes, once it is finished.</summary>
    private static async Task<List<string>> TunesAsync(SiloProcess silo, string session)
    {
        var tunes = new List<string>();
        for (var tune = 1; tune <= Tunes; tune++)
        {
            await silo.Client.Sessions.WatchAsync(session, tune, Patience.Token).LastAsync(Patience.Token);
            var midi = await silo.Client.Sessions.MidiAsync(session, tune, Patience.Token);
            tunes.Add(Convert.ToHexString(midi) + await silo.Client.Sessions.NoteFileAsync(session, tune, Patience.Token));
        }
        return tunes;
    }
}
