using System.Collections.Immutable;
using System.Text.Json;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Analysis;
using MusicGen.Music.Midi;

namespace MusicGen.Grains.Corpora;

/// <summary>What reading and analysis found, in the words of the API.</summary>
internal static class PieceText
{
    private const int Digits = 3;

    /// <summary>Null where nothing had to be repaired.</summary>
    public static IReadOnlyList<FileRepair>? Of(ImmutableArray<MidiRepair> repairs) => repairs.IsDefaultOrEmpty
        ? null
        : [.. repairs.Select(repair => new FileRepair(JsonNamingPolicy.CamelCase.ConvertName($"{repair.Kind}"), repair.Sentence, repair.Offset, repair.Count))];

    public static PieceProfile Of(ScoreProfile profile) => new(
        profile.Key?.ToString(), Math.Round(profile.Key?.Margin ?? 0, Digits), $"{profile.Meter}", profile.Meter.Count,
        Math.Round(profile.Tempo.Typical, Digits), Math.Round(profile.Tempo.Slowest, Digits), Math.Round(profile.Tempo.Fastest, Digits),
        Math.Round(profile.Grid.Confidence, Digits), profile.Grid.Exists, Math.Round(profile.NotesPerSecond, Digits),
        profile.LowestPitch, profile.HighestPitch, Math.Round(profile.MeanPolyphony, Digits), Math.Round(profile.SilenceShare, Digits),
        profile.DrumNotes, profile.Programs);
}
