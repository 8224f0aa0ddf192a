using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Tokens.Grid24;

/// <summary>The limits of the specification, on real music: every note is there but reported ones, and none is further off than allowed.</summary>
public sealed class Score24FidelityTests
{
    private const double HalfSlot = 1.0 / 48 + 1e-9;
    private const double DurationShare = 0.0625 + 1e-9;

    [Theory]
    [InlineData("jazz/wjazzd")]
    [InlineData("jazz/openewld-jazzband-synthetic")]
    [InlineData("multi/freedoom")]
    [InlineData("multi/openmsx")]
    [InlineData("multi/simutrans")]
    [InlineData("drums/groove")]
    public void Decode_EveryFileOfACorpus_LiesWithinTheLimits(string corpus)
    {
        var scores = Scores(TestCorpora.Require(corpus)).ToArray();

        foreach (var score in scores)
        {
            var encoding = Score24.Encode(score);
            var piece = Score24.Decode(encoding.Tokens.AsSpan());
            var fidelity = Score24Fidelity.Of(score, piece);

            if (encoding.ProgramsMerged == 0) Assert.Equal((0, encoding.Duplicates + encoding.DrumsLeftOut), (fidelity.Invented, fidelity.Missing));
            Assert.True(encoding.Tokens.AsSpan().SequenceEqual(Score24.Encode(piece).Tokens.AsSpan()));
            Assert.DoesNotContain(fidelity.OnsetErrors, error => error > HalfSlot);
            Assert.DoesNotContain(fidelity.VelocityErrors, error => error > 2);
            Assert.InRange(DurationsBeyond(fidelity), 0, encoding.Lengthened);
        }

        Assert.NotEmpty(scores);
    }

    /// <summary>Durations off by more than both limits: only those too short to be told can be.</summary>
    private static int DurationsBeyond(Score24Fidelity fidelity) =>
        fidelity.DurationErrors.Zip(fidelity.RelativeDurationErrors).Count(error => error.First > HalfSlot && error.Second > DurationShare);

    private static IEnumerable<Score> Scores(string folder) =>
        Directory.EnumerateFiles(folder, "*.mid", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => MidiReader.Read(File.ReadAllBytes(path)).Score);
}
