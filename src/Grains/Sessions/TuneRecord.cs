using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Storage;

namespace MusicGen.Grains.Sessions;

/// <summary>The words of a finished variation and all that is needed to compose it again.</summary>
/// <param name="Format">2.</param>
/// <param name="ModelHash">SHA-256 of the weights.</param>
/// <param name="Settings">All that decides it, beside the model, the primer included.</param>
/// <param name="Build">The version of the software that composed it.</param>
/// <param name="Words">The primer's words and the composed ones.</param>
/// <param name="Variation">Its number.</param>
public sealed record TuneRecord(int Format, string ModelHash, TuneSettings Settings, string Build, IReadOnlyList<string> Words, int Variation)
{
    public const int CurrentFormat = 2;

    /// <summary>The record of a finished variation; null where its files were deleted meanwhile.</summary>
    public static async Task<TuneRecord?> ReadAsync(IBlobStore blobs, OwnedKey session, int number, int variation, CancellationToken cancellationToken = default) =>
        await blobs.GetAsync(TuneBlobs.Record(session, number, variation), cancellationToken) is { } record
            ? JsonSerializer.Deserialize<TuneRecord>(record.Content.Span, ContractJson.Options)
            : null;
}
