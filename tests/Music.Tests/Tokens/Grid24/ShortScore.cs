using CsCheck;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Tokens.Grid24;

/// <summary>Random scores of a few hundred bars at most, so that they can be told: crowded slots, odd meters, keys, chords, drums.</summary>
internal static class ShortScore
{
    private static readonly Gen<Ticks> Position = Gen.OneOf(Gen.Long[0, 300], Gen.Long[0, 3_000]).Select(at => new Ticks(at));

    private static readonly Gen<Ticks> Length = Gen.OneOf(Gen.Long[0, 60], Gen.Long[0, 20_000]).Select(length => new Ticks(length));

    private static readonly Gen<Tempo> AnyTempo = Gen.Select(Position, Gen.Int[150_000, 3_000_000], (at, length) => new Tempo(at, length));

    private static readonly Gen<Meter> AnyMeter =
        Gen.Select(Position, Gen.Int[1, 13], Gen.Int[0, 5], (at, numerator, power) => new Meter(at, numerator, 1 << power));

    private static readonly Gen<KeySignature> AnyKey =
        Gen.Select(Position, Gen.Int[-7, 7], Gen.Bool, (at, fifths, isMinor) => new KeySignature(at, fifths, isMinor));

    private static readonly Gen<ChordSymbol> AnyChord = Gen.Select(
        Position,
        Gen.Int[0, 12],
        Gen.Int[0, 10],
        (at, root, quality) => root == 12 ? new ChordSymbol(at, null, ChordQuality.Major) : new ChordSymbol(at, root, (ChordQuality)quality));

    private static readonly Gen<Track> AnyTrack =
        from program in Gen.OneOf(Gen.Int[0, 2], Gen.Int[0, 127])
        from channel in Gen.Int[8, 10]
        from notes in Gen.Select(Position, Length, Gen.Int[20, 90], Gen.Int[1, 127], (onset, length, pitch, velocity) => new Note(onset, length, pitch, velocity, channel)).Array[1, 30]
        select new Track(null, program, notes);

    public static Gen<Score> Scores { get; } =
        from ticksPerQuarter in Gen.OneOf(Gen.Const(24), Gen.Const(480), Gen.Int[1, 1_000])
        from tracks in AnyTrack.Array[0, 20]
        from tempos in AnyTempo.Array[0, 4]
        from meters in AnyMeter.Array[0, 4]
        from keys in AnyKey.Array[0, 4]
        from chords in AnyChord.Array[0, 4]
        select new Score(ticksPerQuarter, tracks, tempos, meters, keys: keys, chords: chords);
}
