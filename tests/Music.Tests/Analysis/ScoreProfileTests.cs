using CsCheck;
using MusicGen.Music.Analysis;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Scores;

namespace MusicGen.Music.Tests.Analysis;

public sealed class ScoreProfileTests
{
    [Fact]
    public void Of_TwoPartsAndDrums_HasTheNumbersCountedByHand()
    {
        // At 120 quarters a minute: silence 0 … 0.5 s, C4 0.5 … 1 s with E4 from 0.75 to 1.25 s, silence to 2 s, C4 and bass 2 … 2.5 s, drums at 2 s.
        var score = Sketch.Of(
            Sketch.Part(73, 0, (96, 96, 60), (144, 96, 64), (384, 96, 60)),
            Sketch.Part(32, 1, (384, 96, 36)),
            Sketch.Drums((384, 10, 36), (384, 10, 42)));

        var profile = ScoreProfile.Of(score);

        Assert.Equal((6, 2, 3), (profile.Notes, profile.DrumNotes, profile.DistinctPitches));
        Assert.Equal((36, 64), (profile.LowestPitch, profile.HighestPitch));
        Assert.Equal([32, 73], profile.Programs);
        Assert.Equal((TimeSpan.FromSeconds(2.5), 5.0), (profile.Duration, profile.Quarters));
        Assert.Equal(6 / 2.5, profile.NotesPerSecond);
        Assert.Equal(2, profile.MaxPolyphony);
        Assert.Equal(384.0 / (144 + 96), profile.MeanPolyphony, 1e-12);
        Assert.Equal(0.5, profile.SilenceShare, 1e-12);
        Assert.Equal(TimeSpan.FromSeconds(0.75), profile.LongestSilence);
        Assert.Equal(0.5, profile.CommonestPitchShare);
    }

    [Fact]
    public void Of_DrumsAlone_LetsThemRingForAHalfNoteAndHasNoKey()
    {
        var score = Sketch.Of(Sketch.Drums((0, 1, 36), (192, 1, 36), (576, 1, 38)));

        var profile = ScoreProfile.Of(score);

        Assert.Null(profile.Key);
        Assert.Null(profile.LowestPitch);
        Assert.Equal((0, 0), (profile.DistinctPitches, profile.MaxPolyphony));
        Assert.Equal(TimeSpan.FromSeconds(1), profile.LongestSilence);
        Assert.Equal(192.0 / 577, profile.SilenceShare, 1e-12);
        Assert.Equal(2 / 3.0, profile.CommonestPitchShare);
    }

    [Fact]
    public void Of_NoNotes_IsAllZeros()
    {
        var profile = ScoreProfile.Of(new Score(480, [], end: new Ticks(9600)));

        Assert.Equal((0, 0, TimeSpan.Zero, 0.0), (profile.Notes, profile.DrumNotes, profile.Duration, profile.Quarters));
        Assert.Equal((0.0, 0.0, 0.0, 0.0), (profile.NotesPerSecond, profile.MeanPolyphony, profile.SilenceShare, profile.CommonestPitchShare));
        Assert.Null(profile.Key);
        Assert.Equal(("4/4", 1, 120.0), (profile.Meter.ToString(), profile.Meter.Count, profile.Tempo.Typical));
    }

    [Fact]
    public void Of_NotesWithoutLength_AreNotHeardAtOnce()
    {
        var profile = ScoreProfile.Of(Sketch.Of(Sketch.Part((0, 0, 60), (96, 96, 62), (96, 0, 64), (192, 96, 65))));

        Assert.Equal(1, profile.MaxPolyphony);
        Assert.Equal(1.0, profile.MeanPolyphony);
        Assert.Equal(1 / 3.0, profile.SilenceShare, 1e-12);
    }

    [Fact]
    public void Of_SeveralTempos_TakesTheOneInTheMiddleOfTheTime()
    {
        // 1 quarter at 60 lasts 1 s, 4 quarters at 240 last 1 s, 10 quarters at 200 last 3 s; the tempo after the last note holds for no one.
        Tempo[] tempos = [At(0, 60), At(96, 240), At(480, 200), At(1440, 30)];
        var score = new Score(96, [Sketch.Part((0, 1440, 60))], tempos);

        var tempo = ScoreProfile.Of(score).Tempo;

        Assert.Equal(new TempoProfile(200, 60, 240), tempo);

        static Tempo At(long ticks, int perMinute) => new(new Ticks(ticks), 60_000_000 / perMinute);
    }

    [Fact]
    public void Of_SeveralMeters_TakesTheOneThatHoldsLongest()
    {
        Meter[] meters = [new(Ticks.Zero, 3, 4), new(new Ticks(288), 6, 8), new(new Ticks(864), 3, 4), new(new Ticks(960), 5, 4)];
        var score = new Score(96, [Sketch.Part((0, 960, 60))], meters: meters);

        var meter = ScoreProfile.Of(score).Meter;

        Assert.Equal(new MeterProfile(6, 8, 2), meter);
    }

    [Fact]
    public void Of_OnePitchStruckOn_HasItsShare()
    {
        var score = Sketch.Of(Sketch.Part([.. Enumerable.Range(0, 10).Select(i => (i * 96L, 48L, i == 4 ? 62 : 60))]));

        var profile = ScoreProfile.Of(score);

        Assert.Equal(0.9, profile.CommonestPitchShare);
    }

    [Fact]
    public void Of_TransposedScore_MovesTheKeyWithIt()
    {
        var pitches = Gen.Int[40, 80].Array[5, 40];

        Gen.Select(pitches, Gen.Int[-12, 12]).Sample((line, steps) =>
        {
            var score = Sketch.Of(Sketch.Part([.. line.Select((pitch, i) => (i * 96L, 96L, pitch))]));
            var key = ScoreProfile.Of(score).Key;
            var moved = ScoreProfile.Of(score.Change(note => note with { Pitch = note.Pitch + steps })).Key;
            // Where two keys fit equally, which one comes first depends on their names.
            return key is not { Margin: > 1e-9 } best
                || (moved is { } other && other.IsMinor == best.IsMinor && other.Tonic == (best.Tonic + steps + 12) % 12
                    && Math.Abs(other.Correlation - best.Correlation) < 1e-9);
        });
    }

    [Fact]
    public void Of_AnyScore_StaysInItsRanges() => AnyScore.Scores.Sample(score =>
    {
        var profile = ScoreProfile.Of(score);
        var (polyphony, silentSeconds) = Slowly(score);
        return profile.Notes == score.NoteCount
            && profile.Grid.Confidence is >= 0 and <= 1
            && profile.SilenceShare is >= 0 and <= 1
            && profile.LongestSilence <= profile.Duration + TimeSpan.FromMicroseconds(1)
            && profile.MaxPolyphony == polyphony
            && (score.Tracks.Any(track => track.IsDrums)
                || Math.Abs((profile.SilenceShare * profile.Duration.TotalSeconds) - silentSeconds) <= 1e-6 * (1 + silentSeconds))
            && profile.Tempo.Slowest <= profile.Tempo.Typical && profile.Tempo.Typical <= profile.Tempo.Fastest;
    });

    /// <summary>The same by looking at every note from every onset.</summary>
    private static (int Polyphony, double SilentSeconds) Slowly(Score score)
    {
        var notes = score.Tracks.SelectMany(track => track.Notes).ToArray();
        var pitched = notes.Where(note => note.Channel != Track.DrumChannel).ToArray();
        var polyphony = pitched.Select(now => pitched.Count(note => note.Onset <= now.Onset && now.Onset < note.End)).DefaultIfEmpty().Max();
        var (reached, silent) = (Ticks.Zero, 0.0);
        foreach (var note in notes.OrderBy(note => note.Onset))
        {
            if (note.Onset > reached) silent += score.TempoMap.SecondsAt(note.Onset) - score.TempoMap.SecondsAt(reached);
            reached = Ticks.Later(reached, note.End);
        }
        return (polyphony, silent);
    }
}
