using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Analysis;

/// <summary>Scores in one line: notes as (onset, duration, pitch) in ticks.</summary>
internal static class Sketch
{
    public const int TicksPerQuarter = 96;

    public static Track Part(params (long Onset, long Duration, int Pitch)[] notes) => Part(0, 0, notes);

    public static Track Drums(params (long Onset, long Duration, int Pitch)[] notes) => Part(0, Track.DrumChannel, notes);

    public static Track Part(int program, int channel, params (long Onset, long Duration, int Pitch)[] notes) =>
        new(null, program, notes.Select(note => new Note(new Ticks(note.Onset), new Ticks(note.Duration), note.Pitch, 80, channel)));

    public static Score Of(params Track[] tracks) => new(TicksPerQuarter, tracks);

    /// <summary>The same score with every note changed; null leaves it out.</summary>
    public static Score Change(this Score score, Func<Note, Note?> change, int? ticksPerQuarter = null) =>
        new(
            ticksPerQuarter ?? score.TicksPerQuarter,
            score.Tracks
                .Select(track => (track, notes: track.Notes.Select(change).OfType<Note>().ToArray()))
                .Where(part => part.notes.Length > 0)
                .Select(part => new Track(part.track.Name, part.track.Program, part.notes)),
            score.Tempos,
            score.Meters);
}
