using System.Collections.Immutable;
using System.Text;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Writes a score as a Standard MIDI File of format 1.</summary>
/// <remarks>
/// The same score gives the same bytes. The first chunk holds name, tempos, meters, keys, chord symbols (text events such as
/// "chord: Ebm7") and the end; each track follows in a chunk of its own, so any number of tracks may share a channel. What is written
/// reads back to an equal score in both modes of <see cref="MidiReader"/>, with one exception that lies in MIDI itself: where a note lies
/// inside another of its own track and pitch, the first note-off ends the first note.
/// </remarks>
public static class MidiWriter
{
    private const int Format = 1;
    private const int ClocksPerQuarter = 24;
    private const int ThirtySecondsPerQuarter = 8;

    /// <exception cref="ArgumentException">
    /// The score has more than 65,534 tracks, its file would be larger than <see cref="MidiReader.MaxBytes"/>, or a name takes more than
    /// 268,435,455 bytes.
    /// </exception>
    public static byte[] Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (score.Tracks.Length >= ushort.MaxValue) throw new ArgumentException("A MIDI file has room for at most 65,534 tracks with notes.", nameof(score));
        var bytes = new MidiBuffer(MidiReader.MaxBytes);
        bytes.BeginChunk("MThd"u8);
        bytes.WriteUInt16(Format);
        bytes.WriteUInt16((ushort)(score.Tracks.Length + 1));
        bytes.WriteUInt16((ushort)score.TicksPerQuarter);
        bytes.EndChunk();
        WriteConductor(score, bytes);
        foreach (var track in score.Tracks) WriteTrack(track, bytes);
        return bytes.ToArray();
    }

    private static void WriteConductor(Score score, MidiBuffer bytes)
    {
        bytes.BeginChunk("MTrk"u8);
        if (score.Name is { } name) bytes.WriteName(name);
        int tempo = 0, meter = 0, key = 0, chord = 0;
        while (true)
        {
            // Of one position: first the meter, which starts a bar, then key, tempo and chord.
            var atMeter = At(score.Meters, meter, item => item.At);
            var atKey = At(score.Keys, key, item => item.At);
            var atTempo = At(score.Tempos, tempo, item => item.At);
            var atChord = At(score.Chords, chord, item => item.At);
            var next = Math.Min(Math.Min(atMeter, atKey), Math.Min(atTempo, atChord));
            if (next == long.MaxValue) break;
            if (next == atMeter) WriteMeter(score.Meters[meter++], bytes);
            else if (next == atKey) WriteKey(score.Keys[key++], bytes);
            else if (next == atTempo) WriteTempo(score.Tempos[tempo++], bytes);
            else WriteChord(score.Chords[chord++], bytes);
        }
        bytes.WriteMeta(score.End.Value, MidiEvents.EndOfTrack, []);
        bytes.EndChunk();
    }

    private static long At<T>(ImmutableArray<T> events, int index, Func<T, Ticks> at) => index < events.Length ? at(events[index]).Value : long.MaxValue;

    private static void WriteKey(KeySignature key, MidiBuffer bytes) =>
        bytes.WriteMeta(key.At.Value, MidiEvents.KeySignature, [(byte)key.Fifths, (byte)(key.IsMinor ? 1 : 0)]);

    private static void WriteChord(ChordSymbol chord, MidiBuffer bytes) =>
        bytes.WriteMeta(chord.At.Value, MidiEvents.Text, [.. MidiMeta.ChordPrefix, .. Encoding.ASCII.GetBytes(ChordText.Symbol(chord))]);

    private static void WriteMeter(Meter meter, MidiBuffer bytes) =>
        bytes.WriteMeta(
            meter.At.Value,
            MidiEvents.TimeSignature,
            [(byte)meter.Numerator, (byte)int.Log2(meter.Denominator), ClocksPerQuarter, ThirtySecondsPerQuarter]);

    private static void WriteTempo(Tempo tempo, MidiBuffer bytes)
    {
        var microseconds = tempo.MicrosecondsPerQuarter;
        bytes.WriteMeta(tempo.At.Value, MidiEvents.SetTempo, [(byte)(microseconds >> 16), (byte)(microseconds >> 8), (byte)microseconds]);
    }

    private static void WriteTrack(Track track, MidiBuffer bytes)
    {
        bytes.BeginChunk("MTrk"u8);
        if (track.Name is { } name) bytes.WriteName(name);
        bytes.WriteEvent(0, (byte)(MidiEvents.ProgramChange | track.Channel), (byte)track.Program);
        var ends = new PriorityQueue<Note, (long At, int Index)>();
        for (var i = 0; i < track.Notes.Length; i++)
        {
            var note = track.Notes[i];
            while (ends.TryPeek(out var ending, out var key) && key.At <= note.Onset.Value)
            {
                ends.Dequeue();
                WriteEnd(ending, bytes);
            }
            bytes.WriteEvent(note.Onset.Value, (byte)(MidiEvents.NoteOn | note.Channel), (byte)note.Pitch, (byte)note.Velocity);
            ends.Enqueue(note, (note.End.Value, i));
        }
        while (ends.TryDequeue(out var ending, out _)) WriteEnd(ending, bytes);
        bytes.WriteMeta(bytes.Position, MidiEvents.EndOfTrack, []);
        bytes.EndChunk();
    }

    private static void WriteEnd(Note note, MidiBuffer bytes) =>
        bytes.WriteEvent(note.End.Value, (byte)(MidiEvents.NoteOff | note.Channel), (byte)note.Pitch, 0);
}
