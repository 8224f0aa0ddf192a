using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cluster.Tests.Sessions;

/// <summary>The service dies while it composes.</summary>
public sealed class TuneDeathTests(UnbrokenTraining unbroken, ITestOutputHelper output)
{
    private const int Tunes = 8;
    private const int Words = 4096;

    [Fact]
    public async Task Start_AfterKillWhileTunesWait_ComposesEachToTheSameBytes()
    {
        using var data = unbroken.Copy();
        string session;
        TunePhase[] atDeath;
        await using (var first = await SiloProcess.StartAsync(data))
        {
            session = await AskAsync(first);
            await first.Client.Sessions.WatchAsync(session, 2, Patience.Token)
                .FirstAsync(happened => happened.Words.Count > 0, Patience.Token);
            atDeath = await PhasesAsync(first, session);
            await first.KillAsync();
        }

        await using var second = await SiloProcess.StartAsync(data);
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

    /// <summary>A new session with its acknowledged tunes.</summary>
    private async Task<string> AskAsync(SiloProcess silo)
    {
        var session = await silo.Client.Sessions.CreateAsync(new CreateSession(unbroken.Model), cancellationToken: Patience.Token);
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
