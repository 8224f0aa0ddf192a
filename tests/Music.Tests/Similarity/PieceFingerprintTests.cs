using System.Security.Cryptography;
using CsCheck;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Similarity;
using MusicGen.Music.Tests.Analysis;
using MusicGen.Music.Tests.Scores;

namespace MusicGen.Music.Tests.Similarity;

public sealed class PieceFingerprintTests
{
    private static readonly Gen<Score> Lines =
        Gen.Select(Gen.Int[20, 100], Gen.Long[1, 200], (pitch, step) => (pitch, step)).Array[8, 60]
            .Select(Gen.Bool)
            .Select((steps, isDrums) => Line(steps, isDrums));

    [Fact]
    public void Similarity_TransposedAndRetimedCopy_IsOne() =>
        Gen.Select(Lines, Gen.Int[-12, 12], Gen.Int[1, 50]).Sample((score, transposition, factor) =>
        {
            var steps = score.Tracks[0].IsDrums ? 0 : transposition;
            var copy = score.Change(
                note => new Note(new Ticks((note.Onset.Value * factor) + 1000), new Ticks(note.Duration.Value + 5), note.Pitch + steps, 1, note.Channel),
                ticksPerQuarter: 7);

            return PieceFingerprint.Of(score).Equals(PieceFingerprint.Of(copy));
        });

    [Fact]
    public void Of_TracksInOtherOrderWithOtherPrograms_IsTheSame() => AnyScore.Scores.Sample(score =>
    {
        var tracks = score.Tracks.Reverse().Select(track => new Track("other", 127 - track.Program, track.Notes));

        return PieceFingerprint.Of(score).Equals(PieceFingerprint.Of(new Score(score.TicksPerQuarter, tracks)));
    });

    [Fact]
    public void Similarity_KnownSharesOfTurns_AreCounted()
    {
        // Six onsets make three turns and seven make four, the same three and one more: they fall into different bins.
        var six = PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Melody(6)])));
        var seven = PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Melody(7)])));

        Assert.Equal(0.75, six.Similarity(seven));
        Assert.Equal(0.75, seven.Similarity(six));
        Assert.Equal((3, 4), six.Compare(seven));
        Assert.Equal(1.0, seven.Similarity(seven));
    }

    /// <remarks>Two parts of 200 different turns each, of which one is shared: the Jaccard index is 200 / 600.</remarks>
    [Fact]
    public void Similarity_KnownJaccardIndex_IsEstimatedWithinItsError()
    {
        var errors = Enumerable.Range(0, 100).Select(i =>
        {
            var shared = Random(3 * i);
            var (one, other) = (Sketch.Of(shared, Random((3 * i) + 1)), Sketch.Of(shared, Random((3 * i) + 2)));
            return PieceFingerprint.Of(one).Similarity(PieceFingerprint.Of(other)) - (1 / 3.0);
        }).ToArray();

        // The standard error is √(1/3 · 2/3 / 240) = 0.030, and of the mean of a hundred a tenth of that.
        Assert.InRange(errors.Average(), -0.01, 0.01);
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.02, 0.04);
    }

    [Fact]
    public void Similarity_SameIntervalsInOtherRhythm_IsZero()
    {
        var even = Sketch.Of(Sketch.Part([.. Melody(12)]));
        var dotted = even.Change(note => note with { Onset = new Ticks(note.Onset.Value + (note.Onset.Value / 96 % 2 * 48)) });

        Assert.Equal(0.0, PieceFingerprint.Of(even).Similarity(PieceFingerprint.Of(dotted)));
    }

    [Fact]
    public void Similarity_DrumsAndTheSamePitches_IsZero()
    {
        var pitched = Sketch.Part([.. Melody(12)]);
        var drums = Sketch.Drums([.. Melody(12)]);

        Assert.Equal(0.0, PieceFingerprint.Of(Sketch.Of(pitched)).Similarity(PieceFingerprint.Of(Sketch.Of(drums))));
    }

    [Fact]
    public void Of_PitchedPieceWithAndWithoutDrums_IsTheSame()
    {
        var melody = Sketch.Part([.. Melody(12)]);

        Assert.Equal(PieceFingerprint.Of(Sketch.Of(melody)), PieceFingerprint.Of(Sketch.Of(Sketch.Drums((0, 1, 36)), melody)));
    }

    [Fact]
    public void Of_ChordStruckALittleApart_IsOneOnset()
    {
        var together = Sketch.Part([.. Melody(12).SelectMany(note => new[] { note, note with { Pitch = note.Pitch - 12 } })]);
        var apart = Sketch.Part([.. Melody(12).SelectMany(note => new[] { note, (note.Onset + 5, note.Duration, note.Pitch - 12) })]);

        Assert.Equal(PieceFingerprint.Of(Sketch.Of(together)), PieceFingerprint.Of(Sketch.Of(apart)));
    }

    [Fact]
    public void Of_FewerThanFourOnsets_IsEmptyAndLikeNothing()
    {
        var empty = PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Melody(3)])));

        Assert.True(empty.IsEmpty);
        Assert.Equal(0.0, empty.Similarity(empty));
        Assert.False(PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Melody(4)]))).IsEmpty);
    }

    [Fact]
    public void TryParse_WhatToBytesWrote_IsTheSameFingerprint() => Lines.Sample(score =>
    {
        var fingerprint = PieceFingerprint.Of(score);

        return PieceFingerprint.TryParse(fingerprint.ToBytes(), out var read) && read.Equals(fingerprint) && read.GetHashCode() == fingerprint.GetHashCode();
    });

    [Fact]
    public void TryParse_OtherLengthsVersionsAndKinds_AreRefused()
    {
        var bytes = PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Melody(9)]))).ToBytes();
        byte[] otherVersion = [2, .. bytes[1..]];
        byte[] otherKind = [bytes[0], 2, .. bytes[2..]];

        Assert.Equal(PieceFingerprint.SizeBytes, bytes.Length);
        Assert.False(PieceFingerprint.TryParse(bytes.AsSpan(1), out _));
        Assert.False(PieceFingerprint.TryParse([.. bytes, 0], out _));
        Assert.False(PieceFingerprint.TryParse(otherVersion, out _));
        Assert.False(PieceFingerprint.TryParse(otherKind, out _));
        Assert.False(PieceFingerprint.TryParse([], out _));
    }

    /// <summary>Stored fingerprints stay comparable only while the hash stays as it is: whoever changes it changes the version.</summary>
    [Fact]
    public void ToBytes_KnownMelody_StaysTheSame() =>
        Assert.Equal(
            "7cf93e829b505e37",
            Convert.ToHexStringLower(SHA256.HashData(PieceFingerprint.Of(Sketch.Of(Sketch.Part([.. Melody(40)]))).ToBytes()))[..16]);

    private static Track Random(int seed)
    {
        var random = new CounterRandom((ulong)seed);
        return Sketch.Part([.. Enumerable.Range(0, 203).Select(i => (i * 96L, 90L, random.Below((ulong)i, 128)))]);
    }

    private static Score Line((int Pitch, long Step)[] steps, bool isDrums)
    {
        var onset = 0L;
        var notes = steps.Select(step => (onset += step.Step, 10L, step.Pitch)).ToArray();
        return Sketch.Of(isDrums ? Sketch.Drums(notes) : Sketch.Part(notes));
    }

    /// <summary>Even notes whose intervals do not repeat: 1, 2, 3 … up and down in turns.</summary>
    private static IEnumerable<(long Onset, long Duration, int Pitch)> Melody(int notes) =>
        Enumerable.Range(0, notes).Select(i => (i * 96L, 90L, 60 + (i % 2 == 0 ? -(i / 2) : (i / 2) + 1)));
}
