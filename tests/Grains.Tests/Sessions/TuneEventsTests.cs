using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Music.Randomness;

namespace MusicGen.Grains.Tests.Sessions;

public sealed class TuneEventsTests
{
    private static readonly TuneSettings Bars = ComposingSession.Bars;
    private static readonly TuneSettings Names = ComposingSession.Short;

    [Fact]
    public void Add_BarsOfVariations_AreToldRoundByRoundWhenTheyAreWhole()
    {
        var events = new TuneEvents(Bars with { Variations = 2 });

        events.Add(1, ["Bar", "Pitch_60", "Bar", "Pitch_62", "DrumPitch_36", "Bar"]);
        Assert.Equal([(1, 1)], Told(events)); // the first variation's first bar is whole, the second's is not yet known
        events.Add(2, ["Bar", "Pitch_64"]);
        Assert.Single(Told(events));
        events.Add(2, ["Bar"]);

        Assert.Equal([(1, 1), (2, 1), (1, 2)], Told(events));
        Assert.Equivalent(new TuneEvent(3, TunePhase.Running, ["Bar", "Pitch_62", "DrumPitch_36"], 1, 2, 2, 2), events.Tell(3), strict: true);
        Assert.Equal([new TuneVariation(1, 6, 2), new TuneVariation(2, 3, 1)], events.Variations);
    }

    [Fact]
    public void Complete_OneVariationBeforeTheOther_IsPassedOver()
    {
        var events = new TuneEvents(Bars with { Variations = 2 });
        events.Add(1, ["Bar", "EOS"]);
        events.Complete(1);
        events.Add(2, ["Bar", "Bar", "Bar", "EOS"]);

        Assert.Equal([(1, 1), (2, 1), (2, 2)], Told(events));
        events.Complete(2);
        Assert.Equal([(1, 1), (2, 1), (2, 2), (2, 3)], Told(events));
        Assert.Equal([1, 3], events.Variations.Select(variation => variation.BarsDone));
    }

    [Fact]
    public void Add_BehindAPrimer_CountsItsBarsAndTellsTheRestOfItsLast()
    {
        var events = new TuneEvents(Bars with { Primer = ["Bar", "Position_0", "Bar", "Position_0"], Variations = 2 });
        events.Add(1, ["Pitch_60", "Bar", "Pitch_62"]);
        events.Add(2, ["Bar", "Pitch_64"]);
        foreach (var variation in new[] { 1, 2 }) events.Complete(variation);

        Assert.Equal([(1, 2), (1, 3), (2, 3)], Told(events));
        Assert.Equal([0L, 1, 0], Enumerable.Range(1, 3).Select(sequence => (long)events.Tell(sequence).Index!));
    }

    [Fact]
    public void Add_NoteNames_AreToldSixteenAtATime()
    {
        var events = new TuneEvents(Names);
        events.Add(1, Enumerable.Repeat("C4", 15));
        Assert.Equal(0, events.Count);
        events.Add(1, Enumerable.Repeat("D4", 18));
        Assert.Equal(2, events.Count);
        events.Complete(1);

        Assert.Equal([(0, 16), (16, 16), (32, 1)], Enumerable.Range(1, events.Count).Select(sequence => events.Tell(sequence)).Select(told => (told.Index ?? -1, told.Words.Count)));
        Assert.All(Enumerable.Range(1, 3), sequence => Assert.Null(events.Tell(sequence).Bar));
    }

    [Fact]
    public void Complete_MultipleOfSixteen_TellsNothingEmpty()
    {
        var events = new TuneEvents(Names);
        events.Add(1, Enumerable.Repeat("C4", 32));
        events.Complete(1);

        Assert.Equal(2, events.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_AnyInterleaving_GivesTheSameEventsInTheSameOrder(bool hasBars)
    {
        var settings = (hasBars ? Bars : Names) with { Variations = 3 };
        string[][] variations = [.. Enumerable.Range(0, 3).Select(variation => (string[])[.. Enumerable.Range(0, 50 + 40 * variation).Select(place => hasBars && place % (7 + variation) == 0 ? "Bar" : $"Pitch_{place}")])];
        var expected = Tell(settings, variations, seed: 0);

        for (var seed = 1UL; seed < 200; seed++) Assert.Equal(expected, Tell(settings, variations, seed));
        Assert.Equal(variations.Sum(words => words.Length), expected.Sum(told => told.Split(' ').Length - 2));
    }

    /// <summary>The events when the words come in another order.</summary>
    private static List<string> Tell(TuneSettings settings, string[][] variations, ulong seed)
    {
        var (events, random, draw) = (new TuneEvents(settings), new CounterRandom(seed), 0UL);
        var done = new int[variations.Length];
        var open = Enumerable.Range(0, variations.Length).ToList();
        while (open.Count > 0)
        {
            var one = open[(int)(random.Uniform(draw++) * open.Count)];
            var count = Math.Min((int)(random.Uniform(draw++) * 20), variations[one].Length - done[one]);
            events.Add(one + 1, variations[one].Skip(done[one]).Take(count));
            done[one] += count;
            if (done[one] < variations[one].Length) continue;
            events.Complete(one + 1);
            open.Remove(one);
        }
        return [.. Enumerable.Range(1, events.Count).Select(sequence => events.Tell(sequence)).Select(told => $"{told.Sequence}:{told.Variation} {told.Bar} {string.Join(' ', told.Words)}")];
    }

    private static (int Variation, int Bar)[] Told(TuneEvents events) =>
        [.. Enumerable.Range(1, events.Count).Select(sequence => events.Tell(sequence)).Select(told => (told.Variation ?? 0, told.Bar ?? 0))];
}
