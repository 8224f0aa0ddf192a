using System.Runtime.InteropServices;
using MusicGen.Bench.Measuring;
using MusicGen.Music.Analysis;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;
using MusicGen.Music.Similarity;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Bench.Midi;

/// <summary>Each step of the way of a MIDI file, by itself and together, in this process and in memory.</summary>
internal static class MidiFigures
{
    public const string MemoryCopy = "limit: copy the bytes in memory";
    public const string Read = "read, lenient";

    /// <summary>Files that cannot be read are read in vain, and left out of what follows.</summary>
    public static IEnumerable<Figure> Measure(IReadOnlyList<MidiInput> inputs, Rounds rounds)
    {
        var target = new byte[inputs.Max(input => input.Bytes.Length)];
        yield return rounds.Measure(MemoryCopy, inputs, input => input.Bytes.CopyTo(target, 0));
        yield return rounds.Measure(Read, inputs, input => TryRead(input, MidiReadMode.Lenient));
        yield return rounds.Measure("read, strict", inputs, input => TryRead(input, MidiReadMode.Strict));

        var scores = inputs.Select(input => (Input: input, Score: TryRead(input, MidiReadMode.Lenient)!)).Where(read => read.Score is not null).ToDictionary(read => read.Input, read => read.Score);
        MidiInput[] readable = [.. inputs.Where(scores.ContainsKey)];
        var texts = scores.ToDictionary(read => read.Key, read => NoteFile.WriteUtf8(read.Value));
        yield return rounds.Measure("write MIDI", readable, input => MidiWriter.Write(scores[input]));
        yield return rounds.Measure("write note file", readable, input => NoteFile.WriteUtf8(scores[input]));
        yield return rounds.Measure("read note file", readable, input => NoteFile.ReadUtf8(texts[input]));
        yield return rounds.Measure("Score24 tokens", readable, input => Tokens(scores[input]));
        yield return rounds.Measure("note names", readable, input => NoteNames.Encode(scores[input]));
        yield return rounds.Measure("profile", readable, input => ScoreProfile.Of(scores[input]));
        yield return rounds.Measure("fingerprint", readable, input => PieceFingerprint.Of(scores[input]));
        yield return rounds.Measure("MIDI to note file and Score24", readable, input =>
        {
            var score = TryRead(input, MidiReadMode.Lenient)!;
            NoteFile.WriteUtf8(score);
            Tokens(score);
        });
        yield return rounds.Measure("the same, with profile and fingerprint", readable, input =>
        {
            var score = TryRead(input, MidiReadMode.Lenient)!;
            NoteFile.WriteUtf8(score);
            Tokens(score);
            ScoreProfile.Of(score);
            PieceFingerprint.Of(score);
        });
        using var folder = new StoreFolder();
        yield return rounds.Measure("MIDI to note file and Score24 in a local store", readable, () => folder.Store(readable.Select(input =>
        {
            var score = TryRead(input, MidiReadMode.Lenient)!;
            return (NoteFile.WriteUtf8(score), MemoryMarshal.AsBytes(Tokens(score)).ToArray());
        })));
    }

    private static Score? TryRead(MidiInput input, MidiReadMode mode)
    {
        try
        {
            return MidiReader.Read(input.Bytes, mode).Score;
        }
        catch (MidiFormatException)
        {
            return null;
        }
    }

    /// <summary>None where there are thousands of silent bars: that is no piece that Score24 takes.</summary>
    private static ReadOnlySpan<int> Tokens(Score score)
    {
        try
        {
            return Score24.Encode(score).Tokens.AsSpan();
        }
        catch (Score24LimitException)
        {
            return [];
        }
    }
}
