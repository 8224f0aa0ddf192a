using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>What meta events say; null where they say nothing that a score can hold.</summary>
internal static class MidiMeta
{
    /// <summary>How a text event starts that is a chord symbol: the form of the Weimar Jazz Database's MIDI files.</summary>
    public static ReadOnlySpan<byte> ChordPrefix => "chord: "u8;

    public static Tempo? Tempo(long position, ReadOnlySpan<byte> content) =>
        content.Length == 3 && new Tempo(new Ticks(position), (content[0] << 16) | (content[1] << 8) | content[2]) is { IsValid: true } tempo ? tempo : null;

    public static Meter? Meter(long position, ReadOnlySpan<byte> content) =>
        content.Length >= 2 && content[1] <= 7 && new Meter(new Ticks(position), content[0], 1 << content[1]) is { IsValid: true } meter ? meter : null;

    public static KeySignature? Key(long position, ReadOnlySpan<byte> content) =>
        content.Length == 2 && content[1] <= 1 && new KeySignature(new Ticks(position), (sbyte)content[0], content[1] == 1) is { IsValid: true } key
            ? key
            : null;

    /// <summary>A chord symbol from a text event that starts with <see cref="ChordPrefix"/>.</summary>
    public static ChordSymbol? Chord(long position, ReadOnlySpan<byte> content) =>
        content.StartsWith(ChordPrefix) ? ChordText.Parse(new Ticks(position), content[ChordPrefix.Length..]) : null;
}
