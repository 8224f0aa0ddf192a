using System.Text.Json.Serialization;

namespace MusicGen.Contracts.Datasets;

/// <summary>A language in which pieces are told to a network.</summary>
[GenerateSerializer, Alias("musicgen.TokenizerKind")]
public enum TokenizerKind
{
    /// <summary>Bars, positions, instruments, drums, pitches, velocities and durations; 24 steps a quarter.</summary>
    Score24,

    /// <summary>A word a note or chord, without rhythm, as in the origin report.</summary>
    [JsonStringEnumMemberName("notenames")]
    NoteNames,
}
