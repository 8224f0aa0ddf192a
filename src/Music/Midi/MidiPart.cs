using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>The notes of one channel of one track chunk.</summary>
/// <param name="Name">The track chunk's name.</param>
/// <param name="Program">The program that the chunk itself had chosen at the first note; null where it had chosen none.</param>
/// <param name="Notes">At least one.</param>
internal sealed record MidiPart(string? Name, int? Program, List<Note> Notes)
{
    public Track ToTrack(MidiTimeline timeline) => new(Name, Program ?? timeline.ProgramAt(Notes[0].Onset.Value, Notes[0].Channel), Notes);
}
