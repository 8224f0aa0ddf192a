using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Tests.Sessions;

/// <summary>A tune does not depend on who else is composing.</summary>
public sealed class TuneCompanyTests(RunningSilo silo)
{
    private const int Others = 63;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_AmongSixtyThreeOthers_GivesTheBytesOfTheTuneAlone()
    {
        var wish = new CreateTune(
            Bars: 120, Seed: 11, Temperature: 1.1, TopP: 0.9, MinP: 0.01, RepetitionPenalty: 1, Primer: new Primer("C4 E4"), Key: "C", Density: 12, Polyphony: 3, Variations: 1);
        var alone = await MidiAsync(await silo.Score24SessionAsync(), wish);
        var mine = await silo.Score24SessionAsync();
        var others = await Task.WhenAll(Enumerable.Range(0, Others).Select(async number =>
        {
            // Two models, tunes that come and go.
            var session = number % 2 == 0 ? await silo.Score24SessionAsync() : await silo.SessionAsync();
            return (Session: session, Wish: number % 2 == 0 ? new CreateTune(Bars: 20 + number, Seed: number) : new CreateTune(Words: 60 * (number + 1), Seed: number));
        }));

        var company = others.Select(other => MidiAsync(other.Session, other.Wish)).ToList();
        var together = await MidiAsync(mine, wish);

        Assert.Equal(alone, together);
        Assert.Distinct((await Task.WhenAll(company)).Select(Convert.ToHexString));
    }

    private async Task<byte[]> MidiAsync(SessionSummary session, CreateTune wish)
    {
        var tune = await silo.Client.Sessions.ComposeAsync(session.Id, wish, cancellationToken: Token);
        Assert.Equal(TunePhase.Succeeded, (await silo.Client.Sessions.WatchAsync(session.Id, tune.Number, Token).LastAsync(Token)).Phase);
        return await silo.Client.Sessions.MidiAsync(session.Id, tune.Number, Token);
    }
}
