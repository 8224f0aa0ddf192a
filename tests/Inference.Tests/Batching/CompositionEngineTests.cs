using MusicGen.Contracts.Training;
using MusicGen.Inference.Batching;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Inference.Tests.Decoding;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Tests.Batching;

public sealed class CompositionEngineTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(["C4", "D4", "E4", "F4", "G4", "A4"]);
    private static readonly Decoder[] Decoders =
        [SmallNetworks.Decoder(new ModelShape(Words.Size, 5, 9, 2), scale: 3), SmallNetworks.Decoder(new ModelShape(Words.Size, 4, 20, 1), scale: 2)];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Tunes of two models, of random lengths and primers, join and leave as they will.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Compose_ManyTunesAtOnce_GivesEachTheWordsThatItGetsAlone(int threads)
    {
        using var engine = new CompositionEngine(threads);
        var tunes = Enumerable.Range(0, 300).Select(number => (Decoder: Decoders[number % 2], Number: number)).ToList();

        var together = await Task.WhenAll(tunes.Select(tune => ReadAsync(engine, tune.Decoder, Draft(tune.Number))));

        Assert.All(tunes, tune => Assert.Equal(Alone(tune.Decoder, Draft(tune.Number)), together[tune.Number]));
        Assert.Equal(0, engine.Count);
    }

    [Fact]
    public async Task Compose_OfNoWords_EndsAtOnce()
    {
        using var engine = new CompositionEngine(1);

        Assert.Empty(await ReadAsync(engine, Decoders[0], Draft(1, words: 0)));
    }

    [Fact]
    public async Task Dispose_OfATune_FreesItsPlaceWhileItsReaderSleeps()
    {
        using var engine = new CompositionEngine(1);
        var tunes = Enumerable.Range(0, 100).Select(number => engine.Compose(Decoders[0], Draft(number, endless: true))).ToList();
        await AllPausedAsync(engine, tunes: 100);

        foreach (var tune in tunes) tune.Dispose();

        Assert.Equal(40, (await ReadAsync(engine, Decoders[0], Draft(7, words: 40))).Count);
        Assert.Equal(0, engine.Count);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await tunes[5].ReadAsync(Token).LastAsync(Token));
    }

    [Fact]
    public async Task Compose_WithAReaderThatSleeps_PausesThatTuneAlone()
    {
        using var engine = new CompositionEngine(1);
        using var slow = engine.Compose(Decoders[0], Draft(1, words: 5_000));
        await AllPausedAsync(engine, tunes: 1);
        var paused = engine.Words;

        Assert.Equal(400, (await ReadAsync(engine, Decoders[0], Draft(2, words: 400))).Count);

        Assert.InRange(engine.Words - paused, 400, 420);
        var words = new List<string>();
        await foreach (var portion in slow.ReadAsync(Token)) words.AddRange(portion);
        Assert.Equal(Alone(Decoders[0], Draft(1, words: 5_000)), words);
    }

    [Fact]
    public async Task Compose_WithRulesThatFail_EndsThatTuneAlone()
    {
        using var engine = new CompositionEngine(1);
        using var bad = engine.Compose(Decoders[0], new TuneDraft(new Endless(Words, failsAt: 20), [], new SamplingOptions(), seed: 1));

        var good = await ReadAsync(engine, Decoders[0], Draft(3, words: 100));

        Assert.Equal(100, good.Count);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await bad.ReadAsync(Token).LastAsync(Token));
        Assert.Equal(0, engine.Count);
    }

    /// <remarks>All of them join where there is least to do; when those of one thread leave, the other gives some of its own away.</remarks>
    [Fact]
    public async Task Compose_WhenOneThreadRunsEmpty_TakesTunesFromTheOther()
    {
        using var engine = new CompositionEngine(2);
        var tunes = Enumerable.Range(0, 40).Select(number => engine.Compose(Decoders[0], Draft(number, endless: true))).ToList();
        var readers = tunes.Select(tune => Task.Run(() => CountAsync(tune), Token)).ToList();
        foreach (var tune in tunes.Where((_, number) => number % 2 == 0)) tune.Dispose();

        await UntilAsync(() => engine.Count == 20 && engine.Loads.Max() <= 11);

        foreach (var tune in tunes) tune.Dispose();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Dispose_OfTheEngine_TellsEveryReader()
    {
        var engine = new CompositionEngine(2);
        var tunes = Enumerable.Range(0, 5).Select(number => engine.Compose(Decoders[0], Draft(number, endless: true))).ToList();

        engine.Dispose();

        foreach (var tune in tunes) await Assert.ThrowsAsync<CompositionInterruptedException>(async () => await tune.ReadAsync(Token).LastAsync(Token));
        Assert.Throws<CompositionInterruptedException>(() => engine.Compose(Decoders[0], Draft(1)));
        Assert.Equal(0, engine.Count);
        tunes[0].Dispose();
        engine.Dispose();
    }

    /// <remarks>The thread that has none stops at once, while the other one would share with it.</remarks>
    [Fact]
    public async Task Dispose_WhileTunesAreSharedOut_TellsEveryReader()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var engine = new CompositionEngine(4);
            var tunes = Enumerable.Range(0, 12).Select(number => engine.Compose(Decoders[0], Draft(number, endless: true))).ToList();
            var readers = tunes.Select(tune => Task.Run(() => Assert.ThrowsAnyAsync<Exception>(async () => await tune.ReadAsync(Token).LastAsync(Token)))).ToList();
            foreach (var tune in tunes.Where((_, number) => number % 4 > 0)) tune.Dispose();

            engine.Dispose();

            await Task.WhenAll(readers).WaitAsync(Patience, TimeProvider.System, Token);
            Assert.Equal(0, engine.Count);
        }
    }

    [Fact]
    public void Compose_WithAForeignVocabulary_IsRefused()
    {
        using var engine = new CompositionEngine(1);

        Assert.Throws<ArgumentException>(() => engine.Compose(Decoders[0], new TuneDraft(new NoteNamesRules(Vocabulary.Of(["C4"]), 1), [], new SamplingOptions(), seed: 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CompositionEngine(0));
    }

    /// <summary>A tune of its own for each number: length, primer, options and seed.</summary>
    private static TuneDraft Draft(int number, int? words = null, bool endless = false)
    {
        var random = new CounterRandom((ulong)number);
        int[] primer = [.. Enumerable.Range(0, random.Below(0, 30)).Select(i => random.Below((ulong)i + 10, 6))];
        var options = new SamplingOptions(0.8 + random.Uniform(1), TopP: number % 3 == 0 ? 0.9 : 1, RepetitionPenalty: number % 5 == 0 ? 1 : 0, RepetitionLength: 6);
        if (endless) return new TuneDraft(new Endless(Words, failsAt: null), [], options, (ulong)number);
        return new TuneDraft(new NoteNamesRules(Words, words ?? random.Below(2, 200)), words is null ? primer : [], options, (ulong)number, stream: 3);
    }

    private static IEnumerable<string> Alone(Decoder decoder, TuneDraft draft) => Composer.Compose(decoder, draft).Select(id => Words.Words[id]);

    private static async Task<List<string>> ReadAsync(CompositionEngine engine, Decoder decoder, TuneDraft draft)
    {
        using var tune = engine.Compose(decoder, draft);
        var words = new List<string>();
        await foreach (var portion in tune.ReadAsync(Token)) words.AddRange(portion);
        return words;
    }

    private static async Task<int> CountAsync(Composition tune)
    {
        var words = 0;
        try
        {
            await foreach (var portion in tune.ReadAsync(Token)) words += portion.Count;
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
        return words;
    }

    /// <summary>Until every tune has composed as far ahead as it may, as nobody reads: 64 portions of 16 words, and one that there is no room for.</summary>
    private static Task AllPausedAsync(CompositionEngine engine, int tunes) => UntilAsync(() => engine.Words == tunes * 65 * 16);

    private static async Task UntilAsync(Func<bool> holds)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "It did not come about in half a minute.");
            await Task.Yield();
        }
    }

    /// <summary>Any word may come, always; or until the rules fail.</summary>
    private sealed class Endless(Vocabulary vocabulary, int? failsAt) : ITuneRules
    {
        private int _taken;

        public Vocabulary Vocabulary => vocabulary;

        public bool IsComplete => false;

        public string LastWord { get; private set; } = "";

        public void Forbid(Span<bool> forbidden)
        {
            if (_taken == failsAt) throw new NotSupportedException();
            forbidden.Clear();
        }

        public void Take(int id)
        {
            _taken++;
            LastWord = vocabulary.Words[id];
        }
    }
}
