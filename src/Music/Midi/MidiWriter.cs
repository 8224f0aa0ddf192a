using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Writes a score as a Standard MIDI File of format 1.</summary>
/// <remarks>
/// The same score gives the same bytes. The first chunk holds name, tempos, meters and the end; each track follows in a chunk of its
/// own, so any number of tracks may share a channel. What is written reads back to an equal score, with one exception that lies in
/// MIDI itself: where a note lies inside another of its own track and pitch, the first note-off ends the first note.
/// </remarks>
public static class MidiWriter
{
    private const int Format = 1;
    private const int ClocksPerQuarter = 24;
    private const int ThirtySecondsPerQuarter = 8;

    /// <exception cref="ArgumentException">The score has more than 65,534 tracks, or would take more than 2 GiB.</exception>
    public static byte[] Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (score.Tracks.Length >= ushort.MaxValue) throw new ArgumentException("A MIDI file has at most 65,535 tracks.", nameof(score));
        var bytes = new MidiBuffer();
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
        int tempo = 0, meter = 0;
        while (tempo < score.Tempos.Length || meter < score.Meters.Length)
        {
            if (tempo == score.Tempos.Length || (meter < score.Meters.Length && score.Meters[meter].At <= score.Tempos[tempo].At))
                WriteMeter(score.Meters[meter++], bytes);
            else
                WriteTempo(score.Tempos[tempo++], bytes);
        }
        bytes.WriteMeta(score.End.Value, MidiEvents.EndOfTrack, []);
        bytes.EndChunk();
    }

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
