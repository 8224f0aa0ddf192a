using CsCheck;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Scores;

/// <summary>Random scores for property tests: every feature a score has, in small numbers.</summary>
internal static class AnyScore
{
    private static readonly Gen<long> Position = Gen.Frequency((6, Gen.Long[0, 5_000]), (1, Gen.Long[0, Ticks.Max.Value / 4]));

    private static readonly Gen<string?> Name = Gen.OneOf(
        Gen.Const((string?)null),
        Among<string?>("Alto Sax", "Größe", "\"quoted\" \\ back", "line\r\nbreak\u2028\u0085", "音楽 🎷", "\ufeff\0\t ", "café", " "),
        Gen.String.Select(text => (string?)text));

    private static readonly Gen<Tempo> AnyTempo = Gen.Select(Position, Gen.Int[1, Tempo.Slowest], (at, length) => new Tempo(new Ticks(at), length));

    private static readonly Gen<Meter> AnyMeter =
        Gen.Select(Position, Gen.Int[1, 255], Gen.Int[0, 7], (at, numerator, power) => new Meter(new Ticks(at), numerator, 1 << power));

    private static readonly Gen<KeySignature> AnyKey =
        Gen.Select(Position, Gen.Int[-7, 7], Gen.Bool, (at, fifths, isMinor) => new KeySignature(new Ticks(at), fifths, isMinor));

    private static readonly Gen<ChordSymbol> AnyChord =
        Gen.Select(Position, Gen.Int[-1, 11], Gen.Int[0, 10], (at, root, quality) =>
            root < 0 ? new ChordSymbol(new Ticks(at), null, ChordQuality.Major) : new ChordSymbol(new Ticks(at), root, (ChordQuality)quality));

    private static readonly Gen<Track> AnyTrack =
        from name in Name
        from program in Gen.Int[0, 127]
        from channel in Gen.Int[0, 15]
        from notes in AnyNote(channel).Array[1, 20]
        select new Track(name, program, WithoutNesting(notes));

    public static Gen<Score> Scores { get; } =
        from ticksPerQuarter in Gen.OneOf(Among(480, 96, 1, 7, Score.MaxTicksPerQuarter), Gen.Int[1, Score.MaxTicksPerQuarter])
        from name in Name
        from tracks in AnyTrack.Array[0, 5]
        from tempos in AnyTempo.Array[0, 4]
        from meters in AnyMeter.Array[0, 4]
        from keys in AnyKey.Array[0, 3]
        from chords in AnyChord.Array[0, 4]
        from end in Position
        select new Score(ticksPerQuarter, tracks, tempos, meters, new Ticks(end), name, keys, chords);

    private static Gen<T> Among<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static Gen<Note> AnyNote(int channel) =>
        Gen.Select(
            Position,
            Gen.OneOf(Gen.Const(0L), Position),
            Gen.OneOf(Gen.Int[60, 62], Gen.Int[0, 127]),
            Gen.Int[1, 127],
            (onset, duration, pitch, velocity) => new Note(new Ticks(onset), new Ticks(duration), pitch, velocity, channel));

    /// <summary>Notes of one pitch end in the order they began, as MIDI has it.</summary>
    private static IEnumerable<Note> WithoutNesting(IEnumerable<Note> notes) =>
        notes.GroupBy(note => note.Pitch).SelectMany(group =>
        {
            var end = Ticks.Zero;
            return group.Order().ToArray().Select(note =>
            {
                end = Ticks.Later(end, note.End);
                return note with { Duration = end - note.Onset };
            });
        });
}
