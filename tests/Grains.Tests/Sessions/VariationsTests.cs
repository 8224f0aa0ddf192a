using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>Several tunes of one request.</summary>
public sealed class VariationsTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_Variations_AreTheTunesOfTheRandomStreams()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(ComposingSession.Short with { Variations = 3, Primer = ["C4"] });

        var tune = await session.AwaitEndAsync(1);

        Assert.Equal((TunePhase.Succeeded, 120, 1), (tune.Phase, tune.WordsDone, tune.PrimerWords));
        var model = Decoder.Load(HandMadeModel.NoteNames.Weights(1), HandMadeModel.NoteNames.Shape);
        var vocabulary = HandMadeModel.NoteNames.Words;
        foreach (var variation in new[] { 1, 2, 3 })
        {
            var expected = Composer.Compose(
                model, new TuneDraft(new NoteNamesRules(vocabulary, 40), [vocabulary.IdOf("C4")], new SamplingOptions(1.2, 0, 0.95), seed: 7, stream: (ulong)variation - 1)).Select(id => vocabulary.Words[id]);
            Assert.Equal(expected, await session.WordsAsync(1, variation));
        }
    }

    [Fact]
    public async Task Compose_AnyNumberOfVariations_GivesTheFirstTheSameBytes()
    {
        var session = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        await session.ComposeAsync(ComposingSession.Bars);
        await session.ComposeAsync(ComposingSession.Bars with { Variations = 8 });

        var (one, eight) = (await session.AwaitEndAsync(1), await session.AwaitEndAsync(2));

        Assert.Equal(await session.BlobAsync(TuneBlobs.Midi, 1), await session.BlobAsync(TuneBlobs.Midi, 2));
        Assert.Equal(one.Variations[0], eight.Variations[0]);
        var midi = new List<string>();
        for (var variation = 1; variation <= 8; variation++) midi.Add(Convert.ToHexString((await session.BlobAsync(TuneBlobs.Midi, 2, variation))!));
        Assert.Distinct(midi);
        Assert.Equal(Enumerable.Range(1, 8), eight.Variations.Select(variation => variation.Number));
        Assert.All(eight.Variations, variation => Assert.Equal(4, variation.BarsDone));
        Assert.Equal((eight.Variations.Sum(each => each.Notes), eight.Variations.Sum(each => each.WordsDone)), (eight.Notes, eight.WordsDone));
        Assert.True(eight.CreatedAt <= eight.StartedAt && eight.StartedAt <= eight.EndedAt);
    }

    [Fact]
    public async Task WatchTune_FromAnyEvent_GoesOnWithoutGapOrRepeat()
    {
        var session = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        await session.ComposeAsync(ComposingSession.Bars with { Variations = 3 });

        var live = await session.EventsAsync(1);

        Assert.Equal(Enumerable.Range(1, live.Count).Select(sequence => (long)sequence), live.Select(happened => happened.Sequence));
        Assert.Equal(
            [.. Enumerable.Range(1, 4).SelectMany(bar => Enumerable.Range(1, 3).Select(variation => ((int?)variation, (int?)bar))), (null, null)],
            live.Select(happened => (happened.Variation, happened.Bar)));
        Assert.Equal(TunePhase.Succeeded, live[^1].Phase);
        Assert.Equal((await session.Grain.GetTune(1)).Value!.Notes, live.Sum(happened => happened.Notes));
        for (var from = -1; from <= live.Count + 2; from++)
            Assert.Equivalent(live.Skip(Math.Max(from, 1) - 1), await session.EventsAsync(1, from), strict: true);
        Assert.Empty(await session.EventsAsync(1, long.MaxValue));
    }

    [Fact]
    public async Task Compose_Primer_IsNotInTheStateButInTheRecord()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        string[] primer = [.. Enumerable.Repeat("C4 D4 E4 F4", 250).SelectMany(words => words.Split(' '))];

        var asked = await session.ComposeAsync(ComposingSession.Short with { Primer = primer, Variations = 2 });
        var tune = await session.AwaitEndAsync(1);

        Assert.Equal((1000, 0), (asked.PrimerWords, asked.Settings.Primer.Count));
        Assert.Equal((1000, 0), (tune.PrimerWords, tune.Settings.Primer.Count));
        Assert.True((await cluster.Store.FindAsync($"state/session/{session.Key}", Token))!.SizeBytes < 3000);
        foreach (var variation in new[] { 1, 2 })
        {
            var record = (await TuneRecord.ReadAsync(cluster.Store, session.Key, 1, variation, Token))!;
            Assert.Equal((variation, 1000), (record.Variation, record.Settings.Primer.Count));
            Assert.Equal(primer, record.Words.Take(1000));
        }
        await session.AwaitTidyAsync(1);
        Assert.Equal(6, (await session.BlobsAsync()).Count); // files and record of each, and nothing of the request
    }
}
