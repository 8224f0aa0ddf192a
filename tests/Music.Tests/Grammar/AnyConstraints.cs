using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

/// <summary>Random constraints and random live tokens, such that most of them can be kept.</summary>
internal static class AnyConstraints
{
    private static readonly int[] Essential =
        [Score24Vocabulary.End, Score24Vocabulary.Bar, .. Score24Vocabulary.ToIds(["Position_0", "Duration_3", "Velocity_66", "TimeSig_3/4", "Tempo_123"])];

    public static Score24Constraints Draw(RandomComposer random)
    {
        var lowest = random.Below(128);
        var mostPerBar = 1 + random.Below(30);
        int? Maybe(int most) => random.Below(2) == 0 ? null : 1 + random.Below(most);
        return new Score24Constraints
        {
            Programs = random.Below(3) == 0 ? null : [.. Enumerable.Range(0, 1 + random.Below(4)).Select(_ => random.Below(3) == 0 ? Score24Vocabulary.DrumProgram : random.Below(128))],
            MostPrograms = random.Below(2) == 0 ? 15 : 1 + random.Below(3),
            Bars = Maybe(6),
            MostBars = 6,
            LowestPitch = random.Below(2) * lowest,
            HighestPitch = lowest + random.Below(128 - lowest),
            MostNotesAtOnce = Maybe(3),
            Scale = random.Below(3) > 0 ? null : new Scale(random.Below(12), random.Below(2) == 0),
            MostNotesPerBar = mostPerBar,
            LeastNotesPerBar = random.Below(2) * random.Below(mostPerBar + 1),
            TempoQpm = random.Below(4) > 0 ? null : 20 + random.Below(400),
            CloseAtEnd = random.Below(2) == 0,
            Meters = random.Below(2) == 0 ? null : [.. Enumerable.Range(0, 1 + random.Below(3)).Select(_ => Score24Scales.MeterName(random.Below(Score24Scales.Meters.Length)))],
            TempoChanges = random.Below(2) == 0,
            Keys = random.Below(2) == 0,
            Chords = random.Below(2) == 0,
        };
    }

    /// <summary>All tokens, or every so manieth at random, or few.</summary>
    public static int[] DrawLive(RandomComposer random)
    {
        var oneIn = new[] { 1, 2, 8, 30 }[random.Below(4)];
        var live = Enumerable.Range(0, Score24Vocabulary.Size).Where(_ => random.Below(oneIn) == 0);
        return [.. live.Concat(Essential.Where(_ => random.Below(8) > 0)).Distinct()];
    }
}
