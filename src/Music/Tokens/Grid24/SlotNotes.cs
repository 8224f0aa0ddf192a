using System.Runtime.InteropServices;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>The notes of a score on the grid, in the order they are told, without duplicates.</summary>
internal sealed class SlotNotes
{
    private readonly SlotNote[] _notes;

    private SlotNotes(int capacity) => _notes = new SlotNote[capacity];

    public int Count { get; private set; }

    public long LastTick => Count > 0 ? _notes[Count - 1].Tick : 0;

    public int Duplicates { get; private set; }

    public int DrumsLeftOut { get; private set; }

    public int DrumsMoved { get; private set; }

    public int Shortened { get; private set; }

    public int Lengthened { get; private set; }

    public int ProgramsMerged { get; private set; }

    public SlotNote this[int index] => _notes[index];

    /// <exception cref="Score24LimitException">A note lies beyond all bars that the options admit.</exception>
    public static SlotNotes Of(Score score, Score24Options options)
    {
        var programs = new ProgramMap(score, options.Programs);
        var notes = new SlotNotes(score.NoteCount) { ProgramsMerged = programs.Merged };
        foreach (var track in score.Tracks) notes.Add(track, programs.Of(track), score.TicksPerQuarter, options.MostBars);
        notes.Settle();
        return notes;
    }

    private void Add(Track track, int program, int ticksPerQuarter, int mostBars)
    {
        var isDrums = track.IsDrums;
        foreach (ref readonly var note in track.Notes.AsSpan())
        {
            var pitch = isDrums ? DrumKeys.Told(note.Pitch) : note.Pitch;
            if (pitch == DrumKeys.None)
            {
                DrumsLeftOut++;
                continue;
            }
            if (pitch != note.Pitch) DrumsMoved++;
            var tick = OnsetGrid.TickOf(note.Onset, ticksPerQuarter);
            if (tick >= (long)mostBars * Score24Scales.LongestBar) throw Score24LimitException.For(mostBars, tick);
            var duration = isDrums ? 0 : DurationOf(note, ticksPerQuarter);
            _notes[Count++] = new SlotNote(tick, program, pitch, duration, Score24Scales.VelocityIndex(note.Velocity));
        }
    }

    private int DurationOf(in Note note, int ticksPerQuarter)
    {
        var halfTicks = OnsetGrid.HalfTicks(note.Duration, ticksPerQuarter);
        if (halfTicks < 1) Lengthened++;
        else if (halfTicks >= 2 * Score24Scales.LongestDuration
            && note.Duration.Value > (long)Score24Scales.LongestDuration / Score24Scales.TicksPerQuarter * ticksPerQuarter) Shortened++;
        return OnsetGrid.DurationIndex(halfTicks);
    }

    /// <remarks>Of a slot's notes of one program and pitch the last is kept, which is the longest, and of equals the loudest.</remarks>
    private void Settle()
    {
        var notes = _notes.AsSpan(0, Count);
        MemoryMarshal.Cast<SlotNote, ulong>(notes).Sort();
        var kept = 0;
        for (var i = 0; i < notes.Length; i++)
        {
            if (i + 1 < notes.Length && notes[i].Slot == notes[i + 1].Slot) Duplicates++;
            else notes[kept++] = notes[i];
        }
        Count = kept;
    }
}
